"""Blackpool's Action Plan: agreed with the service, and followed line by line."""

from typing import Any

import pytest
from blackpool_case import (
    ACTION_PLAN,
    AGREED,
    CCG,
    LINE,
    MEETING,
    OFFICER,
    PMM,
    SUMMIT,
    TEAM,
    chosen,
    due,
    meeting_held,
    plan_running,
    reviewed,
    suspended,
)

from concerns.commands.end_plan import EndPlan
from concerns.commands.move_item_on import MoveItemOn
from concerns.commands.note_on_item import NoteOnItem
from concerns.commands.report_item_done import ReportItemDone
from concerns.commands.verify_item import VerifyItem
from concerns.events import PlanAgreed, PlanItemMovedOn

# --- agreed ---------------------------------------------------------------------------------------


def test_a_plan_is_agreed_once_it_is_asked_for_and_not_before() -> None:
    """BLA-ST-17, BLA-RS-01, BLA-PL-02, AMB-BLA-20: asked for by the summit, agreed by the team."""
    case = chosen("action_plan")
    refusal = case.refuses(TEAM, "agree_action_plan", choices=AGREED, **ACTION_PLAN)
    assert "Action Plan asked for" in refusal.why
    case.takes(SUMMIT, "request_action_plan")
    case.takes(TEAM, "agree_action_plan", choices=AGREED, **ACTION_PLAN)
    assert (case.case.stage, case.case.overlays) == ("action_plan_running", set())


@pytest.mark.parametrize("missing", sorted(AGREED))
def test_a_plan_is_made_in_partnership_with_the_ccgs_own_plans_in_it(missing: str) -> None:
    """BLA-PL-01, BLA-PL-02, BLA-PL-03, BLA-ST-17: both are said, and a no stands in the way."""
    case = chosen().takes(SUMMIT, "request_action_plan")
    answers = {**AGREED, missing: False}
    refusal = case.refuses(TEAM, "agree_action_plan", choices=answers, **ACTION_PLAN)
    assert "is yes" in refusal.why


def test_an_agreed_plan_has_its_review_date() -> None:
    """BLA-TL-02, BLA-ST-17: Tuesday 7 April 2026, the day after Easter Monday; never left open."""
    assert due(plan_running(), "plan_review") == "2026-04-07"
    case = chosen().takes(SUMMIT, "request_action_plan")
    undated = {key: one for key, one in ACTION_PLAN.items() if key != "follow_up_on"}
    refusal = case.refuses(TEAM, "agree_action_plan", choices=AGREED, **undated)
    assert refusal.where == "follow_up_on"


@pytest.mark.parametrize("missing", ["action", "owner", "due", "area", "id"])
def test_each_line_says_what_who_and_by_when(missing: str) -> None:
    """BLA-TL-03, BLA-FM-06: a line without them is refused, and the place is named."""
    case = chosen().takes(SUMMIT, "request_action_plan")
    line = {**LINE, "due": "2026-03-31"}
    faulty: dict[str, Any] = {
        **ACTION_PLAN,
        "items": [{key: one for key, one in line.items() if key != missing}],
    }
    refusal = case.refuses(TEAM, "agree_action_plan", choices=AGREED, **faulty)
    assert refusal.where == f"items.0.{missing}"


def test_a_line_holds_the_source_the_providers_answer_and_the_measure() -> None:
    """BLA-FM-06, AMB-BLA-23: the source is a field of its own beside the concern's number."""
    line = {**LINE, "due": "2026-03-31", "source": "CQC", "response": "agreed", "measure": "audit"}
    case = chosen().takes(SUMMIT, "request_action_plan")
    told: dict[str, Any] = {**ACTION_PLAN, "items": [line]}
    case.takes(TEAM, "agree_action_plan", choices=AGREED, **told)
    found = case.last[0]
    assert isinstance(found, PlanAgreed)
    one = found.items[0]
    assert (one.source, one.response, one.measure) == ("CQC", "agreed", "audit")


