"""Bad input, departures, and what can never be right, under the north-west routes."""

import pytest
from north_west import (
    CM,
    CQS,
    DASS,
    SPRG,
    SUSPEND,
    not_complied,
    opened,
)

from concerns.commands.command import DepartureAsked
from concerns.commands.correct_record import CorrectRecord
from concerns.commands.declare_interest import DeclareInterest
from concerns.commands.excuse_duty import ExcuseDuty
from concerns.commands.issue import Issue
from concerns.commands.record_delivery import RecordDelivery
from concerns.when import When
from given import opening, some_id


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_decision_without_a_reason_is_refused(reason: str) -> None:
    """NWR-RC-01, and never as a departure."""
    refusal = opened().refuses(SPRG, "agree_at_risk", reason=reason)
    assert (refusal.kind, refusal.where) == ("not understood", "reason")


def test_a_date_in_the_future_is_refused() -> None:
    """Design §3: an act in the future can never be right."""
    refusal = opened().refuses(SPRG, "agree_at_risk", occurred="2026-03-03")
    assert refusal.where == "occurred"


def test_a_time_limit_does_not_run_from_an_uncertain_day() -> None:
    """Design §5: never resolved by guessing."""
    refusal = not_complied().refuses(SPRG, "recommend_suspension", occurred="2026-03")
    assert refusal.where == "occurred"


def test_a_time_limit_outside_the_calendar_is_refused() -> None:
    """Design §6: working days before 2012 are not guessed."""
    case = opened().takes(SPRG, "agree_at_risk")
    letter = case.duty("at_risk_letter")
    case.asks(CM, Issue(duty=letter, how="post"))
    refusal = case.refused(CM, RecordDelivery(duty=letter, occurred=When("2011-06-01")))
    assert (refusal.kind, refusal.where) == ("not understood", "occurred")


def test_an_unknown_step_or_field_is_named() -> None:
    """What is wrong, and where."""
    assert opened().refuses(SPRG, "agree_at_riskk").where == "step"
    assert opened().refuses(SPRG, "agree_at_risk", colour="pink").where == "colour"


def test_a_step_out_of_order_can_be_taken_as_a_departure_marked_for_ever() -> None:
    """Design §3: emergency first; refuse outright only what can never be right."""
    departure = DepartureAsked(reason="two deaths overnight")
    case = opened().takes(
        DASS,
        "sign_off_suspension",
        choices={"nursing_relevant": False},
        departure=departure,
        **SUSPEND,
    )
    taken = case.last[0].departure
    assert taken is not None
    assert taken.confirmed
    assert any("NWR-ST-11" in rule for rule in taken.rules)
    assert "suspended" in case.case.overlays


def test_a_departure_on_anothers_word_waits_for_confirmation() -> None:
    """Design §7: both names, and a duty until the authoriser confirms."""
    departure = DepartureAsked(reason="two deaths overnight", authorised_by="eve")
    case = opened().takes(CQS, "escalate_urgently", departure=departure)
    assert case.last[0].departure is not None
    assert not case.last[0].departure.confirmed
    assert case.duty("confirm_departure")


def test_a_departure_where_none_is_needed_is_refused() -> None:
    """A departure marks something for ever; it is not a habit."""
    refusal = opened().refuses(SPRG, "agree_at_risk", departure=DepartureAsked(reason="hm"))
    assert "no departure is needed" in refusal.why


def test_only_an_open_duty_can_be_excused_and_only_with_a_reason() -> None:
    """Design §8."""
    case = opened().takes(SPRG, "agree_at_risk")
    duty = case.duty("regular_dialogue")
    assert case.refused(DASS, ExcuseDuty(duty=duty)).where == "reason"
    assert case.refused(DASS, ExcuseDuty(duty="nothing#1", reason="x")).kind == "not found"


def test_a_second_opening_of_the_same_case_is_refused() -> None:
    """One first fact."""
    assert "open already" in opened().refused(CM, opening("north-west-routes")).why


def test_a_declared_conflict_keeps_the_declarer_from_deciding() -> None:
    """Design §7."""
    declared = DeclareInterest(interest="my sister manages the home", conflict=True)
    case = opened().asks(SPRG, declared)
    refusal = case.refuses(SPRG, "agree_at_risk")
    assert "conflict" in refusal.why
    assert not refusal.departure


def test_what_is_corrected_must_exist() -> None:
    """Design §3."""
    asked = CorrectRecord(fact=some_id(), wrong="a", right="b", reason="typing error")
    assert opened().refused(CM, asked).kind == "not found"
