"""Blackpool's Suspension Plan: sixteen lines, and who is written to and told."""

import pytest
from blackpool_case import (
    CARE,
    TEAM,
    chosen,
    lines,
    owed,
    tell,
)

from concerns.events import PlanAgreed
from concerns.procedures.reader import library
from given import Story

PLAN = library()["blackpool"].plans["suspension_plan"]
RESPONSIBLE = {
    "Contracts Team": [1, 6, 11, 13],
    "Contracts Team/CCG": [4],
    "Contract Team": [14],
    "DASS": [10],
    "Care Management/CCG": [2, 3, 5, 7, 8, 9, 12, 15, 16],
}
TOLD: list[tuple[str, str]] = [
    ("BLA-NT-17", "suspension_letter_to_provider"),
    ("BLA-NT-18", "suspension_letter_to_people"),
    ("BLA-NT-10", "tell_advocacy_of_suspension"),
    ("BLA-NT-11", "tell_other_councils_of_suspension"),
    ("BLA-NT-14", "tell_cqc_of_suspension"),
]


def _planning() -> Story:
    """The summit chose to suspend; the plan is yet to be agreed."""
    return chosen("suspension")


# --- the plan -------------------------------------------------------------------------------------


def test_the_plan_begins_with_sixteen_lines_in_two_blocks() -> None:
    """BLA-SU-01 to SU-16, BLA-FM-09: thirteen before the suspension and three after it."""
    case = _planning()
    case.takes(TEAM, "agree_suspension_plan", deadline="2026-05-29", items=lines(16))
    found = case.last[0]
    assert isinstance(found, PlanAgreed)
    assert [one.id for one in found.items] == [str(number) for number in range(1, 17)]
    assert [one.kind for one in found.items] == ["Preparation"] * 13 + ["After suspension"] * 3
    assert all(one.action == PLAN.lines[one.id].label for one in found.items)


@pytest.mark.parametrize("number", range(1, 17))
def test_no_line_of_the_plan_may_be_missing(number: int) -> None:
    """BLA-SU-01 to SU-16, BLA-TL-04: each has a person and a date, and a missing one is named."""
    kept = [one for one in lines(16) if one["id"] != str(number)]
    refusal = _planning().refuses(TEAM, "agree_suspension_plan", deadline="2026-05-29", items=kept)
    assert refusal.why.endswith(f": {number}")


@pytest.mark.parametrize("area", RESPONSIBLE)
def test_each_line_names_the_area_as_printed(area: str) -> None:
    """BLA-SU-01 to SU-16, AMB-BLA-18: Contract Team is kept as printed and means the same team."""
    found = [int(key) for key, one in PLAN.lines.items() if one.responsible == area]
    assert found == RESPONSIBLE[area]


def test_the_visit_explains_the_decision_and_no_move() -> None:
    """BLA-SU-15, AMB-BLA-17: two words left over from the closure plan are dropped."""
    assert PLAN.lines["15"].label == "Have each resident's worker visit and explain the decision"


def test_a_line_of_ones_own_may_be_added_and_none_twice() -> None:
    """BLA-FM-09: the sixteen are where a plan begins."""
    own = {"id": "17", "area": "CCG", "action": "visit weekly", "owner": "Cec", "due": "2026-04-01"}
    _planning().takes(TEAM, "agree_suspension_plan", deadline="2026-05-29", items=[*lines(16), own])
    refusal = _planning().refuses(
        TEAM, "agree_suspension_plan", deadline="2026-05-29", items=[*lines(16), *lines(1)]
    )
    assert "called '1'" in refusal.why


@pytest.mark.parametrize(("requirement", "duty"), TOLD)
def test_the_preparation_says_who_is_written_to_and_told(requirement: str, duty: str) -> None:
    """BLA-NT-10, BLA-NT-11, BLA-NT-14, BLA-NT-17, BLA-NT-18, AMB-BLA-19: before the suspension."""
    case = _planning()
    case.takes(TEAM, "agree_suspension_plan", deadline="2026-05-29", items=lines(16))
    assert duty in owed(case)
    mine = CARE if "people" in duty or "advocacy" in duty or "councils" in duty else TEAM
    assert duty not in owed(tell(case, mine, duty, how="post"))
    assert requirement in library()["blackpool"].duties[duty].requirement
