"""Blackpool's joint risk assessment, step by step, up to the overall level of risk."""

import pytest
from blackpool_case import (
    ACTED_ON,
    CARE,
    HEALTH,
    OFFICER,
    PMM,
    TEAM,
    answered,
    assessing_risk,
    collated,
    decides,
    determined,
    indicated,
    monitored,
    owed,
    sampled,
)

from concerns.events import OverallRiskDetermined, SampleAssessed


def test_the_tool_is_used_only_once_the_procedure_is_started() -> None:
    """BLA-ST-06: refused at an indicator, allowed at the risk assessment, on several people."""
    given = {"5": {"issues": "falls", "impact": 2, "likelihood": 3}}
    assert indicated().refuses(HEALTH, "assess_person", person="R12", domains=given).departure
    case = assessing_risk()
    for person in ("R12", "R13", "R14"):
        case.takes(HEALTH, "assess_person", person=person, domains=given)
    assert isinstance(case.last[0], SampleAssessed)
    assert case.case.stage == "risk_assessment"
    assert "assess_person" not in case.permitted(PMM)


def test_an_immediate_risk_is_acted_on_before_anything_is_collated() -> None:
    """BLA-ST-07, BLA-JRT-03: step 2 follows an assessment and leaves the stage as it is."""
    case = assessing_risk()
    assert "assess one person" in case.refuses(CARE, "take_immediate_action", action="moved").why
    sampled(case, "R12", d10={"issues": "no insulin", "impact": 5, "likelihood": 5})
    case.takes(CARE, "take_immediate_action", action="a nurse gives insulin from today")
    assert case.case.stage == "risk_assessment"


def test_the_overall_risk_waits_for_the_collated_sample_and_for_mitigation() -> None:
    """BLA-ST-08, BLA-ST-09, BLA-JRT-04, BLA-RP-02, AMB-BLA-13: step by step."""
    case = assessing_risk()
    assert "record_mitigation" not in case.permitted(TEAM)
    assert "collate_sample" not in case.permitted(TEAM)
    sampled(case, "R12", d5={"issues": "falls", "impact": 2, "likelihood": 3})
    case.takes(TEAM, "collate_sample", summary="one of one, moderate")
    refusal = case.refuses(TEAM, "determine_low_risk", choices=ACTED_ON)
    assert "may lower the risk" in refusal.why
    case.takes(TEAM, "record_mitigation", factor="management", comment="a new lead since May")
    case.takes(TEAM, "record_views", of="R12 and a daughter", how="visit", views="kind but few")
    assert "determine_low_risk" in case.permitted(TEAM)


def test_mitigation_is_chosen_from_the_factors_named() -> None:
    """BLA-JRT-04, BLA-FM-03: or something else, or nothing found; never a word of one's own."""
    case = assessing_risk()
    sampled(case, "R12", d5={"issues": "falls", "impact": 2, "likelihood": 3})
    case.takes(TEAM, "collate_sample", summary="one of one, moderate")
    refusal = case.refuses(TEAM, "record_mitigation", factor="luck", comment="so far")
    assert "sustainability" in refusal.why


def test_people_and_carers_are_heard_while_the_risk_is_assessed() -> None:
    """BLA-JRT-05, BLA-RC-03, BLA-FM-03, BLA-ST-08: by whom and how; a blank view is none."""
    heard = {"of": "R12 and a daughter", "how": "a visit", "views": "kind, and too few"}
    assert "record_views" not in indicated().permitted(TEAM)
    case = assessing_risk()
    assert case.refuses(TEAM, "record_views", **{**heard, "views": " "}).where == "views"
    case.takes(TEAM, "record_views", **heard)
    assert "too few" in str(case.last[0])


def test_nobody_determines_the_overall_risk_over_an_immediate_risk_left_alone() -> None:
    """BLA-JRT-03, BLA-ST-09: the question is answered, and the answer no stands in the way."""
    case = collated()
    assert case.refuses(TEAM, "determine_high_risk").where.startswith("choices.")
    left = dict.fromkeys(ACTED_ON, False)
    assert "is yes" in case.refuses(TEAM, "determine_high_risk", choices=left).why


