"""Blackpool's limit on placements, formal review, and the end of a case that performs again."""

from typing import Any

import pytest
from blackpool_case import (
    PMM,
    TEAM,
    chosen,
    decides,
    determined,
    due,
    monitored,
    owed,
    plan_running,
    reviewed,
    scored,
    suspended,
    tell,
)

from concerns.aggregates.decide import permitted
from given import Story

LIMIT = {"terms": "one new resident a week", "until": "the audits are shown to work"}


def _settled(case: Story) -> Story:
    """Everything told and done that a review does not bring with it."""
    tell(case, TEAM, "tell_partner_agencies", "feedback_to_provider")
    return case.clears(TEAM)


# --- a voluntary limit ----------------------------------------------------------------------------


def test_a_limit_on_placements_is_agreed_while_a_plan_runs_and_is_no_suspension() -> None:
    """BLA-ST-18, BLA-SR-17: beside the stage, and never shown as a suspension."""
    assert "agree_voluntary_limit" not in chosen().permitted(TEAM)
    case = plan_running().takes(TEAM, "agree_voluntary_limit", **LIMIT)
    assert case.case.overlays == {"voluntary_limit"}
    assert case.case.stage == "action_plan_running"
    assert "agree_voluntary_limit" not in case.permitted(TEAM)


def test_the_limit_lasts_until_the_changes_are_made_or_shown_to_work() -> None:
    """BLA-TL-06, BLA-ST-18: a condition, not a date; a case is not closed over it."""
    case = reviewed(plan_running().takes(TEAM, "agree_voluntary_limit", **LIMIT))
    assert "Placements limited" in " ".join(_against(case, "close_case"))
    early = {"changes_made_or_shown_to_work": False}
    assert case.refuses(TEAM, "end_voluntary_limit", choices=early).departure
    case.takes(TEAM, "end_voluntary_limit", choices={"changes_made_or_shown_to_work": True})
    assert "voluntary_limit_condition" not in owed(case)
    assert case.case.overlays == set()


def _against(case: Story, step: str) -> list[str]:
    """Everything that stands against a step of the team's."""
    steps = permitted(case.situation(TEAM))
    return [no.why for one in steps if one.step == step for no in one.against]


# --- reviewed, and closed -------------------------------------------------------------------------


@pytest.mark.parametrize("told", ["review_notice", "tell_agencies_progress"])
def test_a_review_is_followed_by_a_written_notice_and_by_word_to_agencies(told: str) -> None:
    """BLA-ST-19, BLA-TL-02, BLA-NT-02, BLA-NT-03, BLA-RO-18 to RO-20, BLA-MT-06, BLA-RC-06."""
    case = plan_running().at(2026, 4, 7).takes(TEAM, "review_progress", "half of it is done")
    assert told in owed(case)
    assert "plan_review" not in {one.key for one in case.case.duties.values()}
    assert told not in owed(tell(case, TEAM, told))


def test_a_review_is_the_teams_and_needs_something_to_review() -> None:
    """BLA-ST-19: not the meeting's, and not before any action was agreed."""
    assert "review_progress" not in determined().permitted(TEAM)
    assert plan_running().refuses(PMM, "review_progress").kind == "not your role"


@pytest.mark.parametrize(
    ("step", "details", "stage"),
    [
        ("decide_further_action", {"next_step": "two more audits"}, "action_plan_running"),
        ("escalate_to_risk_summit", {}, "risk_summit"),
        ("close_case", {}, "closed_performing"),
    ],
)
def test_a_review_leads_on_to_a_summit_or_to_the_end(
    step: str, details: dict[str, Any], stage: str
) -> None:
    """BLA-ST-19, BLA-ST-26: three ways, none of them without the review."""
    case = plan_running()
    assert "Review progress formally” must come first" in case.refuses(TEAM, step, **details).why
    _settled(reviewed(case)).takes(TEAM, step, **details)
    assert case.case.stage == stage


def test_further_action_gets_a_review_date_of_its_own() -> None:
    """BLA-TL-02, BLA-RO-16: owed until the date is set, Thursday 31 December 2026."""
    case = reviewed(plan_running()).takes(TEAM, "decide_further_action", next_step="an audit")
    assert "review_date_to_set" in owed(case)
    case.takes(TEAM, "set_review_date", on="2026-12-31")
    assert due(case, "agreed_review") == "2026-12-31"
    assert "review_date_to_set" not in owed(case)


def test_a_case_closes_as_performing_only_when_everybody_has_been_told() -> None:
    """BLA-ST-26, BLA-NT-02, BLA-DF-06: the notice of the review is not left unwritten."""
    case = plan_running().takes(TEAM, "review_progress")
    tell(case, TEAM, "tell_partner_agencies", "feedback_to_provider", "tell_agencies_progress")
    refusal = case.refuses(TEAM, "close_case")
    assert "still open" in refusal.why
    tell(case, TEAM, "review_notice").clears(TEAM)
    case.takes(TEAM, "close_case", "audits have held for a month")
    assert case.case.closed


def test_a_review_before_the_latest_agreed_action_closes_nothing() -> None:
    """BLA-ST-26, BLA-ST-19, BLA-TL-02: each agreed action is reviewed before the end."""
    case = reviewed(plan_running()).takes(TEAM, "decide_further_action", next_step="an audit")
    assert "“Review progress formally” must come first" in _against(case, "close_case")
    reviewed(case.clears(TEAM)).takes(TEAM, "close_case")


def test_a_case_that_is_only_monitored_closes_by_a_review_too() -> None:
    """BLA-ST-26, BLA-ST-11, BLA-ST-04: after outcome 2 as after the meeting's decision."""
    watched = {"watch_at_performance_meeting": True, "include_in_next_contract_review": True}
    for case in (monitored(), decides(scored(), "decide_to_monitor", **watched)):
        assert "close_case" not in case.permitted(TEAM)
        reviewed(case).clears(TEAM).takes(TEAM, "close_case")
        assert case.case.stage == "closed_performing"


def test_a_suspended_service_is_not_closed_as_performing() -> None:
    """BLA-ST-26, BLA-ST-20: the suspension is lifted first."""
    assert "close_case" not in _settled(reviewed(suspended())).permitted(TEAM)
