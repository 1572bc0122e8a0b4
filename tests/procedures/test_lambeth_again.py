"""Lambeth: what is begun again overtakes what was still owed, so that nothing is owed twice."""

from collections.abc import Callable
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
    TRIGGERS,
    assuring,
    closed,
    closing,
    concerns_set_out,
    due,
    enquiring,
    monitored,
    quality_tested,
    step_1,
)

from concerns.commands.end_plan import EndPlan
from concerns.vocabulary import Officer
from given import Story

COVERS = {"choices": {"covers_inside_and_outside_the_council": True}, "text": "letters"}
LARGE = {"choices": {"large_or_complex": True}}
LASTING: dict[str, Any] = {"attained": True, "sustainable": True, "feedback": "calmer"}
CLAIMED = {"improvements_claimed": True, "tests_whether_improvement_lasts": True}


def visited() -> Story:
    """An adult was visited at home."""
    return enquiring().takes(CARE, "visit_at_home", findings="safe")


def triggered() -> Story:
    """Triggers are agreed."""
    return monitored().takes(CHAIR, "update_risk_plan_with_triggers", **TRIGGERS)


def open_of(case: Story, key: str) -> int:
    """How many duties or time limits of one kind are open."""
    return sum(one.key == key for one in case.case.duties.values())


@pytest.mark.parametrize(
    ("case_at", "who", "step", "parts", "keys"),
    [
        (step_1, CHAIR, "judge_risk_high", {}, ("share_risk_level",)),
        (step_1, CHAIR, "judge_risk_high", {}, ("agree_safeguards_and_triggers",)),
        (step_1, CHAIR, "judge_risk_below_high", {}, ("share_risk_level",)),
        (enquiring, CHAIR, "agree_communication_strategy", COVERS, ("update_adults_and_carers",)),
        (enquiring, CHAIR, "take_longer", LARGE, ("tell_provider_of_longer_action",)),
        (enquiring, CHAIR, "set_follow_up_meeting", {"on": "2026-04-20"}, ("follow_up_meeting",)),
        (visited, CARE, "hear_adult_at_home", {"views": "late"}, ("take_views_into_risk_plan",)),
        (monitored, LEAD, "consider_suspension", {}, ("decide_how_suspension_is_told",)),
        (triggered, CHAIR, "escalate_on_trigger", {"trigger": "T1"}, ("reassess_risk",)),
        (
            monitored,
            COORDINATOR,
            "convene_monitoring_meeting",
            {"on": "2026-05-07"},
            ("next_monitoring_meeting",),
        ),
        (
            monitored,
            COORDINATOR,
            "extend_improvement_plan",
            {"deadline": "2026-07-31"},
            (
                "improvements_due",
                "update_coordinators_copy",
                "update_providers_copy",
                "tell_provider_of_longer_action",
            ),
        ),
        (
            closed,
            CHAIR,
            "agree_post_closure_review",
            {"review_on": "2026-09-01"},
            ("post_closure_review",),
        ),
    ],
)
def test_only_the_newest_is_owed(
    case_at: Callable[[], Story], who: Officer, step: str, parts: Any, keys: tuple[str, ...]
) -> None:
    """LAM-RK-06, LAM-NT-08, LAM-TL-05, LAM-TL-06, LAM-TL-07, LAM-PL-07, LAM-S2-25, LAM-PL-09."""
    case = case_at().takes(who, step, **parts).takes(who, step, **parts)
    assert [open_of(case, key) for key in keys] == [1] * len(keys)


def test_risk_is_judged_again_once_for_two_reasons() -> None:
    """LAM-RK-06: a trigger and then a delay, a delay and then a provider that cannot improve."""
    case = triggered().takes(CHAIR, "escalate_on_trigger", trigger="T1")
    case.takes(CHAIR, "report_serious_delay")
    assert open_of(case, "reassess_risk") == 1
    case.takes(CHAIR, "report_provider_unable", summary="it cannot")
    assert open_of(case, "reassess_risk") == 1


