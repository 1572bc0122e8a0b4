"""What was known when a decision was taken: from the facts before it, and nothing later."""

import json

import pytest
from dossier_given import FIRST, as_recorded, decided, dossier, names, read
from north_west import (
    CM,
    CQS,
    DASS,
    DMT,
    SPRG,
    SUSPEND,
    at_risk,
    awaiting_sign_off,
    opened,
    suspended,
)

from concerns.commands.command import DepartureAsked
from concerns.commands.correct_record import CorrectRecord
from concerns.commands.declare_interest import DeclareInterest
from concerns.commands.excuse_duty import ExcuseDuty
from concerns.commands.make_log_entry import MakeLogEntry
from concerns.commands.take_step import TakeStep
from concerns.dossier.advice import ADVICE, DISSENT
from concerns.dossier.dossier import make
from concerns.events import FACTS
from concerns.procedures.reader import library
from concerns.register import encode
from concerns.vocabulary import Evidence, Officer, Refusal
from concerns.when import When
from given import person, some_id

NO_NURSING = {"nursing_relevant": False}


def test_the_decision_stands_there_as_it_is_stored() -> None:
    """Design 9: who, role, clause, reason, evidence, choices, with position and digest."""
    case = awaiting_sign_off()
    seen = Evidence(title="Visit report", sha256="ab" * 32, said_by="observed")
    signing = TakeStep(
        step="sign_off_suspension",
        reason="not safe",
        evidence=(seen,),
        choices=NO_NURSING,
        details=SUSPEND,
    )
    (fact,) = case.asks(DASS, signing).last
    told = read(dossier(case, fact.id))["known_then"]["decision"]
    assert told["content"] == json.loads(encode(fact))
    assert told["content"]["choices"] == NO_NURSING
    assert told["content"]["evidence"][0]["title"] == "Visit report"
    assert (told["position"], told["version"]) == (FIRST + fact.version - 1, fact.version)
    assert told["recorded_at"].endswith("Z")


def test_both_names_stand_on_an_act_for_another() -> None:
    """Design 7: on whose behalf, under which delegation."""
    deputy = Officer(
        person=person("Don"),
        authority="northtown",
        roles=frozenset({"dass"}),
        on_behalf_of=person("Eve"),
        delegation="Leave cover",
    )
    case = awaiting_sign_off()
    case.takes(deputy, "sign_off_suspension", choices=NO_NURSING, **SUSPEND)
    by = read(dossier(case, case.last[0].id))["known_then"]["decision"]["content"]["by"]
    assert (by["person"]["name"], by["on_behalf_of"]["name"]) == ("Don", "Eve")
    assert by["delegation"] == "Leave cover"


def test_everything_before_it_and_nothing_after_is_what_was_known() -> None:
    """Design 9: exactly the facts recorded before it."""
    case = suspended()
    case.asks(CM, MakeLogEntry(log="risk", entry="later"))
    known = as_recorded(case.facts)
    for one in known:
        if one.fact.decision:
            told = read(make(known, one.fact.id, library()))["known_then"]
            before = [entry["version"] for entry in told["recorded_before"]]
            assert before == list(range(1, one.fact.version))


def test_the_procedures_words_are_those_of_the_version_that_allowed_it() -> None:
    """Design 9: the procedure's version and digest, and what the step says."""
    case = suspended()
    told = read(dossier(case, decided(case, "suspension-signed-off")))["known_then"]["procedure"]
    step = case.procedure.steps["sign_off_suspension"]
    assert (told["version"], told["digest"]) == (case.procedure.version, case.procedure.digest)
    assert told["words"]["title"] == step.title
    assert told["words"]["by"] == ["Director of Adult Social Services"]
    assert told["words"]["together_with"][0]["where"] == "nursing_relevant"
    assert set(step.requirement) == set(told["requirements"])


def test_another_version_of_the_procedure_lends_no_words() -> None:
    """Words of today are not those that the decider had before them."""
    case = suspended()
    changed = case.procedure.model_copy()
    changed.sealed("ab" * 32)
    made = make(
        as_recorded(case.facts),
        decided(case, "suspension-signed-off"),
        {changed.procedure: changed},
    )
    told = read(made)["known_then"]["procedure"]
    assert told["words"] is None
    assert told["digest"] == library()["north-west-routes"].digest


def test_a_duty_excused_is_told_with_the_duty() -> None:
    """Every decision has a rule: an excuse has the duty that it excuses."""
    case = at_risk()
    duty = next(iter(case.case.duties.values()))
    case.asks(SPRG, ExcuseDuty(duty=duty.id, reason="settled otherwise"))
    words = read(dossier(case, case.last[0].id))["known_then"]["procedure"]["words"]
    assert words["title"] == duty.what