def test_a_second_plan_waits_until_the_first_has_ended() -> None:
    """BLA-ST-17, BLA-PL-04: one current Action Plan at a time."""
    case = reviewed(plan_running()).takes(TEAM, "escalate_to_risk_summit")
    chosen("action_plan", case=case).takes(SUMMIT, "request_action_plan")
    refusal = case.refuses(TEAM, "agree_action_plan", choices=AGREED, **ACTION_PLAN)
    assert "running already" in refusal.why
    case.asks(TEAM, EndPlan(plan="action_plan", outcome="superseded", reason="a new one"))
    case.takes(TEAM, "agree_action_plan", choices=AGREED, **ACTION_PLAN)


def test_after_a_summit_the_plan_may_run_on_as_it_is() -> None:
    """BLA-ST-19, BLA-PL-04: only where one was agreed, and only when the summit has decided."""
    assert "let_action_plan_run_on" not in suspended().permitted(SUMMIT)
    case = reviewed(plan_running()).takes(TEAM, "escalate_to_risk_summit")
    assert "let_action_plan_run_on" not in case.permitted(SUMMIT)
    chosen("warning", case=case).takes(SUMMIT, "let_action_plan_run_on")
    assert case.case.stage == "action_plan_running"


def test_an_action_plan_can_follow_from_the_performance_meeting() -> None:
    """BLA-ST-17, BLA-OUT-M: with no Risk Summit behind it."""
    case = meeting_held().takes(PMM, "request_action_plan_at_meeting")
    case.takes(TEAM, "agree_action_plan", choices=AGREED, **ACTION_PLAN)
    assert case.case.stage == "action_plan_running"
    assert "hold_performance_meeting" not in case.permitted(PMM)
    assert MEETING["present"]


# --- done, verified, moved on ---------------------------------------------------------------------


def test_done_and_verified_are_two_facts() -> None:
    """BLA-PL-04, BLA-RC-05: what was reported done is looked at before it counts."""
    case = plan_running()
    early = VerifyItem(plan="action_plan", item="1", effective=True, reason="seen")
    assert "has not been recorded as done" in case.refused(CCG, early).why
    case.asks(TEAM, ReportItemDone(plan="action_plan", item="1", how="audited each round"))
    case.asks(CCG, early)
    assert not case.case.plans["action_plan"].current


@pytest.mark.parametrize(
    ("next_step", "action", "due_on"),
    [
        ("carried forward", "", "2026-06-01"),
        ("changed and carried forward", "audit every second round", "2026-06-01"),
        ("no longer required or superseded", "", None),
    ],
)
def test_a_line_has_one_of_three_next_steps(
    next_step: Any, action: str, due_on: str | None
) -> None:
    """BLA-FM-07, BLA-TL-03: carried forward with or without change, or not needed any more."""
    asked = MoveItemOn(
        plan="action_plan", item="1", next_step=next_step, action=action, due=due_on, reason="late"
    )
    case = plan_running().asks(TEAM, asked)
    assert isinstance(case.last[0], PlanItemMovedOn)
    assert case.case.plans["action_plan"].current is (due_on is not None)


def test_a_changed_action_says_what_it_is_now() -> None:
    """BLA-FM-07: refused while it is blank; and only by those who verify."""
    changed: Any = {"plan": "action_plan", "item": "1", "next_step": "changed and carried forward"}
    case = plan_running()
    assert case.refused(TEAM, MoveItemOn(**changed, reason="late")).where == "action"
    assert case.refused(PMM, MoveItemOn(**changed, action="x", reason="y")).kind == "not your role"


def test_progress_is_noted_line_by_line_and_on_no_line_that_is_not_there() -> None:
    """BLA-FM-08, BLA-FM-09, BLA-TL-04: Progress & Notes, of the Action Plan as of the others."""
    case = plan_running().asks(OFFICER, NoteOnItem(plan="action_plan", item="1", note="halfway"))
    assert "halfway" in str(case.last[0])
    wrong = NoteOnItem(plan="action_plan", item="9", note="?")
    assert case.refused(OFFICER, wrong).where == "item"
