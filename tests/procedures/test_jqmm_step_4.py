"""Step 4 of the JQMM chart: JIMP and SOSG, two levels of one step."""

from collections.abc import Callable

import pytest
from jqmm_case import (
    CHAIRS,
    JIMP,
    MET,
    NO,
    PPM,
    SOSG,
    YES,
    Council,
    at_jimp,
    at_sosg,
    due,
    opened,
    reviewed_at_ppm,
    reviewed_at_step_4,
    risk_judged,
)

from concerns.events import ContractEnded, EscalationAgreed
from given import plan

Told = Callable[[], Council]
LEVELS = [at_jimp, at_sosg]


def test_the_panel_and_the_group_meet() -> None:
    """JQM-MT-04, JQM-MT-05, JQM-RO-04."""
    assert "JIMP" in str(at_jimp().takes(JIMP, "hold_jimp", **MET).last[0])
    assert "SOSG" in str(at_sosg().takes(SOSG, "hold_sosg", **MET).last[0])
    assert "hold_sosg" not in at_jimp().permitted(SOSG)
    assert "hold_jimp" not in at_sosg().permitted(JIMP)


@pytest.mark.parametrize("ground", ["impact_5", "viability"])
def test_jimp_goes_on_to_sosg_on_one_of_two_grounds(ground: str) -> None:
    """JQM-ST-12, AMB-JQM-05: Impact 5, or serious doubt on viability, with the score."""
    case = at_jimp()
    risk_judged(case, 3, 5 if ground == "impact_5" else 4, "sosg")
    case.takes(JIMP, "escalate_to_sosg", to=ground)
    (fact,) = case.last
    assert isinstance(fact, EscalationAgreed)
    assert fact.to.startswith("the Service Operations Support Group, ")
    assert case.case.stage == "sosg"


def test_jimp_does_not_go_on_to_sosg_without_a_ground() -> None:
    """JQM-ST-12: nor on another, nor by somebody else."""
    case = at_jimp()
    assert case.refuses(JIMP, "escalate_to_sosg").where == "to"
    assert case.refuses(JIMP, "escalate_to_sosg", to="cost").where == "to"
    assert case.refuses(PPM, "escalate_to_sosg", to="impact_5").kind == "not your role"


def test_the_latest_scores_are_the_current_ones() -> None:
    """JQM-ST-12, JQM-RC-03, AMB-JQM-16: a new score must have its outcome chosen."""
    case = at_jimp().takes(JIMP, "assess_risk", levels={"engagement": 4, "impact": 5})
    refusal = case.refuses(JIMP, "escalate_to_sosg", to="impact_5")
    assert "“Outcome of the latest scores chosen” holds" in refusal.why
    case.takes(JIMP, "choose_outcome", outcome="sosg")
    assert case.takes(JIMP, "escalate_to_sosg", to="impact_5").case.stage == "sosg"


def test_nothing_lies_above_sosg() -> None:
    """JQM-ST-12, JQM-ST-14, AMB-JQM-08: at step 4 there is new time, or provider exit."""
    above = {"escalate_to_sosg", "escalate_to_jimp", "skip_to_sosg", "go_direct_to_sosg"}
    assert not above & at_sosg().permitted(JIMP)
    assert not above & at_sosg().permitted(SOSG)


@pytest.mark.parametrize("kind", ["dap", "cap"])
def test_a_plan_can_be_raised_at_step_4(kind: str) -> None:
    """JQM-PL-03, JQM-PL-01, JQM-PL-02: the third of three points, at either level."""
    for chair, stage in ((JIMP, "jimp"), (SOSG, "sosg")):
        case = opened().takes(chair, f"skip_to_{stage}", "too grave for step 2 or 3")
        assert case.refuses(PPM, f"agree_{kind}_at_step_4", **plan()).kind == "not your role"
        case.takes(chair, f"agree_{kind}_at_step_4", **plan())
        assert due(case, f"{kind}_timescales") == "2026-03-30"


@pytest.mark.parametrize("told", LEVELS)
def test_satisfactory_improvement_closes_the_case_at_step_4(told: Told) -> None:
    """JQM-ST-13, AMB-JQM-07: by whichever level has the case."""
    case = reviewed_at_step_4(told(), YES)
    chair = CHAIRS[case.case.stage]
    case.takes(chair, "close_after_step_4")
    assert (case.case.stage, case.case.closed) == ("normal_contract_monitoring", True)


def test_the_review_of_the_ppm_does_not_close_a_case_at_step_4() -> None:
    """JQM-ST-13: step 4 reviews for itself, on scores of its own (AMB-JQM-16)."""
    case = at_jimp()
    assert "must come first" in case.refuses(JIMP, "close_after_step_4").why
    refusal = case.refuses(JIMP, "review_performance_at_step_4", choices=YES, **MET)
    assert "“Choose one of the five outcomes” must come first" in refusal.why
    assert reviewed_at_step_4(at_jimp(), NO).refuses(JIMP, "close_after_step_4").departure
    assert reviewed_at_step_4(at_jimp(), YES).refuses(PPM, "close_after_step_4").kind == (
        "not your role"
    )


@pytest.mark.parametrize("told", LEVELS)
def test_unsatisfactory_improvement_is_given_new_timescales_at_step_4(told: Told) -> None:
    """JQM-ST-14, JQM-RC-04, AMB-JQM-08."""
    case = reviewed_at_step_4(told(), NO)
    stage = case.case.stage
    case.takes(CHAIRS[stage], "retime_dap_at_step_4", deadline="2026-07-31")
    assert (case.case.stage, due(case, "dap_timescales")) == (stage, "2026-07-31")


def test_new_timescales_at_step_4_need_a_review_there_that_says_no() -> None:
    """JQM-ST-14, JQM-RC-04: and a plan of that kind."""
    new = {"deadline": "2026-07-31"}
    assert "must come first" in at_jimp().refuses(JIMP, "retime_dap_at_step_4", **new).why
    assert reviewed_at_step_4(at_jimp(), YES).refuses(JIMP, "retime_dap_at_step_4", **new).departure
    case = reviewed_at_step_4(at_jimp(), NO)
    assert "“CAP agreed”" in case.refuses(JIMP, "retime_cap_at_step_4", **new).why
    case.takes(JIMP, "agree_cap_at_step_4", **plan())
    case.takes(JIMP, "retime_cap_at_step_4", **new)
    assert due(case, "cap_timescales") == "2026-07-31"


@pytest.mark.parametrize("told", LEVELS)
def test_the_provider_may_leave_at_step_4(told: Told) -> None:
    """JQM-ST-14, JQM-ST-16, AMB-JQM-08: the second way out of step 4, which has no box."""
    case = told()
    case.takes(CHAIRS[case.case.stage], "record_provider_exit", how="closed by the provider")
    assert isinstance(case.last[0], ContractEnded)
    assert (case.case.stage, case.case.closed) == ("provider_exit", True)


def test_a_provider_does_not_leave_before_step_4() -> None:
    """JQM-ST-14, AMB-JQM-14: a provider that closes goes straight to step 4 first."""
    case = reviewed_at_ppm(NO)
    assert case.refuses(JIMP, "record_provider_exit", how="closed").departure
    assert case.refuses(PPM, "record_provider_exit", how="closed").kind == "not your role"
    assert at_jimp().refuses(JIMP, "record_provider_exit").where == "how"
