"""What the record came to hold after a decision: late news of earlier times, and what was said."""

from typing import Any

import pytest
from dossier_given import FIRST, as_recorded, decided, dossier, names, read
from north_west import CM, DASS, SPRG, opened, suspended

from concerns.commands.annul_decision import AnnulDecision
from concerns.commands.command import DepartureAsked
from concerns.commands.confirm_departure import ConfirmDeparture
from concerns.commands.correct_record import CorrectRecord
from concerns.commands.make_log_entry import MakeLogEntry
from concerns.commands.record_history import RecordHistory
from concerns.commands.request_dossier import RequestDossier
from concerns.dossier.checking import check
from concerns.dossier.comparison import compare
from concerns.procedures.reader import library
from concerns.projections import VIEWS, fold
from concerns.when import When
from given import Story, officer

CORRECTION = {"wrong": "three", "right": "four", "reason": "miscounted"}


def _at_risk() -> Story:
    """At risk since 10 March; the next day anybody may learn more."""
    return opened().at(2026, 3, 10).takes(SPRG, "agree_at_risk").at(2026, 3, 20)


def _entry(what: str, occurred: str) -> MakeLogEntry:
    return MakeLogEntry(log="risk", entry=what, occurred=When(occurred))


def _after(case: Story, name: str = "at-risk-status-agreed") -> dict[str, Any]:
    return read(dossier(case, decided(case, name)))["afterwards"]


@pytest.mark.parametrize(
    ("occurred", "had", "may_have"),
    [
        ("2026-03-09", 1, 0),
        ("2026-02", 1, 0),
        ("2026-03-10", 0, 0),
        ("2026-03-11", 0, 0),
        ("2026-03", 0, 1),
        ("2026-03-09~", 0, 1),
        ("unknown", 0, 1),
    ],
)
def test_what_had_happened_and_was_not_yet_recorded(occurred: str, had: int, may_have: int) -> None:
    """Design 5: an uncertain date is compared as an interval; the same day is not before."""
    told = _after(_at_risk().asks(CM, _entry("a fall", occurred)))
    assert (len(told["had_happened"]), len(told["may_have_happened"])) == (had, may_have)


def test_nothing_happened_before_a_decision_that_was_recorded_before_it_happened() -> None:
    """A decision of an open date was at the latest on the day of its recording."""
    case = opened().at(2026, 3, 10).takes(SPRG, "agree_at_risk", occurred="2026-03-05/..")
    case.at(2026, 3, 20).asks(CM, _entry("a fall", "2026-03-15"))
    assert _after(case)["may_have_happened"] == []


@pytest.mark.parametrize(
    ("since", "knew"),
    [
        ("2026-03-01", "yes"),
        ("2026-03-10", "yes"),
        ("2026-03", "cannot be told"),
        ("2026-03-11", "no"),
        (None, "not shown"),
    ],
)
def test_a_history_says_whether_the_authority_knew(since: str | None, knew: str) -> None:
    """Known to the authority and not in this record is neither known nor unknown here."""
    told = RecordHistory(
        item="a",
        kind="inspection",
        who="Regulator",
        text="A warning notice",
        source="a report",
        occurred=When("2026-02-14"),
        known_to_authority=When(since) if since else None,
    )
    (late,) = _after(_at_risk().asks(CM, told))["had_happened"]
    assert late["authority_knew"] == knew


def test_what_was_later_said_of_the_decision() -> None:
    """A correction and an annulment concern it; both stand beside it for ever."""
    case = _at_risk()
    decision = decided(case, "at-risk-status-agreed")
    case.asks(CM, CorrectRecord(fact=decision, **CORRECTION))
    case.asks(DASS, AnnulDecision(fact=decision, annulled_by="the High Court", reason="judgment"))
    told = _after(case)
    assert names(told["said_of_it"]) == ["fact-corrected", "decision-annulled"]
    assert told["said_of_what_was_known"] == []
    assert told["had_happened"] == told["may_have_happened"] == []


def test_a_correction_is_no_late_news_whatever_its_date() -> None:
    """What is said of the record says nothing of its own day."""
    case = _at_risk()
    decision = decided(case, "at-risk-status-agreed")
    case.asks(CM, CorrectRecord(fact=decision, occurred=When("2026-03-09"), **CORRECTION))
    told = _after(case)
    assert names(told["said_of_it"]) == ["fact-corrected"]
    assert told["had_happened"] == []


