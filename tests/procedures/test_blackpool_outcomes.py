"""The three outcomes of Blackpool's initial assessment, and the category judged beside it."""

import pytest
from blackpool_case import (
    OFFICER,
    PROOF,
    TEAM,
    assessing,
    decides,
    owed,
    scored,
)

from concerns.commands.take_step import TakeStep
from concerns.events import AssessmentOutcomeDecided, CriteriaScored
from given import officer

OUTCOMES = ["decide_too_slight", "decide_to_monitor", "decide_to_start_procedure"]


@pytest.mark.parametrize(
    ("step", "outcome", "stage", "choices"),
    [
        ("decide_too_slight", 1, "closed_too_slight", {}),
        (
            "decide_to_monitor",
            2,
            "monitor_only",
            {"watch_at_performance_meeting": True, "include_in_next_contract_review": False},
        ),
        ("decide_to_start_procedure", 3, "risk_assessment", {}),
    ],
)
def test_a_contracts_officer_decides_on_one_of_three_outcomes(
    step: str, outcome: int, stage: str, choices: dict[str, bool]
) -> None:
    """BLA-ST-03 to ST-05, BLA-IA-T2, AMB-BLA-02, AMB-BLA-14: a person, whatever the score is."""
    case = decides(scored(), step, **choices)
    found = case.last[0]
    assert isinstance(found, AssessmentOutcomeDecided)
    assert (found.outcome, found.total, case.case.stage) == (outcome, 8, stage)
    assert case.case.closed is (outcome == 1)


def test_no_outcome_follows_from_a_score_and_none_comes_without_one() -> None:
    """BLA-ST-03 to ST-05, BLA-IA-T2: scored first, decided by the Contracts Officer."""
    case = assessing()
    for step in OUTCOMES:
        assert step not in case.permitted(OFFICER)
        assert step not in scored().permitted(TEAM)
    assert isinstance(scored().last[0], CriteriaScored)
    assert scored().case.stage == "initial_assessment"


def test_an_outcome_rests_on_evidence_that_is_named() -> None:
    """BLA-RC-01, BLA-ST-03: refused while no evidence is given."""
    refusal = scored().refuses(OFFICER, "decide_too_slight")
    assert refusal.where == "evidence"


def test_how_a_slight_case_is_watched_must_be_said() -> None:
    """BLA-ST-04, AMB-BLA-14: at the meeting, at the next contract review, or both."""
    asked = TakeStep(step="decide_to_monitor", reason="slight", evidence=(PROOF,))
    refusal = scored().refused(OFFICER, asked)
    assert refusal.where == "choices.watch_at_performance_meeting"


def test_partner_agencies_are_told_when_the_procedure_starts() -> None:
    """BLA-NT-01, BLA-RO-13, BLA-ST-05: and not for an outcome that starts nothing."""
    assert owed(scored()) == set()
    assert owed(decides(scored(), "decide_to_start_procedure")) == {"tell_partner_agencies"}


def test_a_category_is_judged_apart_from_any_score() -> None:
    """BLA-DF-03 to DF-06, AMB-BLA-26: three categories, and none better than performing."""
    case = scored()
    for level in ("performing_isolated_issue", "underperforming", "serious_concerns"):
        case.takes(OFFICER, "categorise_performance", level=level)
    refusal = case.refuses(OFFICER, "categorise_performance", level="outstanding")
    assert refusal.where == "level"
    assert case.refuses(officer("Hal", "health"), "categorise_performance", level="x").departure
