"""Lambeth, Step 3: the service improvement plan in two copies, and its monitoring."""

from typing import Any

import pytest
from lambeth_case import (
    AGREED_WITH_PROVIDER,
    CARE,
    CHAIR,
    COMMISSIONER,
    COORDINATOR,
    LEAD,
    MEETING,
    PLANNED,
    concerns_set_out,
    copies_up_to_date,
    due,
    enquiring,
    monitored,
    open_duty,
    owed,
    step_3,
    tell,
)

from concerns.commands.acknowledge import Acknowledge
from concerns.commands.issue import Issue
from concerns.commands.report_item_done import ReportItemDone
from concerns.commands.verify_item import VerifyItem
from given import Story

ATTENDED = {"assigned_commissioner_there_or_none_assigned": True}
COPIES = {"update_coordinators_copy", "update_providers_copy"}


def reviewed(case: Story) -> Story:
    """A monitoring meeting, and progress reviewed at it."""
    case.takes(CHAIR, "hold_monitoring_meeting", choices=ATTENDED, **MEETING)
    return case.takes(CHAIR, "review_plan_progress", "one of two lines is done")


def test_the_plan_needs_the_concerns_and_the_meeting() -> None:
    """LAM-ST-07, LAM-TL-06: leads and dates are agreed with the provider."""
    agreeing: dict[str, Any] = {"choices": AGREED_WITH_PROVIDER, **PLANNED}
    there = {"commissioning_lead_there_or_in_the_chair": True}
    unset = step_3().takes(CHAIR, "meet_provider_after_findings", choices=there, **MEETING)
    refusal = unset.refuses(COORDINATOR, "agree_service_improvement_plan", **agreeing)
    assert "Set out the concerns" in refusal.why
    considered = {"capacity_and_liberty_considered": True}
    unmet = step_3().takes(COORDINATOR, "set_out_concerns", choices=considered, summary="nights")
    refusal = unmet.refuses(COORDINATOR, "agree_service_improvement_plan", **agreeing)
    assert "Meet the provider after the findings" in refusal.why
    case = monitored()
    assert case.case.stage == "step_3_monitoring"
    assert due(case, "improvements_due") == "2026-06-30"


@pytest.mark.parametrize("question", AGREED_WITH_PROVIDER)
def test_a_plan_that_does_not_do_what_a_plan_must_is_refused(question: str) -> None:
    """LAM-PL-04, LAM-PL-06, LAM-RK-05, LAM-RK-07, LAM-ST-07: each question answered "no"."""
    case = concerns_set_out(step_3())
    refusal = case.refuses(
        COORDINATOR,
        "agree_service_improvement_plan",
        choices=AGREED_WITH_PROVIDER | {question: False},
        **PLANNED,
    )
    assert question.replace("_", " ") in refusal.why


def test_safeguarding_and_quality_stand_apart_in_the_record() -> None:
    """LAM-RK-07, LAM-PL-06, LAM-RK-05: each line keeps its kind and its priority."""
    agreed = monitored().last[0].model_dump()
    kinds = [(one["kind"], one["priority"]) for one in agreed["items"]]
    assert kinds == [("safeguarding", "high risk"), ("quality", "")]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("items", []),
        ("items", [{**PLANNED["items"][0], "owner": " "}]),
        ("items", [{**PLANNED["items"][0], "due": "soon"}]),
        ("deadline", "the summer"),
    ],
)
def test_a_plan_has_lines_and_each_a_lead_and_a_date(field: str, wrong: Any) -> None:
    """LAM-TL-06: no lines, no lead, or a day that is none: refused, saying where."""
    details: dict[str, Any] = PLANNED | {field: wrong}
    refusal = concerns_set_out(step_3()).refuses(
        COORDINATOR, "agree_service_improvement_plan", choices=AGREED_WITH_PROVIDER, **details
    )
    assert refusal.where.startswith(field)


def test_only_one_service_improvement_plan_runs_at_a_time() -> None:
    """LAM-PL-07: the one point of reference for progress."""
    case = concerns_set_out(monitored())
    refusal = case.refuses(
        COORDINATOR, "agree_service_improvement_plan", choices=AGREED_WITH_PROVIDER, **PLANNED
    )
    assert "is running already" in refusal.why


