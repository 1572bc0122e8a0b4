"""Blackpool's Performance Management Meeting: what it needs to know, and what it may decide."""

from typing import Any

import pytest
from blackpool_case import (
    CARE,
    MEETING,
    OFFICER,
    PMM,
    SUMMIT,
    TEAM,
    assessing,
    chosen,
    determined,
    due,
    indicated,
    meeting_held,
    monitored,
    owed,
    plan_running,
    tell,
)

from concerns.events import EvidenceGathered, MonitoringDecided, RatingGiven
from concerns.procedures.reader import library

ROUTES: list[tuple[str, str]] = [
    ("BLA-RO-06", "internal_staff"),
    ("BLA-RO-07", "provider"),
    ("BLA-RO-08", "other_agencies"),
    ("BLA-RO-09", "regulators"),
    ("BLA-RO-10", "visit"),
    ("BLA-RO-11", "reviews_of_people"),
    ("BLA-RO-12", "departments_and_agencies"),
]
DECISIONS: list[tuple[str, dict[str, Any], str]] = [
    ("choose_routine_monitoring", {"review_on": "2026-04-07"}, "monitor_only"),
    ("increase_monitoring", {"frequency": "every fortnight"}, "enhanced_monitoring"),
    ("review_contract_risk_rating", {"level": "amber in our own register"}, "for_pmm"),
    ("give_advice", {"what": "how others audit medicines"}, "for_pmm"),
    ("request_action_plan_at_meeting", {}, "for_pmm"),
    ("arrange_risk_summit", {}, "risk_summit"),
]


@pytest.mark.parametrize(("requirement", "route"), ROUTES)
def test_information_comes_by_seven_routes(requirement: str, route: str) -> None:
    """BLA-ST-10, BLA-RO-06 to RO-12: any of them, and the stage stays."""
    told = {"source": "the source", "findings": "rotas short in May"}
    case = determined().takes(CARE, "gather_information", kind=route, **told)
    found = case.last[0]
    assert isinstance(found, EvidenceGathered)
    listed = library()["blackpool"].lists["information_routes"].items[route]
    assert (found.kind, case.case.stage) == (listed.label, "for_pmm")
    assert requirement in listed.requirement


def test_information_is_not_gathered_here_before_the_risk_is_known() -> None:
    """BLA-ST-10: at the initial assessment it is evidence of that assessment."""
    told = {"kind": "visit", "source": "the source", "findings": "rotas short in May"}
    assert "a step from" in assessing().refuses(TEAM, "gather_information", **told).why
    assert determined().refuses(TEAM, "gather_information", **{**told, "kind": "rumour"}).where


def test_the_vanished_regulator_is_read_as_the_present_one() -> None:
    """BLA-RO-12, AMB-BLA-21: the seventh route names regulators and no body that is gone."""
    label = library()["blackpool"].lists["information_routes"].items["departments_and_agencies"]
    assert "regulators" in label.label
    assert "Social Care Inspection" not in label.label


def test_what_the_provider_answers_can_be_recorded_at_any_stage() -> None:
    """BLA-RO-29, BLA-SR-08: and only the team or the officer records it."""
    case = indicated().takes(TEAM, "record_provider_response", summary="two nurses start in June")
    assert "the provider" in str(case.last[0])
    assert "record_provider_response" not in case.permitted(CARE)


@pytest.mark.parametrize(("step", "details", "stage"), DECISIONS)
def test_each_decision_is_the_meetings_and_follows_its_sitting(
    step: str, details: dict[str, Any], stage: str
) -> None:
    """BLA-ST-11 to ST-15, BLA-RO-15, BLA-MT-01, AMB-BLA-15: refused before it sat, and to others.

    BLA-ACT-01 to ACT-05.
    """
    before = determined().refuses(PMM, step, **details)
    assert "Performance Management Meeting” must come first" in before.why
    assert meeting_held().refuses(TEAM, step, **details).kind == "not your role"
    case = meeting_held().takes(PMM, step, **details)
    assert case.case.stage == stage


def test_the_meeting_must_sit_again_before_it_decides_the_same_again() -> None:
    """BLA-ST-11, BLA-RO-15: one sitting does not carry two decisions of one kind."""
    case = monitored()
    refusal = case.refuses(PMM, "choose_routine_monitoring", review_on="2026-06-01")
    assert "must come first" in refusal.why
    case.takes(PMM, "hold_performance_meeting", **MEETING)
    case.takes(PMM, "choose_routine_monitoring", review_on="2026-06-01")
    assert due(case, "monitoring_review") == "2026-06-01"


