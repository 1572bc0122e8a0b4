"""The JQMM chart's note: steps are a guide, may be missed, and on three grounds are."""

from collections.abc import Callable

import pytest
from jqmm_case import (
    CHAIRS,
    CONTRACTS,
    INTAKE,
    JQMM,
    Council,
    at_further_action,
    at_jimp,
    at_ppm,
    at_qam,
    at_sosg,
    opened,
)

from concerns.events import StepsSkipped

Told = Callable[[], Council]
STAGES = {
    "issue_received": opened,
    "further_action": at_further_action,
    "qam": at_qam,
    "ppm": at_ppm,
    "jimp": at_jimp,
    "sosg": at_sosg,
}
ALLOWED = [
    ("skip_to_qam", "issue_received"),
    ("skip_to_ppm", "issue_received"),
    ("skip_to_ppm", "further_action"),
    ("skip_to_ppm", "qam"),
    ("skip_to_jimp", "issue_received"),
    ("skip_to_jimp", "further_action"),
    ("skip_to_jimp", "qam"),
    ("skip_to_jimp", "ppm"),
    ("skip_to_sosg", "issue_received"),
    ("skip_to_sosg", "further_action"),
    ("skip_to_sosg", "qam"),
    ("skip_to_sosg", "ppm"),
]
SKIPS = ["skip_to_qam", "skip_to_ppm", "skip_to_jimp", "skip_to_sosg"]
REFUSED = [(step, stage) for step in SKIPS for stage in STAGES if (step, stage) not in ALLOWED]
GROUNDS = {
    "safeguarding_ability": "Serious concern whether the provider can keep individuals safe",
    "closing_by_choice": "The provider has decided to close the service",
    "fit_to_go_on": "Serious doubt whether the provider can or should go on",
}
BEFORE_STEP_4 = ["issue_received", "further_action", "qam", "ppm"]


@pytest.mark.parametrize(("step", "stage"), ALLOWED)
def test_steps_are_missed_from_any_earlier_one(step: str, stage: str) -> None:
    """JQM-ST-15, JQM-SR-01, JQM-RC-01, AMB-JQM-11: a decision with its rationale, no departure."""
    case = STAGES[stage]().takes(JQMM, step, "the risk is plain and the provider agrees")
    (fact,) = case.last
    assert isinstance(fact, StepsSkipped)
    assert (fact.departure, fact.ground) == (None, "")
    assert fact.reason == "the risk is plain and the provider agrees"
    assert case.case.stage == step.removeprefix("skip_to_")


@pytest.mark.parametrize(("step", "stage"), REFUSED)
def test_nothing_is_missed_out_backwards(step: str, stage: str) -> None:
    """JQM-ST-15: to a later step only; from JIMP to SOSG there are grounds (JQM-ST-12)."""
    assert "is a step from" in STAGES[stage]().refuses(JQMM, step).why


@pytest.mark.parametrize("step", SKIPS)
def test_steps_are_not_missed_without_a_rationale(step: str) -> None:
    """JQM-ST-15, JQM-RC-01: a blank reason is never right."""
    refusal = opened().refuses(JQMM, step, "  ")
    assert (refusal.where, refusal.departure) == ("reason", False)


def test_any_chair_may_miss_steps_out_and_nobody_else() -> None:
    """JQM-ST-15, AMB-JQM-10: nobody is named, so whoever chairs one of the meetings."""
    for chair in CHAIRS.values():
        assert opened().takes(chair, "skip_to_sosg").case.stage == "sosg"
    for other in (INTAKE, CONTRACTS):
        assert opened().refuses(other, "skip_to_sosg").kind == "not your role"


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize(
    ("step", "level"), [("go_direct_to_jimp", "jimp"), ("go_direct_to_sosg", "sosg")]
)
def test_three_grounds_lead_straight_to_step_4(step: str, level: str, ground: str) -> None:
    """JQM-ST-16, JQM-SR-02, AMB-JQM-14: no score is needed; ground and rationale replace it."""
    for stage in BEFORE_STEP_4:
        case = STAGES[stage]().takes(JQMM, step, "told us this morning", ground=ground)
        (fact,) = case.last
        assert isinstance(fact, StepsSkipped)
        assert (fact.ground, case.case.stage) == (GROUNDS[ground], level)


@pytest.mark.parametrize("step", ["go_direct_to_jimp", "go_direct_to_sosg"])
def test_step_4_is_not_reached_directly_on_another_ground_or_on_none(step: str) -> None:
    """JQM-ST-16, JQM-SR-02: which of the three is recorded."""
    assert opened().refuses(JQMM, step).where == "ground"
    refusal = opened().refuses(JQMM, step, ground="complaints")
    assert "safeguarding_ability, closing_by_choice, fit_to_go_on" in refusal.why
    assert opened().refuses(INTAKE, step, ground="fit_to_go_on").kind == "not your role"


@pytest.mark.parametrize("told", [at_jimp, at_sosg])
def test_step_4_is_not_reached_directly_from_itself(told: Told) -> None:
    """JQM-ST-16: from any earlier step."""
    assert not {"go_direct_to_jimp", "go_direct_to_sosg"} & told().permitted(JQMM)
    assert told().refuses(JQMM, "go_direct_to_jimp", ground="fit_to_go_on").departure


@pytest.mark.parametrize("told", [at_qam, at_ppm])
def test_the_meetings_that_are_missed_need_not_be_held(told: Told) -> None:
    """JQM-SR-02, JQM-SR-01: neither QAM nor PPM comes first."""
    case = told().takes(JQMM, "go_direct_to_jimp", "a fire last night", ground="fit_to_go_on")
    assert case.case.stage == "jimp"
    assert "hold_ppm" not in case.case.steps
