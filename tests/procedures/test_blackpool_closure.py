"""Blackpool's closing of a home: the plan, who is told, who moves, and the end of the case."""

from typing import Any

import pytest
from blackpool_case import (
    CARE,
    DASS,
    MEETING,
    OFFICER,
    SUMMIT,
    TEAM,
    closing_home,
    considering_termination,
    lines,
    owed,
    suspended,
    tell,
    terminated,
)

from concerns.commands.list_people import ListPeople
from concerns.commands.record_move import RecordMove
from concerns.commands.record_outcome import RecordOutcome
from concerns.events import PlanAgreed
from concerns.procedures.reader import library
from given import Story

PLAN = library()["blackpool"].plans["home_closure_plan"]
EVERYONE = {"everyone_who_lived_there_is_listed": True}
RESPONSIBLE = {
    "Contracts Team": [1, 2, 19, 26],
    "Contracts Team/CCG": [9, 23],
    "Contract Team": [30],
    "Care Management": [12, 25],
    "DASS": [20],
    "": [11],
}
TOLD: list[tuple[str, str]] = [
    ("BLA-NT-08", "closure_letter_to_provider"),
    ("BLA-NT-09", "closure_letter_to_people"),
    ("BLA-NT-10", "tell_advocacy_of_closure"),
    ("BLA-NT-11", "tell_other_councils_of_closure"),
    ("BLA-NT-12", "tell_in_house_services"),
    ("BLA-NT-13", "tell_edt"),
    ("BLA-NT-14", "tell_cqc_of_closure"),
    ("BLA-NT-16", "telephone_relatives"),
]
MOVED: dict[str, Any] = {
    "from_service": "Elm House",
    "to_service": "Ash Court",
    "receiving_status": "no concerns",
}


# --- the closure plan -----------------------------------------------------------------------------


def _agreed(case: Story) -> PlanAgreed:
    case.takes(OFFICER, "agree_home_closure_plan", deadline="2026-06-30", items=lines(39))
    found = case.last[0]
    assert isinstance(found, PlanAgreed)
    return found


def test_the_plan_begins_with_thirty_nine_lines_under_one_heading() -> None:
    """BLA-HC-01 to HC-39, BLA-FM-08, AMB-BLA-16: the later headings are lost."""
    found = _agreed(terminated())
    assert [one.id for one in found.items] == [str(number) for number in range(1, 40)]
    assert {one.kind for one in found.items} == {"Preparation"}
    assert all(one.action == PLAN.lines[one.id].label for one in found.items)


@pytest.mark.parametrize("number", range(1, 40))
def test_no_line_of_the_plan_may_be_missing(number: int) -> None:
    """BLA-HC-01 to HC-39, BLA-TL-04: not even the line that nobody can read."""
    kept = [one for one in lines(39) if one["id"] != str(number)]
    refusal = terminated().refuses(
        OFFICER, "agree_home_closure_plan", deadline="2026-06-30", items=kept
    )
    assert refusal.why.endswith(f": {number}")


@pytest.mark.parametrize("area", RESPONSIBLE)
def test_each_line_names_the_area_as_printed_or_leaves_it_blank(area: str) -> None:
    """BLA-HC-01 to HC-39, AMB-BLA-16, AMB-BLA-18: halves of a name are read as the whole."""
    found = [int(key) for key, one in PLAN.lines.items() if one.responsible == area]
    assert found == RESPONSIBLE[area]
    rest = {one.responsible for one in PLAN.lines.values()} - RESPONSIBLE.keys()
    assert rest == {"Care Management/CCG"}


def test_the_unreadable_line_and_both_rows_on_transport_are_kept() -> None:
    """BLA-HC-11, BLA-HC-12, BLA-HC-28, AMB-BLA-16."""
    assert "unreadable" in PLAN.lines["12"].label
    transport = [key for key, one in PLAN.lines.items() if "transport" in one.label]
    assert transport == ["11", "28"]


def test_the_closure_plan_follows_the_decision() -> None:
    """BLA-ST-23, BLA-RO-22: agreed by the officer who co-ordinates, and not before."""
    early = considering_termination().refuses(
        OFFICER, "agree_home_closure_plan", deadline="2026-06-30", items=lines(39)
    )
    assert "Decide to end the contract” must come first" in early.why
    assert "agree_home_closure_plan" not in terminated().permitted(CARE)