def test_a_meeting_that_has_no_case_before_it_does_not_sit() -> None:
    """BLA-MT-01: not while the risk is still being assessed."""
    assert "hold_performance_meeting" not in assessing().permitted(PMM)


def test_routine_monitoring_is_reviewed_on_the_day_the_meeting_sets() -> None:
    """BLA-ST-11, BLA-TL-01: no date, no decision; the day is not moved."""
    assert meeting_held().refuses(PMM, "choose_routine_monitoring").where == "review_on"
    assert due(monitored("2026-12-26"), "monitoring_review") == "2026-12-26"  # a bank holiday


def test_closer_monitoring_says_how_often() -> None:
    """BLA-ST-12, AMB-BLA-20: its own procedure was not supplied, so the frequency is said here."""
    assert meeting_held().refuses(PMM, "increase_monitoring").where == "frequency"
    case = meeting_held().takes(PMM, "increase_monitoring", frequency="weekly")
    found = case.last[0]
    assert isinstance(found, MonitoringDecided)
    assert (found.kind, found.frequency) == ("enhanced", "weekly")


def test_the_contracts_risk_rating_is_in_free_words_and_every_change_is_kept() -> None:
    """BLA-ST-13, BLA-RC-04, AMB-BLA-31: no scale; tied to neither matrix nor category."""
    case = meeting_held().takes(PMM, "review_contract_risk_rating", level="B, watch")
    case.takes(PMM, "hold_performance_meeting", **MEETING)
    case.takes(PMM, "review_contract_risk_rating", level="C")
    given = [one.level for one in case.facts if isinstance(one, RatingGiven)]
    assert given == ["B, watch", "C"]


def test_a_moderate_risk_can_get_its_action_plan_without_a_risk_summit() -> None:
    """BLA-OUT-M, BLA-ACT-05, AMB-BLA-12: contingency is planned from then on (BLA-PL-06)."""
    case = meeting_held().takes(PMM, "request_action_plan_at_meeting")
    assert "contingency_planning" in owed(case)
    assert "agree_action_plan" in case.permitted(TEAM)
    assert "agree_action_plan" not in meeting_held().permitted(TEAM)


def test_a_risk_summit_is_called_with_the_agencies_it_invites() -> None:
    """BLA-ST-15, BLA-MT-03: an empty list of agencies is no call."""
    case = meeting_held().takes(PMM, "arrange_risk_summit")
    assert case.refuses(TEAM, "convene_risk_summit", on="2026-03-09").where == "invited"
    case.takes(TEAM, "convene_risk_summit", on="2026-03-09", invited=["CQC", "police"])
    assert "hold_risk_summit" in case.permitted(SUMMIT)


def test_the_provider_is_told_of_the_risk_tools_findings_and_how() -> None:
    """BLA-NT-06, BLA-FM-05: the way of telling is on record."""
    case = tell(determined(), OFFICER, "feedback_to_provider", how="telephone, at half past ten")
    assert "telephone" in str(case.last[0])
    assert "feedback_to_provider" not in owed(case)


def test_contract_reviews_are_held_at_any_stage() -> None:
    """BLA-MT-02: with the provider; not a meeting of care management's."""
    case = monitored().takes(TEAM, "hold_contract_review", **MEETING)
    assert case.case.stage == "monitor_only"
    assert "hold_contract_review" not in case.permitted(CARE)


def test_the_table_of_actions_guides_and_refuses_nothing() -> None:
    """BLA-RO-16, BLA-ACT-01 to ACT-17, AMB-BLA-12, AMB-BLA-26: a Low action at any level."""
    actions = [*library()["blackpool"].lists["corrective_actions"].items]
    assert len(actions) == 17
    for case in (determined("determine_extreme_risk"), determined("determine_low_risk")):
        case.takes(TEAM, "identify_actions", chosen=actions)
    assert determined().refuses(TEAM, "identify_actions", chosen=["sack them"]).where == "chosen"
    assert "identify_actions" not in plan_running().permitted(PMM)


def test_references_to_other_sections_are_off_by_one() -> None:
    """BLA-RS-06, BLA-ACT-05, AMB-BLA-11: Action Plans are section 8, termination section 9."""
    lists = library()["blackpool"].lists
    marked = {
        key
        for name in ("corrective_actions", "risk_summit_options")
        for key, one in lists[name].items.items()
        if "AMB-BLA-11" in one.reading
    }
    assert marked == {"action_plan", "alternative_services", "cease_placements"}
    assert "decide_on_alternative_services" in chosen("alternative_services").permitted(SUMMIT)