def test_a_departure_confirmed_later_is_said_of_it() -> None:
    """Emergency first, sign-off after."""
    case, asked = opened(), DepartureAsked(reason="two deaths overnight", authorised_by="eve")
    case.takes(SPRG, "recommend_suspension", departure=asked)
    decision = case.last[0].id
    case.asks(DASS, ConfirmDeparture(fact=decision, reason="right at the time"))
    assert names(_after(case, "suspension-recommended")["said_of_it"]) == ["departure-confirmed"]


def test_what_was_later_said_of_a_fact_that_was_known_then() -> None:
    """The decision rested on it; what was corrected before the decision is not news."""
    case = opened()
    case.asks(CM, CorrectRecord(fact=case.facts[0].id, **CORRECTION))
    case.takes(SPRG, "agree_at_risk")
    case.asks(CM, CorrectRecord(fact=case.facts[0].id, **CORRECTION))
    case.asks(CM, _entry("later", "2026-03-02"))
    case.asks(CM, CorrectRecord(fact=case.last[0].id, **CORRECTION))
    (one,) = _after(case)["said_of_what_was_known"]
    assert (one["about"], one["version"]) == (1, 4)


def test_afterwards_says_up_to_which_position() -> None:
    """Design 9: the second part names the end of the record that it was made from."""
    case = _at_risk().asks(CM, _entry("a fall", "2026-03-09")).asks(CM, _entry("b", "2026-03-09"))
    decision = decided(case, "at-risk-status-agreed")
    for up_to, facts in ((FIRST + 1, 0), (FIRST + 2, 1), (FIRST + 3, 2), (FIRST + 99, 2)):
        told = read(dossier(case, decision, up_to))["afterwards"]
        assert (told["up_to"], told["facts_since"]) == (min(up_to, FIRST + 3), facts)


def _bound(case: Story, decision: str, **changed: object) -> Story:
    made = dossier(case, decided(case, decision))
    asked = RequestDossier(
        fact=decided(case, decision), up_to=made.up_to, sha256=made.digest
    ).model_copy(update=changed)
    return case.asks(CM, asked)


def test_a_bound_dossier_made_again_is_the_same() -> None:
    """Issue 4, item 6: its digest is bound where it was asked for; what comes later changes it not.

    Also when corrections and late news have come since.
    """
    case = _bound(_at_risk(), "at-risk-status-agreed")
    case.asks(CM, _entry("a fall", "2026-03-09"))
    case.asks(CM, CorrectRecord(fact=case.facts[0].id, **CORRECTION))
    (found,) = check(as_recorded(case.facts), library())
    assert (found.same, found.why) == (True, "")
    assert names(_after(case)["dossiers"]) == ["dossier-made"]
    assert _after(case)["said_of_it"] == []


def test_a_false_digest_is_found() -> None:
    """Whoever bound it said so; making it again shows what is true."""
    case = _bound(_at_risk(), "at-risk-status-agreed", sha256="ab" * 32)
    (found,) = check(as_recorded(case.facts), library())
    assert found.same is False
    true = dossier(case, decided(case, "at-risk-status-agreed"), FIRST + 1).digest
    assert found.why == f"made again, its SHA-256 is {true}"


def test_a_position_before_the_decision_is_found() -> None:
    """No dossier can have been made from a record that did not hold the decision yet."""
    case = _bound(_at_risk(), "at-risk-status-agreed", up_to=FIRST)
    (found,) = check(as_recorded(case.facts), library())
    assert found.same is False
    assert "up to position 101" in found.why


def test_without_that_version_of_the_procedure_nothing_is_judged() -> None:
    """Not the same bytes, for want of the procedure's words: that is no finding."""
    case = _bound(_at_risk(), "at-risk-status-agreed")
    (found,) = check(as_recorded(case.facts), {})
    assert found.same is None
    assert "is not at hand" in found.why


