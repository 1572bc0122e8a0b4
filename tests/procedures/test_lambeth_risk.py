"""Lambeth at every step: risk as judged, the risk plan, its triggers, action that cannot wait."""

from typing import Any

import pytest
from lambeth_case import (
    CARE,
    CHAIR,
    COMMISSIONER,
    COORDINATOR,
    SAFEGUARDING,
    TRIGGERS,
    assuring,
    closed,
    considered,
    enquiring,
    met,
    monitored,
    owed,
    ready_to_close,
    step_1,
    step_2,
    step_3,
    tell,
)

from concerns.commands.command import DepartureAsked
from given import Story

STAGES = [step_1, step_2, met, enquiring, step_3, monitored, assuring, ready_to_close]
every_step = pytest.mark.parametrize("case_at", STAGES, ids=lambda one: one.__name__)


def high() -> Story:
    """The provider runs under its plan and the risk is high."""
    return monitored().takes(CHAIR, "judge_risk_high")


def test_risk_is_a_judgement_without_colour_or_number() -> None:
    """LAM-RK-01: with its reason; no other level is known, and nothing is coloured."""
    case = step_1().takes(CHAIR, "judge_risk_high", "three fractures in a month")
    assert str(case.last[0]).endswith("gave the level of risk as high: three fractures in a month")
    assert case.case.rag is None
    assert case.refuses(CHAIR, "judge_risk_high", level="extreme").where == "level"
    assert case.refuses(CHAIR, "judge_risk_high", "").where == "reason"


@every_step
def test_risk_can_be_judged_again_at_every_step(case_at: Any) -> None:
    """LAM-RK-06: up and down, and each time it is to be shared with the provider."""
    case = case_at().takes(COMMISSIONER, "judge_risk_high")
    assert "high_risk" in case.case.overlays
    assert {"share_risk_level", "agree_safeguards_and_triggers"} <= owed(case)
    case.takes(SAFEGUARDING, "judge_risk_below_high")
    assert "high_risk" not in case.case.overlays
    assert "agree_safeguards_and_triggers" not in owed(case)


def test_care_staff_do_not_judge_the_level_of_risk() -> None:
    """LAM-RK-01: the people who lead the process do."""
    assert step_1().refuses(CARE, "judge_risk_high").kind == "not your role"


def test_the_risk_plan_begins_with_a_judgement() -> None:
    """LAM-S1-09: risks are mapped first, then the plan is started."""
    refusal = step_1().refuses(CHAIR, "update_risk_plan", risk_level="moderate")
    assert "Map the risks" in refusal.why
    assert (
        "Map the risks" in step_1().refuses(CHAIR, "update_risk_plan_with_triggers", **TRIGGERS).why
    )


@every_step
def test_the_risk_plan_has_editions_to_the_end(case_at: Any) -> None:
    """LAM-PL-01, LAM-S1-11: each edition stays in the record beside the next."""
    case = case_at().takes(CHAIR, "judge_risk_below_high")
    before: int = case.case.risk_plan_edition
    case.takes(CHAIR, "update_risk_plan", risk_level="moderate")
    case.takes(COORDINATOR, "update_risk_plan", risk_level="low, we think")
    assert case.case.risk_plan_edition == before + 2
    kept = [one for one in case.facts if one.name == "risk-plan-updated/1"]
    assert len(kept) == before + 2


def test_high_risk_demands_safeguards_and_triggers() -> None:
    """LAM-RK-03, LAM-RC-05: no edition without both is accepted while risk is high."""
    case = high()
    refusal = case.refuses(CHAIR, "update_risk_plan", risk_level="high")
    assert "High risk" in refusal.why
    for missing in ("safeguards", "triggers"):
        without: dict[str, Any] = TRIGGERS | {missing: []}
        assert case.refuses(CHAIR, "update_risk_plan_with_triggers", **without).where == missing
    case.takes(CHAIR, "update_risk_plan_with_triggers", **TRIGGERS)
    assert "agree_safeguards_and_triggers" not in owed(case)


def test_an_edition_with_triggers_answers_whatever_asked_for_an_edition() -> None:
    """LAM-S1-09, LAM-S2-06, LAM-S2-25: while risk is high there is no other."""
    case = met().takes(CARE, "visit_at_home", findings="safe")
    case.takes(CARE, "hear_adult_at_home", views="calls come late").takes(CHAIR, "judge_risk_high")
    assert {"risk_plan_step_2", "take_views_into_risk_plan"} <= owed(case)
    case.takes(CHAIR, "update_risk_plan_with_triggers", **TRIGGERS)
    assert {"risk_plan_step_2", "take_views_into_risk_plan"}.isdisjoint(owed(case))
    first = step_1().takes(CHAIR, "judge_risk_high")
    first.takes(CHAIR, "update_risk_plan_with_triggers", **TRIGGERS)
    assert "start_risk_plan" not in owed(first)


