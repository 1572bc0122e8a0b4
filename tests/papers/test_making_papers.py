"""What a paper says, when there is none, and what it says of facts that did not stand."""

from uuid import UUID

import pytest
from derby_case import CARA, MEETING, failure_active, failure_plan_running, final_plan
from north_west import CM, DASS, SPRG, at_risk, awaiting_sign_off, suspended
from paper_stories import (
    FIRST,
    defined,
    lifted_plainly,
    lifted_with_conditions,
    made,
    recorded,
    words,
)

from concerns.commands.annul_decision import AnnulDecision
from concerns.commands.correct_record import CorrectRecord
from concerns.commands.list_people import ListPeople
from concerns.commands.make_log_entry import MakeLogEntry
from concerns.commands.record_move import RecordMove
from concerns.commands.report_item_done import ReportItemDone
from concerns.events import AtRiskStatusAgreed, PlanAgreed, SuspensionSignedOff
from concerns.papers.making import available, make
from concerns.papers.paper import Listing, Paper, Prose, Table
from concerns.procedures.reader import library
from concerns.vocabulary import Refusal
from given import Story, officer, plan


def _fact(story: Story, kind: type) -> UUID:
    return next(one.id for one in reversed(story.facts) if isinstance(one, kind))


def _table(paper: Paper, heading: str) -> Table:
    (found,) = (one for one in paper.sections if one.heading == heading)
    assert isinstance(found, Table)
    return found


def test_a_letter_says_what_was_decided() -> None:
    """NWR-FM-01, NWR-NT-01, NWR-TL-01, NWR-TL-02: concerns, reason, time limits, no reporter."""
    paper = made(at_risk(), "at_risk_letter")
    assert paper.to == "Acme Care Ltd"
    said = words(paper)
    assert "On 2 March 2026 the council's Strategic Provider Risk Group" in said
    assert "as the panel found" in said
    assert "5 working days after this letter" in said
    assert "4 weeks after delivery" in said
    assert _table(paper, "The concerns").rows == (("2 March 2026", "three alerts"),)
    assert "Ann" not in said


def test_there_is_no_letter_about_what_has_not_happened() -> None:
    """NWR-FM-03, AMB-NWR-02: no suspension letter before the sign-off, and never an empty one."""
    with pytest.raises(Refusal) as no:
        made(awaiting_sign_off(), "suspension_letter")
    assert "“Sign off the suspension of placements” has not been done" in no.value.why
    assert "NWR-FM-03" in no.value.clause


def test_a_first_signature_is_not_the_decision() -> None:
    """NWR-RO-12, NWR-SR-02: half signed, there is no letter; both signed, it names both."""
    terms = {"scope": "all", "basis": "clause 14", "choices": {"nursing_relevant": True}}
    half = awaiting_sign_off().takes(DASS, "sign_off_suspension", **terms)
    with pytest.raises(Refusal, match="has not been done"):
        made(half, "suspension_letter")
    said = words(made(suspended(nursing=True), "suspension_letter"))
    assert "Eve (Director of Adult Social Services) and Fay (Director of Quality" in said


def test_a_suspension_letter_carries_scope_and_plan() -> None:
    """NWR-FM-03, NWR-ST-13, NWR-SR-07: what is suspended, on what basis, with the timescales."""
    story = suspended().takes(CM, "issue_suspension_plan", **plan("2026-06-30", "staffing"))
    paper = made(story, "suspension_letter")
    assert "What is suspended: all new placements" in words(paper)
    rows = _table(paper, "Improvement plan and its timescales").rows
    assert rows == (("staffing", "put right", "manager", "30 June 2026"),)


def test_a_plain_lifting_says_nothing_of_conditions() -> None:
    """NWR-FM-04, NWR-SR-04: one definition; conditions stand in it only where there are some."""
    assert "ondition" not in words(made(lifted_plainly(), "lifting_letter"))
    paper = made(lifted_with_conditions(), "lifting_letter")
    assert _table(paper, "Conditions").rows == (("two nurses on nights", "1 July 2026"),)


def test_an_empty_log_is_refused_in_words() -> None:
    """DER-RC-01, DER-RC-09: a log without entries is not a page with a heading."""
    with pytest.raises(Refusal, match="nothing has been entered in the risk log"):
        made(final_plan(), "risk_log")
    with pytest.raises(Refusal, match="in the request log of the Concerns Response Manager"):
        made(final_plan(), "crm_request_log")


