"""Derby: who may decide at all, and what runs beside the case. The rest: test_derby_*.py."""

import pytest
from derby_case import (
    CARA,
    DIRECTOR,
    STAFF,
    alerted,
    amber,
    red,
)

from concerns.commands.command import DepartureAsked
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
    assert amber().refuses(CARA, "hand_over_emergency", to="emergency_planning").clause
    elsewhere = amber().refuses(STAFF, "hand_over_emergency", to="the press")
    assert (elsewhere.where, elsewhere.clause) == ("to", ("DER-ST-37",))
    for to in ("emergency_planning", "continuity_plan"):
        case = amber().takes(STAFF, "hand_over_emergency", to=to)
        assert (case.case.stage, case.case.closed) == ("amber", False)


def test_a_step_taken_otherwise_is_a_departure_with_its_reason() -> None:
    """DER-RO-40: officers may interpret flexibly; which rule, and why, is recorded."""
    departure = DepartureAsked(reason="the home closes tonight")
    case = red().takes(
        DIRECTOR, "sign_off_suspension", scope="all new placements", departure=departure
    )
    taken = case.last[0].departure
    assert taken is not None
    assert any("DER-ST-12" in rule for rule in taken.rules)
