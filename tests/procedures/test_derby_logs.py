"""The logs that Derby's two managers keep: each holds its own process and nothing else."""

from typing import Any

import pytest
from derby_case import (
    CARA,
    DIRECTOR,
    MEETING,
    PAUL,
    QMO,
    THREE,
    alerted,
    failure_plan_running,
    final_plan,
)

from concerns.commands.make_log_entry import MakeLogEntry
from concerns.events import SignatureGiven
from concerns.procedures.reader import library
from concerns.projections import VIEWS, fold
from given import Story, officer

DERBY = library()["derby"]
OUTSIDER = officer("Otto", "service_manager")


def _whole() -> Story:
    """From an alert through both processes to the debrief, with entries in the logs."""
    case = final_plan()
    case.asks(CARA, MakeLogEntry(log="request", entry="rotas asked for"))
    case.asks(CARA, MakeLogEntry(log="decision", entry="agency nurses may be used"))
    case.takes(CARA, "reconvene_process_1_meeting", **MEETING).takes(CARA, "recommend_escalation")
    for who in THREE:
        case.takes(who, "decide_decommissioning", health_leads="agreed")
    for who in THREE:
        case.takes(who, "activate_after_decommissioning", in_liaison_with="both")
    failure_plan_running(case)
    case.asks(PAUL, MakeLogEntry(log="action", entry="call the families", owner="Paul"))
    case.takes(PAUL, "hold_progress_meeting", **MEETING).takes(PAUL, "end_provider_failure")
    return case.takes(DIRECTOR, "hold_lessons_review", lessons="ask early", referred_to_board=False)


def _in_log(case: Story, view: str, keeper: str) -> list[str]:
    """The steps whose facts stand in a manager's log; of a plan's line, what it says."""
    rows = fold(VIEWS[view], case.facts)
    steps: dict[str, str] = {str(fact.id): fact.clause.step for fact in case.facts}
    kept = {key: row for key, row in rows.items() if keeper in row["log_of"]}
    return [steps[key] if key in steps else row["entry"] for key, row in kept.items()]


def test_the_response_managers_log_holds_the_decisions_of_process_1() -> None:
    """DER-RC-02, DER-RC-07, DER-CRM-D7, DER-CRM-D8: all of them, signatures too, and no others."""
    assert _in_log(_whole(), "decision-log", "crm") == [
        "instigate_process_1",
        "appoint_crm_lead_commissioner_major",
        "hold_process_1_meeting",
        "agree_final_action_plan",
        "make_log_entry",
        "reconvene_process_1_meeting",
        "recommend_escalation",
        *["decide_decommissioning"] * 3,
        *["activate_after_decommissioning"] * 3,
    ]


def test_the_failure_managers_log_holds_the_decisions_of_process_2() -> None:
    """DER-RC-05, DER-RC-07, DER-PFM-D7, DER-PFM-D8: from activation with all its signatures."""
    assert _in_log(_whole(), "decision-log", "pfm") == [
        *["activate_after_decommissioning"] * 3,
        "appoint_pfm_nominated",
        "hold_failure_meeting",
        "agree_failure_plan",
        "hold_progress_meeting",
        "end_provider_failure",
    ]


def test_each_manager_keeps_requests_and_actions_too() -> None:
    """DER-RC-01, DER-RC-03, DER-RC-04, DER-RC-06: a line of the plan is an action already."""
    case = _whole()
    assert _in_log(case, "logs", "crm") == [
        "medicines: put right",
        "make_log_entry",
        "make_log_entry",
    ]
    pfm = _in_log(case, "logs", "pfm")
    assert pfm[-1] == "make_log_entry"


@pytest.mark.parametrize("log", ["risk", "movement"])
def test_risks_and_moves_are_logged_at_every_stage(log: Any) -> None:
    """DER-RC-09, DER-RC-10: from the alert on, by those who act in the case."""
    entry = MakeLogEntry(log=log, entry="two people to Oak Lodge")
    assert alerted().refused(OUTSIDER, entry).kind == "not your role"
    rows = fold(VIEWS["logs"], alerted().asks(QMO, entry).facts)
    assert [(row["log"], row["entry"]) for row in rows.values()] == [(log, entry.entry)]


def test_every_decision_is_in_the_log_of_the_process_it_was_made_in() -> None:
    """DER-RC-07: worked out again from the stages before and after each decision."""
    case, stage = _whole(), ""
    for fact in case.facts:
        after = fact.consequence.stage or stage
        logs = [DERBY.stages[one].log_of for one in (stage, after) if one]
        if fact.decision and not isinstance(fact, SignatureGiven):
            held = tuple(dict.fromkeys(one for one in logs if one))
            assert fact.consequence.log_of == held, str(fact)
        stage = after
