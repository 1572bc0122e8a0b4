"""Derby: who may decide at all, and what runs beside the case. The rest: test_derby_*.py."""

from typing import Any

import pytest
from derby_case import (
    CARA,
    DIRECTOR,
    HEAD_INTEGRATED,
    HEAD_SAFEGUARDING,
    OPERATIONAL_HEAD,
    STAFF,
    alerted,
    amber,
    red,
)

from concerns.commands.command import DepartureAsked
from concerns.events import UrgentNeedsDecided
from concerns.procedures.reader import library
from given import officer

DERBY = library()["derby"]
OUTSIDER = officer("Otto", "service_manager")
"""Holds a role that decides nothing."""
BY_PEOPLE = [key for key, step in DERBY.steps.items() if key != "open_case" and not step.automatic]


@pytest.mark.parametrize("step", BY_PEOPLE)
def test_no_step_is_open_to_somebody_without_its_role(step: str) -> None:
    """Each transition names who decides, and refuses everybody else by its own clause."""
    choices = dict.fromkeys(DERBY.steps[step].choices, True)
    refusal = alerted().refuses(OUTSIDER, step, choices=choices)
    assert refusal.kind == "not your role"
    assert refusal.clause == DERBY.steps[step].requirement


def test_an_emergency_is_handed_over_and_the_case_goes_on() -> None:
    """DER-ST-37."""
    assert amber().refuses(CARA, "hand_over_emergency", to="emergency planning").clause
    case = amber().takes(STAFF, "hand_over_emergency", to="emergency planning")
    assert (case.case.stage, case.case.closed) == ("amber", False)


FOUR = (
    "registered_provider",
    "unable_to_carry_on",
    "regulated_activity",
    "caused_by_business_failure",
)


@pytest.mark.parametrize("missing", FOUR)
def test_the_temporary_duty_needs_all_four(missing: str) -> None:
    """DER-ST-38, DER-ST-39: and it lasts only as long as the council finds necessary."""
    every = dict.fromkeys(FOUR, True)
    refusal = red().refuses(DIRECTOR, "engage_temporary_duty", choices={**every, missing: False})
    assert "DER-ST-38" in refusal.clause
    assert "DER-ST-39" in red().refuses(DIRECTOR, "end_temporary_duty").clause
    case = red().takes(DIRECTOR, "engage_temporary_duty", choices=every)
    assert "temporary_duty" in case.case.overlays
    assert case.refuses(DIRECTOR, "engage_temporary_duty", choices=every).clause
    assert case.takes(DIRECTOR, "end_temporary_duty").case.overlays == set()


def test_urgent_needs_are_decided_by_three_on_a_risk_assessment() -> None:
    """DER-ST-40, DER-RO-38."""
    assessed: dict[str, Any] = {
        "choices": {"urgent_need": True},
        "risk_assessment": "two at risk tonight",
    }
    case = amber()
    need = {"urgent_need": True}
    unassessed = case.refuses(OPERATIONAL_HEAD, "act_on_urgent_needs", choices=need)
    assert unassessed.where == "risk_assessment"
    for who in (OPERATIONAL_HEAD, HEAD_SAFEGUARDING):
        case.takes(who, "act_on_urgent_needs", **assessed)
        assert case.case.overlays == set()
    again = case.refuses(OPERATIONAL_HEAD, "act_on_urgent_needs", **assessed)
    assert "DER-RO-38" in again.clause
    case.takes(HEAD_INTEGRATED, "act_on_urgent_needs", **assessed)
    assert case.case.overlays == {"urgent_needs"}
    decided = case.last[0]
    assert isinstance(decided, UrgentNeedsDecided)
    assert decided.act


def test_a_step_taken_otherwise_is_a_departure_with_its_reason() -> None:
    """DER-RO-40: officers may interpret flexibly; which rule, and why, is recorded."""
    departure = DepartureAsked(reason="the home closes tonight")
    case = red().takes(
        DIRECTOR, "sign_off_suspension", scope="all new placements", departure=departure
    )
    taken = case.last[0].departure
    assert taken is not None
    assert any("DER-ST-12" in rule for rule in taken.rules)