def test_two_copies_are_kept_and_the_provider_acknowledges_its_own() -> None:
    """LAM-RO-06, LAM-PL-07, LAM-ST-07: sending it does not suffice."""
    case = monitored()
    assert owed(case) >= COPIES
    copy = open_duty(case, "update_providers_copy")
    case.asks(COORDINATOR, Issue(duty=copy, how="e-mail"))
    assert "update_providers_copy" in owed(case)
    by = {"acknowledged_by": "the manager", "as_role": "manager", "taken_by": "the person named"}
    refusal = case.refused(CARE, Acknowledge.model_validate({"duty": copy, **by}))
    assert refusal.kind == "not your role"
    copies_up_to_date(case)
    assert COPIES.isdisjoint(owed(case))


def test_progress_is_reviewed_at_one_monitoring_meeting_after_another() -> None:
    """LAM-ST-08, LAM-MT-06, LAM-RO-07: each review follows a meeting of its own."""
    case = monitored()
    assert "must come first" in case.refuses(CHAIR, "review_plan_progress").why
    reviewed(case)
    assert case.case.stage == "step_3_monitoring"
    assert "must come first" in case.refuses(CHAIR, "review_plan_progress").why
    assert case.refuses(COMMISSIONER, "review_plan_progress").kind == "not your role"
    reviewed(case)


def test_who_joined_the_monitoring_meeting_is_said() -> None:
    """LAM-RO-07: whether the assigned commissioner was there is recorded, either way."""
    unsaid = monitored().refuses(CHAIR, "hold_monitoring_meeting", **MEETING)
    assert unsaid.where == "choices.assigned_commissioner_there_or_none_assigned"
    absent = {"assigned_commissioner_there_or_none_assigned": False}
    assert monitored().takes(CHAIR, "hold_monitoring_meeting", choices=absent, **MEETING)


def test_each_review_renews_both_copies() -> None:
    """LAM-PL-07, LAM-RO-06: a copy still owed is overtaken, so only the newest is owed."""
    case = reviewed(copies_up_to_date(monitored()))
    assert owed(case) >= COPIES
    reviewed(case)
    newest = [one.id for one in case.case.duties.values() if one.key in COPIES]
    assert len(newest) == 2
    assert len({one.split("#")[1] for one in newest}) == 1


def test_the_next_meeting_is_set_each_time() -> None:
    """LAM-TL-07, AMB-LAM-08: Thursday 7 May 2026; moved, and met when the meeting is held."""
    case = monitored().takes(CHAIR, "convene_monitoring_meeting", on="2026-05-07")
    limit = case.case.duties[open_duty(case, "next_monitoring_meeting")]
    assert (limit.due, limit.firmness) == ("2026-05-07", "soft")
    case.takes(CHAIR, "convene_monitoring_meeting", on="2026-04-23")
    assert due(case, "next_monitoring_meeting") == "2026-04-23"
    case.takes(CHAIR, "hold_monitoring_meeting", choices=ATTENDED, **MEETING)
    assert "next_monitoring_meeting" not in {one.key for one in case.case.duties.values()}


def test_stakeholders_are_updated_when_it_is_needed() -> None:
    """LAM-MT-08: at any step of the process, by those who lead it."""
    for case in (enquiring(), monitored()):
        assert case.refuses(CARE, "update_stakeholders", **MEETING).kind == "not your role"
        case.takes(CHAIR, "update_stakeholders", **MEETING)


def test_a_plan_gets_more_time_and_the_provider_hears_of_it() -> None:
    """LAM-TL-06, LAM-NT-07, X-DF-07: until Friday 31 July 2026, and both copies follow."""
    case = copies_up_to_date(monitored())
    assert case.refuses(LEAD, "extend_improvement_plan", deadline="2026-07-31").departure
    case.takes(COORDINATOR, "extend_improvement_plan", deadline="2026-07-31")
    assert due(case, "improvements_due") == "2026-07-31"
    assert COPIES | {"tell_provider_of_longer_action"} <= owed(case)
    tell(case, COORDINATOR, "tell_provider_of_longer_action")


def test_a_line_that_is_done_is_not_yet_one_that_works() -> None:
    """LAM-PL-04: its effect is a matter of its own, for those who look."""
    case = monitored()
    early = VerifyItem(plan="service_improvement_plan", item="1", effective=True, reason="seen")
    assert "not been recorded as done" in case.refused(CHAIR, early).why
    case.asks(CARE, ReportItemDone(plan="service_improvement_plan", item="1", how="rota seen"))
    assert case.refused(CARE, early).kind == "not your role"
    case.asks(CHAIR, early)
