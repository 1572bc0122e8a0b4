"""Lambeth, Step 3 when improvement does not come: failure, delay, contingency."""

from typing import Any

import pytest
from lambeth_case import (
    CARE,
    CHAIR,
    COMMISSIONER,
    LEAD,
    MEETING,
    SAFEGUARDING,
    assuring,
    closing,
    concerns_set_out,
    copies_up_to_date,
    monitored,
    step_1,
    step_3,
)

from concerns.commands.command import DepartureAsked
from given import Story

UNABLE = {"summary": "the provider says it cannot find night staff"}
INTENTIONS = {"intentions": "buy places elsewhere for six adults"}
INVITED = {"chair_and_coordinator_invited": True}
LIKELY = {"other_provision_likely_to_be_needed": True}
EMPTY: dict[str, Any] = MEETING | {"outputs": []}
NO_MORE = {"more_incidents_have_occurred": False}


def unable() -> Story:
    """The provider says that it cannot improve."""
    return monitored().takes(CHAIR, "report_provider_unable", **UNABLE)


def delayed() -> Story:
    """Improvement is seriously delayed."""
    return monitored().takes(CHAIR, "report_serious_delay", "nothing was done in six weeks")


def high() -> Story:
    """The risk is high while the plan runs."""
    return monitored().takes(CHAIR, "judge_risk_high")


def contingency() -> Story:
    """The contingency meeting was held."""
    case = high()
    case.takes(COMMISSIONER, "convene_contingency_meeting", choices=INVITED, on="2026-04-13")
    return case.takes(LEAD, "hold_contingency_meeting", choices=LIKELY, **MEETING)


@pytest.mark.parametrize("case_at", [step_3, monitored, delayed, contingency])
def test_a_provider_that_cannot_improve_brings_all_stakeholders_together(case_at: Any) -> None:
    """LAM-ST-09, LAM-MT-07: at Step 3; not while quality is being assured."""
    assert case_at().takes(CHAIR, "report_provider_unable", **UNABLE).case.stage == "risk_meeting"
    assert "is a step from" in assuring().refuses(CHAIR, "report_provider_unable", **UNABLE).why
    assert case_at().refuses(CARE, "report_provider_unable", **UNABLE).kind == "not your role"


def test_commissioning_is_decided_on_risk_and_impact() -> None:
    """LAM-ST-09, LAM-RK-06, LAM-RO-16: meeting and judgement first; then by the commissioners."""
    case = unable()
    assert "must come first" in case.refuses(LEAD, "decide_commissioning_on_risk", **INTENTIONS).why
    without = case.refuses(CHAIR, "hold_stakeholder_risk_meeting", **EMPTY)
    assert without.where == "outputs"
    case.takes(CHAIR, "hold_stakeholder_risk_meeting", **MEETING)
    unjudged = case.refuses(LEAD, "decide_commissioning_on_risk", **INTENTIONS)
    assert "Judge the level of risk again" in unjudged.why
    case.takes(CHAIR, "judge_risk_high")
    assert case.refuses(SAFEGUARDING, "decide_commissioning_on_risk", **INTENTIONS).departure
    case.takes(COMMISSIONER, "decide_commissioning_on_risk", **INTENTIONS)
    assert case.case.stage == "step_3_monitoring"


def test_a_serious_delay_is_met_about() -> None:
    """LAM-ST-10, LAM-MT-09, LAM-SR-06: risk, impact, and whether there were more incidents."""
    case = delayed()
    assert case.case.stage == "delay_meeting"
    assert case.refuses(CHAIR, "decide_after_delay", next_step="weekly visits").departure
    unsaid = case.refuses(CHAIR, "hold_delay_meeting", **MEETING)
    assert unsaid.where == "choices.more_incidents_have_occurred"
    empty = case.refuses(CHAIR, "hold_delay_meeting", choices=NO_MORE, **EMPTY)
    assert empty.where == "outputs"
    unmet = delayed().takes(CHAIR, "judge_risk_high")
    refusal = unmet.refuses(CHAIR, "decide_after_delay", next_step="weekly visits")
    assert "must come first" in refusal.why
    case.takes(CHAIR, "hold_delay_meeting", choices=NO_MORE, **MEETING)
    unjudged = case.refuses(CHAIR, "decide_after_delay", next_step="weekly visits")
    assert "Judge the level of risk again" in unjudged.why
    case.takes(CHAIR, "judge_risk_below_high")
    case.takes(CHAIR, "decide_after_delay", next_step="weekly visits")
    assert case.case.stage == "step_3_monitoring"