def test_a_dossier_is_asked_for_by_anyone_with_a_role_and_of_decisions_only() -> None:
    """It settles nothing; a stranger, an unknown fact and what is no decision are refused."""
    case = _at_risk().asks(CM, _entry("a fall", "2026-03-09"))
    entry = case.last[0].id
    asked = RequestDossier(fact=case.facts[1].id, up_to=FIRST, sha256="ab" * 32)
    assert case.refused(officer("Zoe"), asked).kind == "not your role"
    of_entry = asked.model_copy(update={"fact": entry})
    assert case.refused(CM, of_entry).where == "fact"
    of_nothing = asked.model_copy(update={"fact": case.case.id})
    assert case.refused(CM, of_nothing).kind == "not found"
    duties, stage = dict(case.case.duties), case.case.stage
    case.asks(CM, asked)
    assert (case.case.duties, case.case.stage) == (duties, stage)


def _view(case: Story) -> dict[int, dict[str, Any]]:
    (row,) = fold(VIEWS["afterwards"], case.facts).values()
    return {one["version"]: one for one in row["decisions"]}


def test_the_view_tells_late_news_and_what_was_said_of_each_decision() -> None:
    """The same judgement as in the dossier, for every decision of a case at once."""
    case = _at_risk()
    case.asks(CM, _entry("a fall", "2026-03-09")).asks(CM, _entry("a smell", "2026-03"))
    case.asks(CM, CorrectRecord(fact=case.facts[1].id, **CORRECTION))
    told = _view(case)
    assert list(told) == [1, 2, 5]
    assert [one["version"] for one in told[2]["recorded_late"]] == [3]
    assert [one["version"] for one in told[2]["may_have_happened"]] == [4]
    assert [one["version"] for one in told[2]["said_of_it"]] == [5]
    assert [one["version"] for one in told[1]["may_have_happened"]] == [4]
    assert told[5]["recorded_late"] == told[5]["said_of_it"] == []


def test_the_view_and_the_dossiers_agree() -> None:
    """For each decision of a long case."""
    case = suspended(nursing=True).at(2026, 4, 20)
    for what, occurred in (("a", "2026-03-10"), ("b", "2026-03"), ("c", "2026-03-31")):
        case.asks(CM, _entry(what, occurred))
    case.asks(CM, CorrectRecord(fact=decided(case, "suspension-signed-off"), **CORRECTION))
    for version, told in _view(case).items():
        after = read(dossier(case, case.facts[version - 1].id))["afterwards"]
        for place, name in (
            ("recorded_late", "had_happened"),
            ("may_have_happened", "may_have_happened"),
            ("said_of_it", "said_of_it"),
        ):
            assert [one["version"] for one in told[place]] == [
                one["version"] for one in after[name]
            ]


def test_then_hindsight_and_now_are_three_states() -> None:
    """What was known then, what is known of that moment now, and how the case stands now."""
    case = _at_risk()
    told = RecordHistory(
        item="a",
        kind="suspension",
        who="council",
        text="An embargo",
        source="a paper",
        occurred=When("2026-03-05"),
    )
    case.asks(CM, told).asks(CM, _entry("a fall", "2026-03-15"))
    found = compare(as_recorded(case.facts), decided(case, "at-risk-status-agreed"))
    assert found.then.stage == "Routine monitoring"
    assert found.hindsight_stage.answer == "Route 2: placements suspended"
    assert found.hindsight_colour.answer == "red"
    assert [one.fact.version for one in found.learnt] == [3]
    facts = found.as_data()
    assert [facts[part]["facts"] for part in ("known_then", "in_hindsight", "now")] == [1, 2, 4]
    assert facts["in_hindsight"]["beside"] == ["suspended"]


def test_hindsight_that_hangs_on_an_uncertain_date_is_not_guessed() -> None:
    """Design 5: "cannot be told", with the fact it hangs on."""
    case = _at_risk()
    told = RecordHistory(
        item="a",
        kind="suspension",
        who="council",
        text="An embargo",
        source="a paper",
        occurred=When("2026-03"),
    )
    found = compare(as_recorded(case.asks(CM, told).facts), decided(case, "at-risk-status-agreed"))
    assert found.hindsight_stage.answer is None
    assert "An embargo" in found.hindsight_stage.cannot_be_told
    assert "An embargo" in found.as_data()["in_hindsight"]["cannot_be_told"]