def test_a_correction_is_noted_and_marked() -> None:
    """X-RC: whoever reads the letter sees that a fact in it was corrected, by whom and why."""
    story = at_risk()
    wrong = CorrectRecord(
        fact=_fact(story, AtRiskStatusAgreed), wrong="2 March", right="1 March", reason="minutes"
    )
    before, paper = made(story, "at_risk_letter"), made(story.asks(SPRG, wrong), "at_risk_letter")
    assert before.warnings == ()
    (note,) = paper.warnings
    assert note.startswith("Note 1. “Agreed that the provider is at risk of suspension”")
    assert "was corrected: “2 March” should read “1 March”" in note
    assert "minutes" in note
    assert paper.title.endswith("[note 1]")


def test_a_correction_of_another_fact_is_not_told_to_the_provider() -> None:
    """Only what the paper was made from is noted: the rest of the record is not its matter."""
    story = at_risk()
    wrong = CorrectRecord(
        fact=_fact(story, PlanAgreed), wrong="Cal", right="Cas", reason="misspelt"
    )
    story.asks(SPRG, wrong)
    assert made(story, "at_risk_letter").warnings == ()
    assert len(made(story, "improvement_plan").warnings) == 1
    assert len(made(story, "decision_log").warnings) == 1


def test_an_annulled_decision_is_noted() -> None:
    """A court annulled it: the letter can still be made, and says so before anything else."""
    story = suspended()
    annulled = AnnulDecision(
        fact=_fact(story, SuspensionSignedOff), annulled_by="the High Court", reason="no notice"
    )
    (note,) = made(story.asks(DASS, annulled), "suspension_letter").warnings
    assert "was annulled by the High Court" in note


def test_a_paper_about_an_earlier_plan_says_that_it_was_overtaken() -> None:
    """NWR-PL-01: the older plan as it stood until it was replaced, and a visible note."""
    story = suspended()
    story.takes(CM, "issue_suspension_plan", **plan("2026-06-30", "staffing"))
    versions = [one.version for one in story.facts if isinstance(one, PlanAgreed)]
    older = made(story, "improvement_plan", of=versions[1])
    assert "has been overtaken" in older.warnings[0]
    assert _table(older, "What is to be put right").rows[0][1] == "medicines"
    newer = made(story, "improvement_plan")
    assert newer.warnings == ()
    assert _table(newer, "What is to be put right").rows[0][1] == "staffing"


def test_a_version_that_is_no_occasion_is_refused() -> None:
    """It says which versions the paper can be about."""
    story = at_risk()
    with pytest.raises(Refusal, match="it can be about version 2") as no:
        made(story, "at_risk_letter", of=1)
    assert no.value.kind == "not found"


def test_lines_done_and_verified_stand_in_the_plan() -> None:
    """DER-PL-02, DER-CRM-D2, DER-CRM-D3: each line with what became of it."""
    story = final_plan()
    story.asks(CARA, ReportItemDone(plan="final_action_plan", item="1", how="rota seen"))
    row = _table(made(story, "final_action_plan"), "Actions").rows[0]
    assert row[-2:] == ("9 March 2026: rota seen", "not yet")


def test_the_failure_managers_confirmation_names_options_and_actions() -> None:
    """DER-RP-04, DER-NT-14, DER-MT-11, DER-PL-03: options by the names the document gives."""
    story = failure_plan_running(failure_active())
    paper = made(story, "pfm_confirmation")
    (options,) = (one for one in paper.sections if isinstance(one, Listing))
    assert options.points == ("Reserve services somewhere else suitable",)
    assert len(_table(paper, "Actions, those for safety and well-being included").rows) == 2
    assert "families first" in words(paper)


def test_minutes_hold_the_actions_of_their_own_process() -> None:
    """DER-RC-08: present, absent, results, and the log entries of the process in hand."""
    story = final_plan().asks(CARA, MakeLogEntry(log="action", entry="call CQC", owner="Cara"))
    story.at(2026, 3, 23).takes(CARA, "reconvene_process_1_meeting", **MEETING)
    paper = made(story, "minutes")
    assert paper.title == "Minutes: Final Concerns Response Meeting, reconvened, Elm House"
    assert [row[1] for row in _table(paper, "Actions").rows] == [
        "call CQC", "medicines: put right"
    ]  # fmt: skip
    assert _table(paper, "Present").rows == (("CQC", "the inspector", "the last report"),)


