"""The end of a key: two people, no hold, the period over or a ground for less; on record."""

from collections.abc import Callable

import pytest
from blackpool_case import CARE, CCG, DASS, OFFICER, PMM
from sealed_case import (
    ORDER,
    PROPOSED,
    RESIDENT,
    SealedStory,
    closed,
    destroyed,
    filled_in,
    proposed,
    sealed,
)

from concerns.commands.destroy_keys import DestroyKeys
from concerns.commands.fill_in_form import FillInForm
from concerns.commands.lift_legal_hold import LiftLegalHold
from concerns.commands.place_legal_hold import PlaceLegalHold
from concerns.commands.propose_key_destruction import ProposeKeyDestruction
from concerns.events import SubjectKeysDestroyed
from concerns.procedures.reader import library
from concerns.projections import VIEWS, fold
from concerns.vocabulary import Officer
from concerns.when import When
from given import Story, officer, person, some_id

HOLD = PlaceLegalHold(demanded_by="The public inquiry", reason="letter of 3 March 2034")
SOONER = PROPOSED.model_copy(update={"ground": "order", "evidence": (ORDER,)})


def _confirms(case: SealedStory, **more: object) -> DestroyKeys:
    proposal = next(iter(case.case.personal_data.proposals))
    return DestroyKeys(fact=proposal, reason="as proposed").model_copy(update=more)


def test_two_people_end_a_key_and_the_fact_says_everything() -> None:
    """Evidence 2.9: whose, which keys by their commitments, on what basis, who approved."""
    case = destroyed()
    (found,) = case.last
    assert isinstance(found, SubjectKeysDestroyed)
    first = sealed(case.facts[1])
    assert found.keys == (first.sealed[0].envelope.key,)
    assert [one.name for one in found.approvers] == ["Kit", "Dora"]
    assert found.basis.startswith("kept for 8 years after 2026-03-09 (Records Management Code")
    assert found.forms == ("resident",)
    assert case.case.personal_data.held == {}


@pytest.mark.parametrize(
    "second",
    [
        CARE.model_copy(update={"roles": frozenset({"dass"})}),
        DASS.model_copy(update={"on_behalf_of": person("Kit"), "delegation": "d1"}),
        officer("Kit", "dass").model_copy(update={"on_behalf_of": person("Dora")}),
    ],
    ids=["herself in another role", "somebody acting for her", "she acting for another"],
)
def test_nobody_confirms_their_own_proposal(second: Officer) -> None:
    """Attack 39: design 11, two humans, through any delegation."""
    case = proposed()
    assert "another must" in case.refused(second, _confirms(case)).why


def test_who_proposed_for_another_does_not_let_that_other_confirm() -> None:
    """Attack 39: both whose authority was used are out."""
    acting = CARE.model_copy(update={"on_behalf_of": person("Dora")})
    case = closed().at(2034, 3, 10).asks(acting, PROPOSED)
    assert "another must" in case.refused(DASS, _confirms(case)).why
    case.asks(CCG, _confirms(case))


def test_one_person_alone_destroys_nothing() -> None:
    """Attack 39: without a proposal there is nothing to confirm."""
    case = closed().at(2034, 3, 10)
    lonely = DestroyKeys(fact=some_id(), reason="tidy up")
    assert case.refused(DASS, lonely).kind == "not found"


def test_roles_differ_too() -> None:
    """Reading: whoever keeps the logs proposes, whoever authorises departures confirms."""
    case = closed().at(2034, 3, 10)
    assert case.refused(PMM, PROPOSED).kind == "not your role"
    case.asks(CARE, PROPOSED)
    assert case.refused(OFFICER, _confirms(case)).kind == "not your role"


def test_the_last_day_of_the_period_is_too_early() -> None:
    """Attack 39: eight years after 9 March 2026 end with 9 March 2034."""
    refusal = closed().at(2034, 3, 9).refused(CARE, PROPOSED)
    assert "until 2034-03-09" in refusal.why


def test_the_period_begins_anew_with_a_later_entry() -> None:
    """Records Management Code: re-use restarts it."""
    case = closed().at(2030, 6, 1).asks(CARE, RESIDENT)
    assert "until 2038-06-01" in case.at(2034, 3, 10).refused(CARE, PROPOSED).why
    case.at(2038, 6, 2).asks(CARE, PROPOSED)


def test_an_open_case_keeps_its_keys() -> None:
    """Nothing has begun that could end."""
    refusal = filled_in().at(2040, 1, 2).refused(CARE, PROPOSED)
    assert "after the case is closed" in refusal.why


def test_the_class_itself_names_what_may_end_it_sooner() -> None:
    """UK GDPR 17(1)(d), 58(2)(g): on an order, shown by its paper, also while the case is open."""
    case = filled_in()
    unproven = SOONER.model_copy(update={"evidence": ()})
    assert case.refused(CARE, unproven).where == "evidence"
    wishful = SOONER.model_copy(update={"ground": "embarrassing"})
    assert case.refused(CARE, wishful).where == "ground"
    case.asks(CARE, SOONER)
    case.asks(DASS, _confirms(case))
    assert case.case.personal_data.held == {}


@pytest.mark.parametrize("whose", [None, "R12"])
def test_a_legal_hold_comes_before_everything(whose: str | None) -> None:
    """Attack 39: over the period, over an order, and after a proposal."""
    held = HOLD.model_copy(update={"subject": whose})
    case = proposed().asks(CARE, held)
    for asked in (PROPOSED, SOONER):
        assert "legal hold" in case.refused(CARE, asked).why
    assert "legal hold" in case.refused(DASS, _confirms(case)).why
    placed = case.last[0].id
    lifting = LiftLegalHold(fact=placed, reason="the inquiry has ended")
    assert case.refused(CARE, lifting).kind == "not your role"
    case.asks(DASS, lifting).asks(DASS, _confirms(case))