def test_a_delay_is_for_the_chair_to_call_serious() -> None:
    """LAM-ST-10: and only where improvement runs."""
    assert monitored().refuses(COMMISSIONER, "report_serious_delay").kind == "not your role"
    assert "is a step from" in step_1().refuses(CHAIR, "report_serious_delay").why


def test_a_contingency_meeting_is_for_high_risk_and_likely_need() -> None:
    """LAM-ST-11, LAM-MT-10, LAM-RO-08: both; called and held by commissioners."""
    calling: dict[str, Any] = {"choices": INVITED, "on": "2026-04-13"}
    not_high = monitored().refuses(LEAD, "convene_contingency_meeting", **calling)
    assert "only while “High risk” holds" in not_high.why
    case = high()
    assert case.refuses(CHAIR, "convene_contingency_meeting", **calling).kind == "not your role"
    uncalled = case.refuses(LEAD, "hold_contingency_meeting", choices=LIKELY, **MEETING)
    assert "must come first" in uncalled.why
    case.takes(LEAD, "convene_contingency_meeting", **calling)
    unlikely = {"other_provision_likely_to_be_needed": False}
    assert case.refuses(LEAD, "hold_contingency_meeting", choices=unlikely, **MEETING).departure
    empty = case.refuses(LEAD, "hold_contingency_meeting", choices=LIKELY, **EMPTY)
    assert empty.where == "outputs"
    case.takes(CHAIR, "judge_risk_below_high")
    lower = case.refuses(LEAD, "hold_contingency_meeting", choices=LIKELY, **MEETING)
    assert "only while “High risk” holds" in lower.why
    case.takes(CHAIR, "judge_risk_high")
    case.takes(LEAD, "hold_contingency_meeting", choices=LIKELY, **MEETING)
    assert case.case.stage == "contingency_planning"


def test_chair_and_coordinator_are_invited_to_the_contingency_meeting() -> None:
    """LAM-RO-08, AMB-LAM-02: both, though they may be one person."""
    refusal = high().refuses(
        LEAD,
        "convene_contingency_meeting",
        choices={"chair_and_coordinator_invited": False},
        on="2026-04-13",
    )
    assert "chair and coordinator invited" in refusal.why


def test_contingency_may_end_in_a_plan_and_goes_back_to_monitoring() -> None:
    """LAM-ST-11: by commissioners; the document asks for no more than the meeting."""
    plan: dict[str, Any] = {"deadline": "2026-05-29"} | {
        "items": [
            {"id": "1", "area": "places", "action": "find six", "owner": "Lou"}
            | {"due": "2026-05-29"}
        ]
    }
    case = contingency()
    assert case.refuses(CHAIR, "agree_contingency_plan", **plan).kind == "not your role"
    case.takes(LEAD, "agree_contingency_plan", **plan).takes(LEAD, "return_from_contingency")
    assert case.case.stage == "step_3_monitoring"
    assert set(case.case.plans) == {"service_improvement_plan", "contingency_plan"}


def test_a_provider_that_leaves_ends_the_process_only_as_a_departure() -> None:
    """LAM-ST-17, LAM-ST-11: the document ends on improvement alone; another end needs a reason."""
    case = contingency()
    assert "is a step from" in case.refused(CHAIR, closing()).why
    gone = DepartureAsked(reason="the home has shut and nobody lives there")
    case.asks(CHAIR, closing(text="the home has shut", departure=gone))
    assert case.case.stage == "closed_reporting"
    assert case.last[0].departure is not None
    assert case.last[0].departure.reason == gone.reason


def test_the_plan_goes_on_after_trouble_where_it_was() -> None:
    """LAM-ST-08, LAM-ST-09: its lines and its deadline stay as they were."""
    case = copies_up_to_date(concerns_set_out(monitored()))
    case.takes(CHAIR, "report_provider_unable", **UNABLE)
    case.takes(CHAIR, "hold_stakeholder_risk_meeting", **MEETING).takes(CHAIR, "judge_risk_high")
    case.takes(LEAD, "decide_commissioning_on_risk", **INTENTIONS)
    assert case.case.plans["service_improvement_plan"].current
    assert "improvements_due" in {one.key for one in case.case.duties.values()}
