"""Lambeth at every step: what commissioners intend, what they and the provider do about risk."""

from typing import Any

import pytest
from lambeth_case import (
    CHAIR,
    COMMISSIONER,
    LEAD,
    SAFEGUARDING,
    findings_meeting,
    met,
    owed,
    step_1,
)

from concerns.commands.correct_record import CorrectRecord
from concerns.commands.discharge_duty import DischargeDuty


def test_intentions_follow_from_risk_and_are_the_commissioners_to_record() -> None:
    """LAM-RK-04, LAM-RO-16: not before risk is judged, and not by safeguarding officers."""
    case = step_1()
    refusal = case.refuses(LEAD, "record_commissioning_intentions", intentions="buy elsewhere")
    assert "Map the risks" in refusal.why
    case.takes(CHAIR, "judge_risk_high")
    intentions = {"intentions": "buy elsewhere"}
    assert case.refuses(SAFEGUARDING, "record_commissioning_intentions", **intentions).departure
    case.takes(LEAD, "record_commissioning_intentions", **intentions)
    assert "intentions_step_1" not in owed(case)


@pytest.mark.parametrize(
    ("case_at", "duty"),
    [
        (step_1, "intentions_step_1"),
        (met, "intentions_step_2"),
        (findings_meeting, "intentions_step_3"),
    ],
)
def test_intentions_are_considered_at_three_points(case_at: Any, duty: str) -> None:
    """LAM-RC-01, LAM-S1-10, LAM-S2-07, LAM-S3-05: each time anew."""
    case = case_at()
    assert [one for one in owed(case) if one.startswith("intentions")] == [duty]
    case.takes(CHAIR, "judge_risk_below_high")
    case.takes(COMMISSIONER, "record_commissioning_intentions", intentions="as before")
    assert duty not in owed(case)


@pytest.mark.parametrize(
    "action", ["announced_visits", "unannounced_visits", "training_or_support", "other"]
)
def test_commissioners_choose_what_is_needed_and_in_proportion(action: str) -> None:
    """LAM-S1-12 to LAM-S1-14, LAM-SR-07."""
    fit, unfit = ({"timely_necessary_and_in_proportion": one} for one in (True, False))
    case = step_1()
    assert case.refuses(LEAD, "choose_commissioner_actions", choices=unfit, chosen=[action])
    case.takes(LEAD, "choose_commissioner_actions", choices=fit, chosen=[action])
    assert case.last[0].model_dump()["chosen"] == (action,)
    assert case.refuses(LEAD, "choose_commissioner_actions", choices=fit, chosen=["a fine"])


@pytest.mark.parametrize(
    "action", ["resources", "training", "equipment", "staffing", "own_proposal"]
)
def test_what_the_provider_does_is_recorded_its_own_ideas_too(action: str) -> None:
    """LAM-S1-16 to LAM-S1-19, LAM-RO-15."""
    case = step_1().takes(CHAIR, "record_provider_actions", chosen=[action])
    assert case.last[0].model_dump()["chosen"] == (action,)
    case.takes(CHAIR, "record_provider_proposal", factor="falls", comment="sensors, at its cost")
    assert case.refuses(CHAIR, "record_provider_proposal", factor="falls", comment=" ")


def test_what_may_help_the_police_is_never_overwritten() -> None:
    """LAM-RC-04, LAM-S3-06: a correction leaves what was said; to keep it is a duty."""
    case = findings_meeting()
    said = next(one for one in case.facts if one.name == "evidence-gathered/1")
    case.asks(
        CHAIR,
        CorrectRecord(fact=said.id, wrong="one on nights", right="two", reason="the rota was old"),
    )
    assert "one on nights" in str(next(one for one in case.facts if one.id == said.id))
    duty = case.duty("preserve_police_information")
    case.asks(CHAIR, DischargeDuty(duty=duty, how="rotas copied and sealed"))
    assert "preserve_police_information" not in owed(case)