def test_a_hold_on_one_person_holds_no_other() -> None:
    """R13 is not R12."""
    case = proposed().asks(CARE, HOLD.model_copy(update={"subject": "R13"}))
    case.asks(DASS, _confirms(case))


def test_a_hold_names_nobody() -> None:
    """Design 11: a person is a reference here too; and a hold is lifted once."""
    case = filled_in()
    assert case.refused(CARE, HOLD.model_copy(update={"subject": "Mary Smith"})).where == "subject"
    assert "Mary" not in case.refused(CARE, HOLD.model_copy(update={"subject": "Mary Smith"})).why
    placed = case.asks(CARE, HOLD).last[0].id
    lifting = LiftLegalHold(fact=placed, reason="a mistake")
    assert case.asks(DASS, lifting).refused(DASS, lifting).kind == "not found"


def test_what_was_added_since_the_proposal_was_not_approved() -> None:
    """Design 7: a sign-off binds what was seen."""
    case = closed().at(2034, 3, 10).asks(CARE, SOONER).asks(CARE, RESIDENT)
    assert "added after the proposal" in case.refused(DASS, _confirms(case)).why


def test_a_key_ends_once() -> None:
    """Again, or of somebody about whom nothing is sealed: there is nothing."""
    case = destroyed()
    assert case.refused(CCG, _confirms(case)).kind == "not found"
    assert case.refused(CARE, PROPOSED).kind == "not found"
    unknown = PROPOSED.model_copy(update={"subject": "R99"})
    assert closed().at(2034, 3, 10).refused(CARE, unknown).kind == "not found"


def test_a_key_is_destroyed_on_the_day_it_is_recorded() -> None:
    """The date is not a matter of choice."""
    case = proposed()
    backdated = _confirms(case, occurred=When("2034-03-01"))
    assert case.refused(DASS, backdated).where == "occurred"
    case.asks(DASS, _confirms(case, occurred=When("2034-03-10")))


def test_what_is_sealed_afterwards_has_a_new_key() -> None:
    """A destroyed key is never used again."""
    case = destroyed()
    before = sealed(case.facts[1]).sealed[0].envelope.key
    case.asks(CARE, RESIDENT)
    after = sealed(case.last[0]).sealed[0].envelope.key
    assert after != before


@pytest.mark.parametrize("asked", [PROPOSED, DestroyKeys(fact=some_id(), reason="r")])
def test_where_no_keys_are_kept_none_is_destroyed(
    asked: ProposeKeyDestruction | DestroyKeys,
) -> None:
    """The record never says that a key went which somebody else keeps."""
    case = proposed()
    bare = Story(library()["blackpool"], case.case, case.now)
    if isinstance(asked, DestroyKeys):
        asked = _confirms(case)
    assert "no keys" in bare.refused(DASS, asked).why


def test_views_say_since_when_nobody_can_read_it() -> None:
    """Design 11: the reference, the form and the day remain."""
    case = destroyed()
    (row,) = fold(VIEWS["forms"], case.facts).values()
    sealed_fields = [one["sealed"] for one in row["entries"].values() if "sealed" in one]
    assert {one["destroyed_on"] for one in sealed_fields} == {"2034-03-10"}
    assert row["entries"]["funded_by"]["value"] == "the council"
    (told,) = fold(VIEWS["sealed-data"], case.facts).values()
    assert told["destroyed"]["on"] == "2034-03-10"
    assert told["places"][0]["form"] == "resident"
    assert "personal data of R12" in str(case.last[0])


def test_a_later_entry_stands_beside_what_was_destroyed() -> None:
    """The view tells the field sealed anew from the one that is gone."""
    case = destroyed()
    surname = FillInForm(form="resident", about="R12", entries={"surname": "Curlew"})
    case.asks(CARE, surname)
    (row,) = fold(VIEWS["forms"], case.facts).values()
    told = {name: one["sealed"] for name, one in row["entries"].items() if "sealed" in one}
    assert told["surname"]["destroyed_on"] is None
    assert told["gender"]["destroyed_on"] == "2034-03-10"
    (data,) = fold(VIEWS["sealed-data"], case.facts).values()
    assert data["destroyed"] is None
    assert data["places"] == [
        {"fact": str(case.last[0].id), "form": "resident", "fields": ["surname"]}
    ]


def test_a_proposal_and_a_hold_are_seen_while_they_stand() -> None:
    """A second person finds what waits for them."""
    case = proposed()
    (data,) = fold(VIEWS["sealed-data"], case.facts).values()
    assert data["proposed"]["by"]["name"] == "Kit"
    placed = case.asks(CARE, HOLD).last[0]
    (hold,) = fold(VIEWS["legal-holds"], case.facts).values()
    assert (hold["demanded_by"], hold["lifted_on"]) == ("The public inquiry", None)
    case.asks(DASS, LiftLegalHold(fact=placed.id, reason="over"))
    (hold,) = fold(VIEWS["legal-holds"], case.facts).values()
    assert hold["lifted_on"] == "2034-03-10"


@pytest.mark.parametrize("made", [filled_in, closed, proposed, destroyed])
def test_replaying_the_facts_gives_the_same_memory(made: Callable[[], SealedStory]) -> None:
    """Remembering never refuses and needs no keys."""
    case = made()
    replayed = type(case.case)(case.case.id)
    for fact in case.facts:
        replayed.remember(fact)
    assert replayed.personal_data == case.case.personal_data
