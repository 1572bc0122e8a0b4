"""Lambeth, Step 3: the findings meeting, and the one with the provider that follows."""

from typing import Any

import pytest
from lambeth_case import (
    CHAIR,
    COORDINATOR,
    ENQUIRER,
    ENQUIRY,
    LEAD,
    MEETING,
    SAFEGUARDING,
    TRIGGERS,
    concerns_set_out,
    due,
    enquiring,
    facts_found,
    findings_meeting,
    met,
    owed,
    step_3,
)

from concerns.procedures.reader import library

COMPLETE = {"fact_finding_complete": True}
CONSIDERED = {"capacity_and_liberty_considered": True}
THERE = {"commissioning_lead_there_or_in_the_chair": True}


def test_findings_are_agreed_at_the_findings_meeting() -> None:
    """LAM-ST-06, LAM-S3-01, LAM-MT-04, AMB-LAM-07: that meeting is Step 3; by the chair."""
    found: dict[str, Any] = {"choices": COMPLETE, "findings": "too few staff at night"}
    before = facts_found(enquiring()).refuses(CHAIR, "agree_findings", **found)
    assert "“Hold the findings meeting” must come first" in before.why
    case = findings_meeting()
    assert case.refuses(ENQUIRER, "agree_findings", **found).kind == "not your role"
    assert "enquiry_timescale" in {one.key for one in case.case.duties.values()}
    assert case.takes(CHAIR, "agree_findings", **found).case.stage == "step_3"
    assert "enquiry_timescale" not in {one.key for one in case.case.duties.values()}


def test_findings_wait_until_fact_finding_is_complete() -> None:
    """LAM-ST-06: the chair says whether it is."""
    refusal = findings_meeting().refuses(
        CHAIR, "agree_findings", choices={"fact_finding_complete": False}, findings="some"
    )
    assert "fact finding complete" in refusal.why


def test_there_is_nothing_to_find_before_a_concern_is_assessed() -> None:
    """LAM-MT-04, LAM-TL-03: held on the day that was set, Thursday 9 April 2026."""
    refusal = enquiring().refuses(CHAIR, "hold_findings_meeting", **MEETING)
    assert "Assess a concern" in refusal.why
    unset = met().takes(SAFEGUARDING, "plan_enquiry", **ENQUIRY)
    early = facts_found(unset).refuses(CHAIR, "hold_findings_meeting", **MEETING)
    assert "“Set the date of the follow-up meeting” must come first" in early.why
    empty: dict[str, Any] = MEETING | {"outputs": []}
    silent = facts_found(enquiring()).refuses(CHAIR, "hold_findings_meeting", **empty)
    assert silent.where == "outputs"
    case = findings_meeting()
    assert "follow_up_meeting" not in {one.key for one in case.case.duties.values()}


@pytest.mark.parametrize(
    ("purpose", "duty"),
    [
        ("LAM-S3-02", "set_out_concerns"),
        ("LAM-S3-03", "triggers_step_3"),
        ("LAM-S3-04", "triggers_step_3"),
        ("LAM-S3-05", "intentions_step_3"),
        ("LAM-S3-06", "preserve_police_information"),
    ],
)
def test_each_purpose_of_the_findings_meeting_becomes_a_duty(purpose: str, duty: str) -> None:
    """LAM-S3-02 to LAM-S3-06."""
    assert purpose in library()["lambeth"].duties[duty].requirement
    assert duty in owed(findings_meeting())
    assert duty not in owed(concerns_set_out(step_3()))


def test_after_the_findings_triggers_are_agreed_while_improvement_runs() -> None:
    """LAM-S3-03, LAM-S3-04: an edition without triggers does not answer the meeting."""
    case = findings_meeting().takes(CHAIR, "update_risk_plan", risk_level="moderate")
    assert "triggers_step_3" in owed(case)
    case.takes(CHAIR, "update_risk_plan_with_triggers", **TRIGGERS)
    assert "triggers_step_3" not in owed(case)


def test_the_provider_is_met_as_soon_as_can_be() -> None:
    """LAM-TL-04, LAM-MT-05, LAM-RO-04, AMB-LAM-07: a second meeting, with no day set for it."""
    case = step_3()
    assert due(case, "meet_provider_after_findings") is None
    absent = {"commissioning_lead_there_or_in_the_chair": False}
    assert case.refuses(CHAIR, "meet_provider_after_findings", choices=absent, **MEETING).departure
    assert case.refuses(LEAD, "meet_provider_after_findings", choices=THERE, **MEETING).departure
    case.takes(CHAIR, "meet_provider_after_findings", choices=THERE, **MEETING)
    assert "meet_provider_after_findings" not in owed(case)


def test_the_coordinator_sets_out_the_concerns_mental_capacity_included() -> None:
    """LAM-RO-05, LAM-PL-05, LAM-S3-02, AMB-LAM-02: or the chair, where they are one."""
    forgotten = {"capacity_and_liberty_considered": False}
    case = step_3()
    assert case.refuses(COORDINATOR, "set_out_concerns", choices=forgotten, summary="nights")
    assert case.refuses(LEAD, "set_out_concerns", choices=CONSIDERED, summary="nights").departure
    case.takes(COORDINATOR, "set_out_concerns", choices=CONSIDERED, summary="nights")
    assert "set_out_concerns" not in owed(case)
    step_3().takes(CHAIR, "set_out_concerns", choices=CONSIDERED, summary="nights")