@pytest.mark.parametrize(
    ("step", "level", "begins"),
    [
        ("determine_low_risk", "low", set[str]()),
        ("determine_moderate_risk", "moderate", set[str]()),
        ("determine_high_risk", "high", {"consider_specific_measures"}),
        (
            "determine_extreme_risk",
            "extreme",
            {
                "apply_specific_measures",
                "plan_alternative_care",
                "tell_primary_care",
                "tell_regulators",
                "tell_people_of_risk",
            },
        ),
    ],
)
def test_each_level_brings_its_own_action_and_feedback_to_the_provider(
    step: str, level: str, begins: set[str]
) -> None:
    """BLA-OUT-L, BLA-OUT-M, BLA-OUT-H, BLA-OUT-E, BLA-NT-06, BLA-NT-07, AMB-BLA-30: one ticked."""
    case = collated()
    before = owed(case)
    case.takes(TEAM, step, choices=ACTED_ON)
    found = case.last[0]
    assert isinstance(found, OverallRiskDetermined)
    assert found.level == level
    assert owed(case) - before == {"feedback_to_provider", *begins}
    assert case.case.stage == "for_pmm"


def test_a_person_judges_the_overall_level_and_the_worst_and_the_spread_stand_beside_it() -> None:
    """BLA-JRT-06, AMB-BLA-25, BLA-JRT-01: grades advise and decide nothing."""
    case = assessing_risk()
    sampled(case, "R12", d10={"issues": "doses", "impact": 4, "likelihood": 4})
    sampled(case, "R13", d10={"issues": "doses", "impact": 1, "likelihood": 1})
    case.takes(TEAM, "collate_sample", summary="one extreme, one low")
    case.takes(TEAM, "record_mitigation", factor="staffing", comment="nurses on each round")
    case.takes(TEAM, "determine_low_risk", "put right since", choices=ACTED_ON)
    found = case.last[0]
    assert isinstance(found, OverallRiskDetermined)
    assert (found.level, found.worst_of_sample, found.people_assessed) == ("low", "Extreme", 2)
    assert found.spread == {"Extreme": 1, "Low": 1}


def test_at_high_specific_measures_are_considered_and_at_extreme_applied() -> None:
    """BLA-OUT-H, BLA-OUT-E, AMB-BLA-20: only at High may the answer be none."""
    high = determined("determine_high_risk")
    assert "apply_specific_measures" not in high.permitted(TEAM)
    high.takes(TEAM, "consider_specific_measures", chosen=["none_needed"])
    assert "consider_specific_measures" not in owed(high)
    extreme = determined("determine_extreme_risk")
    refusal = extreme.refuses(TEAM, "apply_specific_measures", chosen=["none_needed"])
    assert "not on the list" in refusal.why
    extreme.takes(TEAM, "apply_specific_measures", chosen=["alert_primary_care", "other"])
    assert "apply_specific_measures" not in owed(extreme)


def test_low_and_moderate_risk_call_for_no_specific_measures() -> None:
    """BLA-OUT-L, BLA-OUT-M."""
    case = determined("determine_low_risk")
    refused = case.refuses(TEAM, "consider_specific_measures", chosen=["involve_regulators"])
    assert "follows only on" in refused.why
    assert "determine_low_risk" not in determined().permitted(OFFICER)


def test_a_second_assessment_begins_with_a_sample_of_its_own() -> None:
    """BLA-ST-02, BLA-ST-06, BLA-ST-08: what was found months ago carries no new judgement."""
    case = monitored().at(2026, 9, 7)
    case.takes(OFFICER, "start_initial_assessment", process="information_received")
    assert "decide_too_slight" not in case.permitted(OFFICER)
    answered(case, {"2": "one_person"})
    decides(case, "decide_to_start_procedure")
    assert "collate_sample" not in case.permitted(TEAM)
    assert "determine_high_risk" not in case.permitted(TEAM)