def test_an_act_of_every_procedure_is_told_with_those_who_may() -> None:
    """A correction is a decision too; its rule is who may correct."""
    case = at_risk()
    correction = CorrectRecord(
        fact=case.facts[1].id, wrong="three", right="four", reason="miscounted"
    )
    (fact,) = case.asks(CM, correction).last
    words = read(dossier(case, fact.id))["known_then"]["procedure"]["words"]
    assert words["title"] == "correct record"
    assert case.procedure.role_title(fact.by.role) in words["by"]


def test_who_advised_and_who_signed_before() -> None:
    """Recommendation, consideration and the first of two signatures; each by its number."""
    case = suspended(nursing=True)
    told = read(dossier(case, decided(case, "suspension-signed-off")))["known_then"]
    of = {one["version"]: one for one in told["recorded_before"]}
    assert {"suspension-recommended", "suspension-considered"} <= set(
        names([of[one] for one in told["advice"]])
    )
    assert names([of[one] for one in told["signatures"]]) == ["signature-given"]
    (first,) = told["signatures"]
    assert of[first]["content"]["by"]["role"] == "dass"


def test_a_signature_used_up_by_a_new_stage_is_not_counted() -> None:
    """What was signed for a decision as it stood then does not count for a later one."""
    relevant = {"nursing_relevant": True}
    case = awaiting_sign_off().takes(DASS, "sign_off_suspension", choices=relevant, **SUSPEND)
    case.takes(DMT, "refuse_suspension_extend_route_1", rationale_reviewed="too thin")
    asked = DepartureAsked(reason="two deaths overnight")
    case.takes(DASS, "sign_off_suspension", choices=NO_NURSING, departure=asked, **SUSPEND)
    told = read(dossier(case, decided(case, "suspension-signed-off")))["known_then"]
    assert told["signatures"] == []
    of = {one["version"]: one for one in told["recorded_before"]}
    assert "signature-given" in names(list(of.values()))


def test_who_said_no() -> None:
    """Dissent stays in sight of whoever decides next."""
    case = awaiting_sign_off()
    case.takes(DASS, "refuse_suspension_extend_route_1", rationale_reviewed="too thin")
    case.asks(SPRG, ExcuseDuty(duty=next(iter(case.case.duties)), reason="settled otherwise"))
    told = read(dossier(case, case.last[0].id))["known_then"]
    of = {one["version"]: one for one in told["recorded_before"]}
    assert names([of[one] for one in told["dissent"]]) == ["suspension-not-endorsed"]


def test_the_last_word_on_each_persons_interests() -> None:
    """A declaration replaces the same person's earlier one and nobody else's."""
    case = opened()
    case.asks(CM, DeclareInterest(interest="my sister works there", conflict=False))
    case.asks(SPRG, DeclareInterest(interest="none", conflict=False))
    case.asks(CM, DeclareInterest(interest="she left in January", conflict=False))
    case.takes(SPRG, "agree_at_risk")
    told = read(dossier(case, case.last[0].id))["known_then"]
    assert told["interests"] == [3, 4]


def test_documents_with_who_vouches_for_them() -> None:
    """What is assured by the provider is not yet observed (design 3)."""
    case = opened()
    told = Evidence(title="Manager's letter", said_by="assured by the provider")
    entry = MakeLogEntry(log="risk", entry="night staff", evidence=(told,))
    case.asks(CM, entry).takes(SPRG, "agree_at_risk")
    found = read(dossier(case, case.last[0].id))["known_then"]["documents"]
    assert found == [
        {"version": 2, "title": "Manager's letter", "said_by": "assured by the provider"}
    ]


def test_how_the_case_stood_is_told_from_before_the_decision() -> None:
    """Stage, colour and what ran beside it, not those that the decision left."""
    case = opened().takes(SPRG, "agree_at_risk")
    told = read(dossier(case, case.last[0].id))["known_then"]
    standing, left = told["standing"], told["decision"]["content"]["consequence"]
    assert (standing["stage_label"], standing["colour"]) == ("Routine monitoring", None)
    assert (standing["beside"], standing["open"]) == ([], True)
    assert left["rag"]["colour"] == "amber"


def test_before_the_first_decision_nothing_stood() -> None:
    """The opening of a case has a dossier as well."""
    case = opened()
    told = read(dossier(case, case.facts[0].id))["known_then"]
    assert told["recorded_before"] == []
    assert (told["standing"]["stage"], told["standing"]["duties"]) == (None, [])


def test_what_was_late_on_the_day_of_the_decision() -> None:
    """Counted to the decision's own day and not to today."""
    case = at_risk().at(2026, 4, 20)
    case.takes(CQS, "report_progress", summary="nothing done")
    case.takes(SPRG, "assess_no_compliance")
    told = read(dossier(case, case.last[0].id))["known_then"]["standing"]
    late = {one["duty"]["key"]: one for one in told["duties"] if one["overdue"]}
    assert late
    for one in late.values():
        due = When(one["duty"]["due"]).earliest
        assert one["days_late"] == (When("2026-04-20").earliest - due).days > 0


