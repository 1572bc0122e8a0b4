"""Blackpool's suspension of new placements: decided, approved for the press, reviewed, lifted."""

from typing import Any

import pytest
from blackpool_case import (
    ACTION_PLAN,
    AGREED,
    CCG,
    CCG_LEAD,
    DASS,
    MEETING,
    PORTFOLIO,
    SUMMIT,
    SUSPENSION,
    TEAM,
    chosen,
    due,
    lines,
    owed,
    plan_running,
    prepared,
    reviewed,
    suspended,
    tell,
)

from concerns.events import ReportIssued, SignatureGiven, SuspensionSignedOff
from given import Story, officer

STATEMENT = {"summary": "no new residents for now; people are safe"}
IT_IS_THERE = {"investigation_or_improvement_is_there": True}


def _planning() -> Story:
    """The summit chose to suspend; the plan is yet to be agreed."""
    return chosen("suspension")


# --- the decision ---------------------------------------------------------------------------------


def test_placements_are_suspended_when_everything_is_prepared() -> None:
    """BLA-ST-20, BLA-RS-05, BLA-ACT-09: reviewed on Tuesday 7 April 2026, after Easter Monday."""
    case = suspended()
    assert isinstance(case.last[0], SuspensionSignedOff)
    assert (case.case.stage, case.case.overlays) == ("suspended", {"suspended"})
    assert due(case, "suspension_review") == "2026-04-07"
    assert case.case.rag is None


@pytest.mark.parametrize(
    ("left_out", "why"),
    [
        ("plan", "Agree the Suspension Plan"),
        ("readiness", "Hold the readiness meeting"),
    ],
)
def test_plan_and_readiness_meeting_come_before_the_suspension(left_out: str, why: str) -> None:
    """BLA-ST-20, BLA-MT-04, BLA-RO-25: refused without either."""
    case = _planning()
    if left_out == "readiness":
        case.takes(TEAM, "agree_suspension_plan", deadline="2026-05-29", items=lines(16))
    else:
        case.takes(DASS, "hold_readiness_meeting", **MEETING)
    refusal = case.refuses(SUMMIT, "suspend_placements", review_on="2026-04-07", **SUSPENSION)
    assert why in refusal.why


def test_a_suspension_has_its_review_date_and_is_the_summits() -> None:
    """BLA-TL-02, BLA-ST-20, BLA-RO-15: for a time only; the director's word is not enough."""
    assert prepared().refuses(SUMMIT, "suspend_placements", **SUSPENSION).where == "review_on"
    other = prepared().refuses(DASS, "suspend_placements", review_on="2026-04-07", **SUSPENSION)
    assert other.kind == "not your role"


def test_only_the_director_holds_the_readiness_meeting() -> None:
    """BLA-RO-25, BLA-MT-04."""
    assert _planning().refuses(TEAM, "hold_readiness_meeting", **MEETING).kind == "not your role"


# --- the press ------------------------------------------------------------------------------------


def test_three_approve_the_statement_for_the_press() -> None:
    """BLA-RO-26, BLA-NT-15, AMB-BLA-18: director, Portfolio Holder and CCG lead, in any order."""
    case = suspended().takes(PORTFOLIO, "approve_press_statement", **STATEMENT)
    case.takes(CCG_LEAD, "approve_press_statement")
    assert isinstance(case.last[0], SignatureGiven)
    assert "release_press_statement" not in owed(case)
    case.takes(DASS, "approve_press_statement")
    assert isinstance(case.last[0], ReportIssued)
    assert "release_press_statement" not in owed(tell(case, TEAM, "release_press_statement"))


def test_nobody_approves_twice_and_all_approve_the_same_words() -> None:
    """BLA-RO-26: one person in two posts gives one approval; other words are refused."""
    both = officer("Dora", "dass", "ccg_lead")
    case = suspended().takes(both, "approve_press_statement", **STATEMENT)
    assert "same person" in case.refuses(both, "approve_press_statement", **STATEMENT).why
    other = case.refuses(PORTFOLIO, "approve_press_statement", summary="all is well")
    assert "not what Dora" in other.why
    assert "approve_press_statement" not in case.permitted(CCG)


# --- meanwhile, and the end -----------------------------------------------------------------------


def test_an_action_plan_may_run_while_placements_are_suspended() -> None:
    """BLA-ST-20, BLA-ST-17: the suspension runs beside the stage."""
    case = suspended()
    chosen_plan: dict[str, Any] = {"choices": AGREED, **ACTION_PLAN}
    assert "agree_action_plan" not in case.permitted(TEAM)
    case.takes(SUMMIT, "request_action_plan").takes(TEAM, "agree_action_plan", **chosen_plan)
    assert (case.case.stage, case.case.overlays) == ("action_plan_running", {"suspended"})


def test_the_suspension_is_reviewed_on_its_date_and_the_provider_hears_of_it() -> None:
    """BLA-TL-02, BLA-RO-18, BLA-RO-19: another date is owed, as the suspension goes on."""
    case = suspended().at(2026, 4, 7).takes(TEAM, "review_suspension")
    assert {"review_notice", "tell_agencies_progress", "review_date_to_set"} <= owed(case)
    assert "suspended" in case.case.overlays
    assert "review_suspension" not in plan_running().permitted(TEAM)


@pytest.mark.parametrize(("step", "stage"), [("lift_suspension", "risk_summit")])
def test_whoever_suspended_lifts_when_what_it_waited_for_is_there(step: str, stage: str) -> None:
    """BLA-ST-20, BLA-RO-15, AMB-BLA-20: lifting is left to a procedure that was not supplied."""
    case = suspended()
    waiting = {"investigation_or_improvement_is_there": False}
    assert "is yes" in case.refuses(SUMMIT, step, choices=waiting).why
    assert case.refuses(DASS, step, choices=IT_IS_THERE).kind == "not your role"
    case.takes(SUMMIT, step, choices=IT_IS_THERE)
    assert (case.case.stage, case.case.overlays) == (stage, set())
    assert "suspension_review" not in {one.key for one in case.case.duties.values()}


def test_lifting_while_a_plan_runs_leaves_the_plan_running() -> None:
    """BLA-ST-20, AMB-BLA-20: and only what is suspended can be lifted."""
    assert "lift_suspension_meanwhile" not in plan_running().permitted(SUMMIT)
    case = suspended().takes(SUMMIT, "request_action_plan")
    case.takes(TEAM, "agree_action_plan", choices=AGREED, **ACTION_PLAN)
    case.takes(SUMMIT, "lift_suspension_meanwhile", choices=IT_IS_THERE)
    assert (case.case.stage, case.case.overlays) == ("action_plan_running", set())


def test_a_second_suspension_needs_a_second_decision() -> None:
    """BLA-ST-20: after lifting, the summit chooses, plans and prepares anew."""
    case = suspended().takes(SUMMIT, "lift_suspension", choices=IT_IS_THERE)
    refusal = case.refuses(SUMMIT, "suspend_placements", review_on="2026-06-01", **SUSPENSION)
    assert "must come first" in refusal.why
    assert "escalate_to_risk_summit" not in reviewed(case).permitted(TEAM)
