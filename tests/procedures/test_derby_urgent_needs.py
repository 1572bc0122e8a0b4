"""Derby: urgent needs where a service is interrupted and no business has failed."""

from typing import Any

import pytest
from derby_case import (
    FINANCE,
    HEAD_INTEGRATED,
    HEAD_SAFEGUARDING,
    LEAD,
    OPERATIONAL_HEAD,
    STAFF,
    amber,
    on_paper,
)

from concerns.commands.discharge_duty import DischargeDuty
from concerns.events import OptionsChosen, UrgentNeedsDecided
from concerns.procedures.reader import library
from given import Story

TOGETHER = (OPERATIONAL_HEAD, HEAD_SAFEGUARDING, HEAD_INTEGRATED)
NEED = {"urgent_need": True}
ASSESSED: dict[str, Any] = {"choices": NEED, "risk_assessment": "two at risk tonight"}
EXAMPLES = [
    "duties_not_met",
    "care_about_to_stop",
    "residents_agreed_to_move",
    "judged_urgent",
    "closed_for_a_time",
    "closed_for_good",
    "closed_in_emergency",
    "closed_as_planned",
    "planned_closure_involved",
]
"""The document's nine, in its order: DER-UN-E1 to DER-UN-E9."""


def acting() -> Story:
    """Three decided to meet urgent needs."""
    case = amber()
    for who in TOGETHER:
        case.takes(who, "act_on_urgent_needs", **ASSESSED)
    return case


def test_urgent_needs_are_decided_by_three_on_a_risk_assessment() -> None:
    """DER-ST-40, DER-RO-38, DER-UN-1: a power, used by Operations, Safeguarding, Commissioning."""
    case = amber()
    unassessed = case.refuses(OPERATIONAL_HEAD, "act_on_urgent_needs", choices=NEED)
    assert unassessed.where == "risk_assessment"
    for who in TOGETHER[:2]:
        case.takes(who, "act_on_urgent_needs", **ASSESSED)
        assert case.case.overlays == set()
    again = case.refuses(OPERATIONAL_HEAD, "act_on_urgent_needs", **ASSESSED)
    assert "DER-RO-38" in again.clause
    case.takes(HEAD_INTEGRATED, "act_on_urgent_needs", **ASSESSED)
    assert case.case.overlays == {"urgent_needs"}
    decided = case.last[0]
    assert isinstance(decided, UrgentNeedsDecided)
    assert decided.act


@pytest.mark.parametrize("example", [*EXAMPLES, "quality_failings", "another"])
def test_an_interruption_by_itself_turns_nothing_on(example: str) -> None:
    """DER-UN-E1 to DER-UN-E9, DER-UN-3, DER-UN-4, AMB-DER-33: the test is urgent need."""
    case = amber().takes(
        LEAD, "say_what_interrupts_the_service", reason="flooded kitchen", chosen=[example]
    )
    (found,) = case.last
    assert isinstance(found, OptionsChosen)
    assert (found.chosen, case.case.overlays) == ((example,), set())
    assert found.labels == (library()["derby"].lists[found.list].items[example].label,)
    none: dict[str, Any] = {**ASSESSED, "choices": {"urgent_need": False}}
    refusal = case.refuses(OPERATIONAL_HEAD, "act_on_urgent_needs", **none)
    assert "urgent need" in refusal.why


def test_the_documents_nine_examples_stand_in_its_order() -> None:
    """DER-UN-E1 to DER-UN-E9, AMB-DER-33: the repeated one keeps its place."""
    items = library()["derby"].lists["service_interruptions"].items
    cited = [one.requirement[0] for key, one in items.items() if key in EXAMPLES]
    assert cited == [f"DER-UN-E{number}" for number in range(1, 10)]


@pytest.mark.parametrize("chosen", [["flood"], [], ["duties_not_met", "flood"]])
def test_an_interruption_is_chosen_from_the_list(chosen: list[str]) -> None:
    """DER-UN-4: an act of God is no line of it; whatever else, is "another"."""
    refusal = amber().refuses(LEAD, "say_what_interrupts_the_service", chosen=chosen)
    assert refusal.where == "chosen"
    refusal = amber().refuses(STAFF, "say_what_interrupts_the_service", chosen=["another"])
    assert refusal.kind == "not your role"


def test_acting_may_last_a_moment_or_months() -> None:
    """DER-UN-5, DER-UN-6: it ends by a decision of the same three, not by a date."""
    case = acting()
    assert [one.due for one in case.case.duties.values() if one.counted] == ["2026-03-02"]
    case.at(2026, 9, 1)
    over: dict[str, Any] = {"choices": {"urgent_need": False}, "risk_assessment": "all have moved"}
    assert case.refuses(FINANCE, "do_not_act_on_urgent_needs", **over).kind == "not your role"
    for who in TOGETHER:
        case.takes(who, "do_not_act_on_urgent_needs", **over)
    assert case.case.overlays == set()


def test_the_host_council_is_worked_with() -> None:
    """DER-UN-2: needs are met wherever somebody ordinarily lives."""
    case = acting()
    done = DischargeDuty(duty=case.duty("work_with_host_authority"), how="call with the county")
    assert case.refused(LEAD, done).kind == "not your role"
    case.asks(OPERATIONAL_HEAD, done)


def test_a_power_is_not_a_duty() -> None:
    """DER-ST-40, DER-UN-1: with an urgent need, the three may still decide against."""
    case = amber()
    for who in TOGETHER:
        case.takes(who, "do_not_act_on_urgent_needs", **ASSESSED)
    decided = case.last[0]
    assert isinstance(decided, UrgentNeedsDecided)
    assert not decided.act
    asked = on_paper("act_on_urgent_needs", NEED, risk_assessment="none")
    assert amber().refused(STAFF, asked).kind == "not your role"
