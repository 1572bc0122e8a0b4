"""Lambeth, Step 4: whether improvement is real and will last."""

from typing import Any

import pytest
from lambeth_case import (
    CARE,
    CHAIR,
    ENQUIRER,
    LEAD,
    MEETING,
    QUALITY,
    assuring,
    monitored,
    owed,
    quality_tested,
    ready_to_close,
    step_3,
)

from concerns.procedures.reader import library
from given import officer

CLAIMED = {"improvements_claimed": True, "tests_whether_improvement_lasts": True}
STRATEGY: dict[str, Any] = {"tests": ["out_of_hours", "competency"]}
LASTING: dict[str, Any] = {"attained": True, "sustainable": True, "feedback": "nights are calmer"}


def test_quality_is_assured_once_improvement_is_claimed() -> None:
    """LAM-ST-14, LAM-PL-08: under a strategy that names its tests; not before there is a plan."""
    case = monitored()
    unclaimed = CLAIMED | {"improvements_claimed": False}
    assert case.refuses(CHAIR, "agree_quality_assurance", choices=unclaimed, **STRATEGY).departure
    none = case.refuses(CHAIR, "agree_quality_assurance", choices=CLAIMED, tests=[])
    assert none.where == "tests"
    unknown = case.refuses(CHAIR, "agree_quality_assurance", choices=CLAIMED, tests=["a guess"])
    assert unknown.where == "tests"
    case.takes(LEAD, "agree_quality_assurance", choices=CLAIMED, **STRATEGY)
    assert case.case.stage == "step_4"
    early = step_3().refuses(CHAIR, "agree_quality_assurance", choices=CLAIMED, **STRATEGY)
    assert "is a step from" in early.why


def test_quality_is_assured_only_under_a_plan() -> None:
    """LAM-ST-14: a provider that never had one has nothing to claim."""
    case = step_3().takes(CHAIR, "report_provider_unable", summary="it cannot")
    case.takes(CHAIR, "hold_stakeholder_risk_meeting", **MEETING).takes(CHAIR, "judge_risk_high")
    case.takes(LEAD, "decide_commissioning_on_risk", intentions="places elsewhere")
    refusal = case.refuses(CHAIR, "agree_quality_assurance", choices=CLAIMED, **STRATEGY)
    assert "follows only on “Agree the service improvement plan”" in refusal.why


def test_a_strategy_that_does_not_test_whether_it_lasts_is_refused() -> None:
    """LAM-S4-01: reached is not enough."""
    short = CLAIMED | {"tests_whether_improvement_lasts": False}
    refusal = monitored().refuses(CHAIR, "agree_quality_assurance", choices=short, **STRATEGY)
    assert "tests whether improvement lasts" in refusal.why


@pytest.mark.parametrize(
    ("test", "requirement"),
    [
        ("out_of_hours", "LAM-S4-02"),
        ("competency", "LAM-S4-03"),
        ("announced_visit", "LAM-S4-04"),
        ("unannounced_visit", "LAM-S4-04"),
        ("independent_view", "LAM-RO-12"),
        ("other", "LAM-S4-01"),
    ],
)
def test_each_way_of_testing_is_on_the_list(test: str, requirement: str) -> None:
    """LAM-S4-02 to LAM-S4-04, LAM-RO-12."""
    assert requirement in library()["lambeth"].lists["quality_tests"].items[test].requirement
    case = assuring()
    case.takes(QUALITY, "test_quality", test=test, passed=True, findings="as it should be")
    assert case.refuses(QUALITY, "test_quality", test="rumour", passed=True, findings="good")


def test_those_who_found_the_facts_may_test_and_so_compare() -> None:
    """LAM-RO-11: no rule keeps them apart; somebody with neither part in the case may not."""
    found: dict[str, Any] = {"test": "competency", "passed": True, "findings": "all can"}
    refusal = assuring().refuses(officer("Otto", "initiator"), "test_quality", **found)
    assert refusal.kind == "not your role"
    case = assuring().takes(ENQUIRER, "test_quality", **found)
    gathered = next(one for one in case.facts if one.name == "evidence-gathered/1")
    assert case.last[0].by.person.is_same(gathered.by.person)


@pytest.mark.parametrize(
    ("route", "requirement"),
    [
        ("follow_up_meeting", "LAM-S4-06"),
        ("sample_of_calls", "LAM-S4-07"),
        ("independent_view", "LAM-RO-12"),
    ],
)
def test_adults_and_carers_are_asked_what_has_changed(route: str, requirement: str) -> None:
    """LAM-S4-05 to LAM-S4-07: a control on what the tests say."""
    assert requirement in library()["lambeth"].lists["feedback_routes"].items[route].requirement
    case = assuring()
    assert case.refuses(QUALITY, "hear_feedback", how="a guess", views="good").where == "how"
    case.takes(QUALITY, "hear_feedback", how=route, views="nights are calmer")
    assert "gather_feedback" not in owed(case)


def test_nothing_is_verified_without_tests_and_feedback() -> None:
    """LAM-ST-15, LAM-S4-01, LAM-S4-05: both are needed."""
    case = assuring()
    case.takes(QUALITY, "hear_feedback", how="sample_of_calls", views="calmer")
    refusal = case.refuses(QUALITY, "verify_improvement", **LASTING)
    assert "“Carry out a test of quality” must come first" in refusal.why
    case = assuring()
    case.takes(QUALITY, "test_quality", test="competency", passed=True, findings="all can")
    refusal = case.refuses(QUALITY, "verify_improvement", **LASTING)
    assert "“Ask adults and carers what has changed” must come first" in refusal.why


@pytest.mark.parametrize(
    ("attained", "sustainable"), [(True, False), (False, True), (False, False)]
)
def test_attained_without_lasting_is_not_enough(attained: bool, sustainable: bool) -> None:  # noqa: FBT001
    """LAM-ST-15: nor the other way round."""
    halved: dict[str, Any] = LASTING | {"attained": attained, "sustainable": sustainable}
    refusal = quality_tested(assuring()).refuses(QUALITY, "verify_improvement", **halved)
    assert "must be True here" in refusal.why


def test_improvement_that_is_real_and_lasts_leads_to_closing() -> None:
    """LAM-ST-15: with what adults and carers say of it."""
    case = quality_tested(assuring())
    assert case.refuses(QUALITY, "verify_improvement", **LASTING | {"feedback": " "})
    assert case.refuses(CARE, "verify_improvement", **LASTING).kind == "not your role"
    assert case.takes(QUALITY, "verify_improvement", **LASTING).case.stage == "ready_to_close"


@pytest.mark.parametrize("case_at", [assuring, ready_to_close])
def test_a_test_that_fails_leads_back_to_the_plan(case_at: Any) -> None:
    """LAM-ST-16: by the chair, on a test; then quality is assured anew."""
    case = quality_tested(case_at(), passed=False) if case_at is assuring else case_at()
    assert case.refuses(QUALITY, "find_improvement_missing").kind == "not your role"
    case.takes(CHAIR, "find_improvement_missing", "nobody answered on Sunday")
    assert case.case.stage == "step_3_monitoring"
    case.takes(CHAIR, "agree_quality_assurance", choices=CLAIMED, **STRATEGY)
    assert "must come first" in case.refuses(QUALITY, "verify_improvement", **LASTING).why


def test_nothing_is_found_missing_before_it_is_tested() -> None:
    """LAM-ST-16."""
    assert "must come first" in assuring().refuses(CHAIR, "find_improvement_missing").why