def test_two_lines_of_a_risk_plan_never_share_a_number() -> None:
    """LAM-PL-01: "line 1" means one thing."""
    line = {"id": "1", "area": "falls", "action": "mats", "owner": "manager", "due": "2026-04-30"}
    refusal = monitored().refuses(
        CHAIR, "update_risk_plan", risk_level="moderate", actions=[line, line]
    )
    assert "two lines of the plan are called '1'" in refusal.why


def test_only_an_agreed_trigger_escalates() -> None:
    """LAM-ST-13, LAM-RC-05, LAM-S3-04, AMB-LAM-05: the flow chart is missing, a trigger decides."""
    before = step_1().refuses(CHAIR, "escalate_on_trigger", trigger="T1")
    assert "none is agreed yet" in before.why
    case = high().takes(CHAIR, "update_risk_plan_with_triggers", **TRIGGERS)
    assert case.refuses(CHAIR, "escalate_on_trigger", trigger="T2").where == "trigger"
    assert case.refuses(CARE, "escalate_on_trigger", trigger="T1").kind == "not your role"
    stage = case.case.stage
    case.takes(CHAIR, "escalate_on_trigger", trigger="T1")
    assert "escalated on trigger T1 (another fall with a fracture)" in str(case.last[0])
    assert (case.case.stage, "escalated" in case.case.overlays) == (stage, True)


def test_escalated_oversight_ends_on_the_risk_as_judged_again() -> None:
    """LAM-ST-13, LAM-RK-06, AMB-LAM-05: the document gives it no end, so the chair decides it."""
    case = high().takes(CHAIR, "update_risk_plan_with_triggers", **TRIGGERS)
    assert case.refuses(CHAIR, "end_escalated_oversight").departure
    case.takes(CHAIR, "escalate_on_trigger", trigger="T1")
    assert "Judge the level of risk again" in case.refuses(CHAIR, "end_escalated_oversight").why
    case.takes(CHAIR, "judge_risk_below_high").takes(CHAIR, "end_escalated_oversight")
    assert "escalated" not in case.case.overlays


def test_a_trigger_left_out_of_the_next_edition_counts_no_more() -> None:
    """LAM-RC-05: an edition is whole; what is to escalate stands in the present one."""
    case = monitored().takes(CHAIR, "update_risk_plan_with_triggers", **TRIGGERS)
    case.takes(CHAIR, "update_risk_plan", risk_level="moderate")
    assert case.refuses(CHAIR, "escalate_on_trigger", trigger="T1").where == "trigger"


@every_step
def test_the_chair_authorises_immediate_action_at_every_step(case_at: Any) -> None:
    """LAM-ST-12, LAM-RO-03, LAM-SR-04, AMB-LAM-03: whatever is open, and the stage stays."""
    case: Story = case_at()
    stage = case.case.stage
    refusal = case.refuses(CARE, "authorise_immediate_action", action="a nurse tonight")
    assert (refusal.kind, refusal.departure) == ("not your role", True)
    case.takes(CHAIR, "authorise_immediate_action", action="a nurse tonight")
    assert case.case.stage == stage


def test_whoever_acts_at_once_tells_the_chair_who_then_decides() -> None:
    """LAM-NT-11, LAM-SR-04: action does not wait for the findings meeting, but is not forgotten."""
    case = enquiring().takes(CARE, "report_immediate_action", "a resident was moved tonight")
    assert owed(case) == {"tell_chair_of_immediate_action", "authorise_immediate_action"}
    told = enquiring().takes(CARE, "report_immediate_action", "a resident was moved tonight")
    told.takes(CHAIR, "authorise_immediate_action", action="the move stands")
    assert owed(told) == set()
    untold = enquiring().takes(CARE, "report_immediate_action", "a resident was moved tonight")
    assert owed(untold.takes(CHAIR, "decline_immediate_action")) == set()
    tell(case, CARE, "tell_chair_of_immediate_action")
    case.takes(CHAIR, "decline_immediate_action", "the move can be undone")
    assert owed(case) == set()
    assert enquiring().refuses(CHAIR, "decline_immediate_action").departure


def test_before_there_is_a_chair_immediate_action_is_a_departure() -> None:
    """LAM-ST-12: taken first on record, and confirmed by another."""
    departure = DepartureAsked(reason="no chair is agreed yet", authorised_by="lou")
    case = considered().takes(
        COMMISSIONER, "authorise_immediate_action", departure=departure, action="a nurse tonight"
    )
    assert case.last[0].departure is not None
    assert "confirm_departure" in owed(case)


def test_nothing_of_the_process_is_possible_after_closing() -> None:
    """LAM-RK-06: risk is judged while the process runs."""
    assert "“Step 5: closed" in closed().refuses(CHAIR, "judge_risk_high").why