def test_a_paper_dates_itself_by_the_record() -> None:
    """Position and recording time of the last fact taken into account; no other date is made up."""
    story = at_risk()
    paper = made(story, "at_risk_letter")
    made_from = dict(paper.made_from)
    last = FIRST + len(story.facts) - 1
    assert made_from["Record position"] == f"{last}, recorded 2026-03-02T09:04:00Z"
    assert made_from["Case"] == str(story.case.id)
    assert made_from["SHA-256 of the procedure"] == story.procedure.digest
    assert made_from["SHA-256 of the text"] == defined("north-west-routes")["at_risk_letter"].digest


def test_a_paper_as_known_earlier_does_not_know_what_came_later() -> None:
    """Facts after the position are not in it."""
    story = at_risk()
    definition = defined("north-west-routes")["decision_log"]
    early = make("decision_log", definition, recorded(story.facts)[:2], story.procedure)
    assert "Agreed the Improvement Plan" not in words(early)
    assert "Agreed the Improvement Plan" in words(made(story, "decision_log"))


def test_another_version_of_the_procedure_is_said() -> None:
    """Labels could differ from those that the officers saw: the paper says so."""
    story = at_risk()
    other = story.procedure.model_copy().sealed("ab" * 32)
    paper = make(
        "at_risk_letter",
        defined("north-west-routes")["at_risk_letter"],
        recorded(story.facts),
        other,
    )
    assert "another version of its procedure" in paper.warnings[0]
    assert dict(paper.made_from)["SHA-256 of the procedure"] == story.procedure.digest


def test_what_is_missing_is_said_and_never_guessed() -> None:
    """NWR-RP-01, NWR-PL-02, AMB-NWR-12: a report before its plan says that it is not complete."""
    story = awaiting_sign_off()
    until = next(n for n, one in enumerate(story.facts) if one.name == "suspension-recommended/1")
    definition = defined("north-west-routes")["suspension_report"]
    paper = make(
        "suspension_report", definition, recorded(story.facts)[: until + 1], story.procedure
    )
    table = _table(paper, "Improvement plan for the suspended provider")
    assert table.rows == ()
    assert "not complete without it" in table.empty
    assert not [one for one in paper.sections if isinstance(one, Prose) and not one.heading]


def test_the_occasions_of_a_paper_are_listed() -> None:
    """What can be made now, about which facts; and why not the rest."""
    story = at_risk()
    found = available(
        defined("north-west-routes")["at_risk_letter"], recorded(story.facts), story.procedure
    )
    assert [fact.name for fact in found.about] == ["at-risk-status-agreed/1"]
    none = available(
        defined("north-west-routes")["lifting_letter"], recorded(story.facts), story.procedure
    )
    assert none.why_not is not None
    assert none.about == ()


def test_nothing_is_made_of_a_case_that_nobody_knew() -> None:
    """As known before it was opened there is no case, so no paper."""
    with pytest.raises(Refusal, match="nothing was known"):
        make("x", defined("derby")["risk_log"], [], library()["derby"])


def test_moves_stand_in_the_movement_log() -> None:
    """DER-RC-10: a recorded move is an entry, by reference, with how the new service stood."""
    story = failure_plan_running(failure_active()).at(2026, 4, 20)
    move = RecordMove(
        person="R12",
        from_service="Elm House",
        to_service="Oak House",
        at="14:00",
        receiving_status="no concerns known",
        within_working_hours=True,
    )
    who = officer("Lena", "lead_commissioner")
    story.asks(who, ListPeople(people=("R7", "R12"))).asks(who, move)
    paper = made(story, "movement_log")
    (row,) = _table(paper, "Moves").rows
    assert row[1].startswith("R12: Elm House to Oak House, 14:00")
    assert "no concerns known" in row
    became = {person: what for person, what, *_ in _table(paper, "What became of each person").rows}
    assert became == {"R7": "not recorded yet", "R12": "moved to Oak House"}