def test_nothing_that_rests_on_risk_goes_on_until_it_is_judged_again() -> None:
    """LAM-RK-06, LAM-RK-04, LAM-S1-15: plan, intentions and openness wait for the judgement."""
    case = triggered().takes(CHAIR, "escalate_on_trigger", trigger="T1")
    safe: dict[str, Any] = {"choices": {"puts_adults_at_further_risk": False}, "what": "high"}
    waiting: list[tuple[Officer, str, dict[str, Any]]] = [
        (CHAIR, "update_risk_plan", {"risk_level": "high"}),
        (CHAIR, "update_risk_plan_with_triggers", TRIGGERS),
        (LEAD, "record_commissioning_intentions", {"intentions": "as before"}),
        (CHAIR, "share_risk_with_provider", safe),
    ]
    for who, step, parts in waiting:
        assert "Judge the level of risk again" in case.refuses(who, step, **parts).why
    case.takes(CHAIR, "judge_risk_below_high")
    for who, step, parts in waiting:
        case.takes(who, step, **parts)


def test_a_plan_that_ended_is_followed_by_another_on_the_same_footing() -> None:
    """LAM-PL-07, LAM-ST-07, LAM-TL-06: concerns set out and the provider met anew."""
    case = monitored().asks(
        CHAIR,
        EndPlan(plan="service_improvement_plan", outcome="superseded", reason="a new owner"),
    )
    again: dict[str, Any] = {"choices": AGREED_WITH_PROVIDER, **PLANNED, "deadline": "2026-08-31"}
    refusal = case.refuses(COORDINATOR, "agree_service_improvement_plan", **again)
    assert "must come first" in refusal.why
    concerns_set_out(case).takes(COORDINATOR, "agree_service_improvement_plan", **again)
    assert due(case, "improvements_due") == "2026-08-31"
    assert open_of(case, "improvements_due") == open_of(case, "update_adults_and_carers") == 1


@pytest.mark.parametrize("first", ["test_quality", "hear_feedback"])
def test_after_a_failed_test_both_tests_and_feedback_are_taken_anew(first: str) -> None:
    """LAM-ST-16, LAM-ST-15: neither of those before it counts."""
    case = quality_tested(assuring(), passed=False).takes(CHAIR, "find_improvement_missing")
    case.takes(CHAIR, "agree_quality_assurance", choices=CLAIMED, tests=["competency"])
    assert open_of(case, "gather_feedback") == 1
    if first == "test_quality":
        case.takes(COMMISSIONER, first, test="competency", passed=True, findings="all can")
        missing = "Ask adults and carers"
    else:
        case.takes(CHAIR, first, how="sample_of_calls", views="calmer")
        missing = "Carry out a test"
    assert missing in case.refuses(CHAIR, "verify_improvement", **LASTING).why


def test_feedback_still_owed_from_a_failed_round_is_owed_once() -> None:
    """LAM-ST-16, LAM-S4-05: asked for anew when quality is assured anew."""
    case = assuring()
    case.takes(COMMISSIONER, "test_quality", test="competency", passed=False, findings="some")
    case.takes(CHAIR, "find_improvement_missing")
    assert open_of(case, "gather_feedback") == 0
    case.takes(CHAIR, "agree_quality_assurance", choices=CLAIMED, tests=["competency"])
    assert open_of(case, "gather_feedback") == 1


@pytest.mark.parametrize("registered", [True, False])
def test_closing_ends_the_time_limits_of_the_plan(registered: bool) -> None:  # noqa: FBT001
    """LAM-ST-17: nothing is late for a plan that is carried out."""
    case = assuring(registered=registered)
    case.takes(CHAIR, "convene_monitoring_meeting", on="2026-06-15")
    quality_tested(case).takes(CHAIR, "verify_improvement", **LASTING)
    case.takes(CHAIR, "hold_closing_meeting", **MEETING)
    assert open_of(case, "improvements_due") == open_of(case, "next_monitoring_meeting") == 1
    step = "close_process" if registered else "close_process_unregistered"
    case.asks(CHAIR, closing(step))
    assert {one.key for one in case.case.duties.values() if one.kind == "time limit"} == set()