@pytest.mark.parametrize(("requirement", "duty"), TOLD)
def test_the_closure_plan_brings_its_letters_and_tellings(requirement: str, duty: str) -> None:
    """BLA-NT-08 to NT-14, BLA-NT-16, AMB-BLA-19: each owed until it is sent."""
    case = terminated()
    _agreed(case)
    assert duty in owed(case)
    assert requirement in library()["blackpool"].duties[duty].requirement
    mine = TEAM if duty in {"closure_letter_to_provider", "tell_cqc_of_closure"} else CARE
    assert duty not in owed(tell(case, mine, duty, how="telephone"))


def test_medicines_are_checked_before_anybody_moves() -> None:
    """BLA-RC-10, BLA-HC-32, BLA-HC-33: owed as soon as the plan is agreed."""
    case = terminated()
    _agreed(case)
    assert "check_medicines_on_moves" in owed(case)


# --- ended ----------------------------------------------------------------------------------------


def test_a_contract_ends_when_everything_is_told() -> None:
    """BLA-ST-23: refused while a letter is open, and before any decision."""
    assert "record_contract_end" not in considering_termination().permitted(OFFICER)
    case = terminated()
    assert "still open" in case.refuses(OFFICER, "record_contract_end").why
    case.clears(TEAM).takes(OFFICER, "record_contract_end", "the last person has left")
    assert (case.case.stage, case.case.closed) == ("contract_ended", True)


def test_a_home_closes_with_its_plan_its_meeting_and_everyone_listed() -> None:
    """BLA-ST-23, BLA-MT-04, BLA-HC-21: each of the three is missing once."""
    no_plan = terminated().takes(DASS, "hold_readiness_meeting", **MEETING).clears(TEAM)
    assert "Closure Plan” must" in no_plan.refuses(OFFICER, "close_home", choices=EVERYONE).why
    no_meeting = terminated()
    _agreed(no_meeting)
    refusal = no_meeting.clears(TEAM).refuses(OFFICER, "close_home", choices=EVERYONE)
    assert "readiness meeting” must" in refusal.why
    not_all = closing_home().clears(TEAM)
    not_listed = dict.fromkeys(EVERYONE, False)
    assert "is yes" in not_all.refuses(OFFICER, "close_home", choices=not_listed).why
    not_all.takes(OFFICER, "close_home", choices=EVERYONE)
    assert (not_all.case.stage, not_all.case.closed) == ("home_closed", True)


def test_nobody_is_forgotten_when_a_home_closes() -> None:
    """BLA-ST-23, BLA-HC-03, BLA-HC-21: whoever is listed has an outcome first."""
    case = closing_home().clears(TEAM)
    case.asks(CARE, ListPeople(people=("R12", "R13")))
    case.asks(CARE, RecordMove(person="R12", at="10:30", within_working_hours=True, **MOVED))
    refusal = case.refuses(OFFICER, "close_home", choices=EVERYONE)
    assert "what became of R13" in refusal.why
    case.asks(CARE, RecordOutcome(person="R13", outcome="left by own arrangement"))
    case.takes(OFFICER, "close_home", choices=EVERYONE)


def test_a_move_is_of_somebody_listed() -> None:
    """BLA-HC-21: an unknown reference is refused, and a name is none."""
    case = closing_home().asks(CARE, ListPeople(people=("R12",)))
    unknown = RecordMove(person="R99", at="10:30", within_working_hours=True, **MOVED)
    assert case.refused(CARE, unknown).where == "person"
    assert case.refused(CARE, ListPeople(people=("Mary Smith",))).kind == "not understood"
    assert case.refused(SUMMIT, ListPeople(people=("R13",))).kind == "not your role"


def test_what_ran_beside_the_stage_ends_with_the_contract() -> None:
    """BLA-ST-23: no suspension and no review date outlives it."""
    case = terminated(suspended()).clears(TEAM)
    case.takes(OFFICER, "record_contract_end", "the last person has left")
    assert case.case.overlays == set()
    assert case.case.duties == {}