def test_lateness_on_an_uncertain_day_is_not_guessed() -> None:
    """A decision of "some day in March 2026" may be before or after what was due on the 9th."""
    case = at_risk().at(2026, 4, 20)
    duties = {one.due for one in case.case.duties.values() if one.due}
    assert any(due and due.startswith("2026-03") for due in duties)
    case.takes(CQS, "report_progress", summary="nothing done")
    case.takes(SPRG, "assess_no_compliance", occurred="2026-03")
    told = read(dossier(case, case.last[0].id))["known_then"]
    assert told["taken"] == {"earliest": "2026-03-01", "latest": "2026-03-31"}
    of_march = [
        one
        for one in told["standing"]["duties"]
        if (one["duty"].get("due") or "").startswith("2026-03")
    ]
    assert of_march
    assert {one["overdue"] for one in of_march} == {None}
    assert {one["days_late"] for one in of_march} == {None}


def test_a_decision_is_not_taken_after_it_was_recorded() -> None:
    """An open date ends with the day on which the record came to hold it."""
    case = opened().takes(SPRG, "agree_at_risk", occurred="2026-03-02/..")
    made = dossier(case, case.last[0].id)
    assert read(made)["known_then"]["taken"]["latest"] == "2026-03-02"


def test_what_was_corrected_by_then_is_told_as_known() -> None:
    """The decider could see that an earlier fact was wrong."""
    case = opened()
    case.asks(
        CM, CorrectRecord(fact=case.facts[0].id, wrong="three", right="four", reason="miscounted")
    )
    case.takes(SPRG, "agree_at_risk")
    assert read(dossier(case, case.last[0].id))["known_then"]["corrections"] == [2]


def test_facts_of_after_a_back_dated_decision_are_marked() -> None:
    """Recorded before it and yet younger than the day that the decision bears."""
    case = opened().at(2026, 3, 20)
    case.asks(CM, MakeLogEntry(log="risk", entry="a fall", occurred=When("2026-03-18")))
    case.asks(CM, MakeLogEntry(log="risk", entry="a smell", occurred=When("2026-03")))
    case.takes(SPRG, "agree_at_risk", occurred="2026-03-10")
    told = read(dossier(case, case.last[0].id))["known_then"]
    assert told["happened_later"] == [2]
    assert told["may_have_happened_later"] == [3]


def test_a_departure_stands_with_its_rules() -> None:
    """Design 3: marked for ever, with whoever authorised it."""
    case = opened()
    asked = DepartureAsked(reason="two deaths overnight")
    case.takes(DASS, "sign_off_suspension", choices=NO_NURSING, departure=asked, **SUSPEND)
    told = read(dossier(case, case.last[0].id))["known_then"]["decision"]["content"]["departure"]
    assert told["reason"] == "two deaths overnight"
    assert told["rules"]


def test_only_a_decision_has_a_dossier() -> None:
    """A log entry is none, and neither is what the case does not hold."""
    case = opened().asks(CM, MakeLogEntry(log="risk", entry="a fall"))
    with pytest.raises(Refusal, match="is no decision") as no:
        dossier(case, case.last[0].id)
    assert no.value.kind == "not understood"
    with pytest.raises(Refusal, match="holds no fact") as unknown:
        dossier(case, some_id())
    assert unknown.value.kind == "not found"


def test_a_position_before_the_decision_holds_no_dossier_of_it() -> None:
    """Up to there nobody had decided it."""
    case = suspended()
    with pytest.raises(Refusal, match="up to position 101"):
        dossier(case, decided(case, "suspension-signed-off"), FIRST)


@pytest.mark.parametrize(
    ("ending", "kinds"),
    [
        ("recommended", ADVICE),
        ("considered", ADVICE),
        ("advice-taken", ADVICE),
        ("declined", DISSENT),
        ("not-endorsed", DISSENT),
        ("not-verified", DISSENT),
    ],
)
def test_every_fact_that_advises_or_says_no_counts(ending: str, kinds: tuple[type, ...]) -> None:
    """A fact added later must be counted too; its name says what it is."""
    named = {kind for name, kind in FACTS.items() if name.partition("/")[0].endswith(ending)}
    assert named
    assert named <= set(kinds)


def test_the_meeting_that_considered_is_not_the_one_that_decides() -> None:
    """Whoever considered a report stands among the advice."""
    case = awaiting_sign_off().takes(DASS, "sign_off_suspension", choices=NO_NURSING, **SUSPEND)
    told = read(dossier(case, case.last[0].id))["known_then"]
    of = {one["version"]: one for one in told["recorded_before"]}
    assert DMT.person.name in {of[one]["content"]["by"]["person"]["name"] for one in told["advice"]}
