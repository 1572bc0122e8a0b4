"""Derby's rule that customers move within normal working hours, which the document leaves open."""

from dataclasses import replace

import pytest
from derby_case import QMO
from derby_papers import listed, move

from concerns.aggregates.decide import decide
from concerns.commands import Command
from concerns.events import Fact, PersonMoved
from concerns.procedures.reader import library
from concerns.vocabulary import Refusal
from given import Story

NINE_TO_FIVE = {"from": "09:00", "to": "17:00"}

IN_HOURS = ["09:00", "09:01", "12:30", "16:59", "17:00"]
OUT_OF_HOURS = ["08:59", "17:01", "00:00", "23:59"]
WORKING_DAYS = [
    "2026-03-02",  # Monday
    "2026-03-06",  # Friday
    "2026-04-02",  # Thursday before Good Friday
    "2026-04-07",  # Tuesday after Easter Monday
    "2026-12-24",  # Thursday, Christmas Eve
    "2026-12-29",  # Tuesday after the two days for Christmas
    "2026-12-31",  # Thursday
    "2027-01-04",  # Monday, the first working day of the year
]
NOT_WORKING_DAYS = [
    "2026-03-07",  # Saturday
    "2026-03-08",  # Sunday
    "2026-04-03",  # Good Friday
    "2026-04-06",  # Easter Monday
    "2026-05-04",  # Monday, early May bank holiday
    "2026-08-31",  # Monday, summer bank holiday
    "2026-12-25",  # Friday, Christmas Day
    "2026-12-28",  # Monday, for Boxing Day, which is a Saturday
    "2027-01-01",  # Friday, New Year's Day
]


def in_hours(case: Story, asked: Command) -> Fact:
    """Decided where the council has set nine to five, on Monday 11 January 2027."""
    case.at(2027, 1, 11)
    situation = replace(case.situation(QMO), settings={"working_hours": NINE_TO_FIVE})
    (fact,) = decide(asked, situation)
    return fact


def flagged(at: str, on: str, why: str) -> bool:
    """Whether a move at some time is flagged as outside working hours."""
    fact = in_hours(listed(), move(at, on, why_outside=why))
    assert isinstance(fact, PersonMoved)
    assert ("outside working hours" in str(fact)) is not fact.within_working_hours
    return not fact.within_working_hours


@pytest.mark.parametrize("at", IN_HOURS)
def test_a_move_between_nine_and_five_is_within_hours(at: str) -> None:
    """DER-SR-03, DER-TL-17, AMB-DER-27: both ends included, on Monday 2 March 2026."""
    assert not flagged(at, "2026-03-02", why="")


@pytest.mark.parametrize("at", OUT_OF_HOURS)
def test_a_move_before_nine_or_after_five_is_flagged(at: str) -> None:
    """DER-SR-03, DER-TL-17, AMB-DER-27: allowed with its reason, on Monday 2 March 2026."""
    assert flagged(at, "2026-03-02", why="the heating failed")


@pytest.mark.parametrize("at", OUT_OF_HOURS)
def test_a_move_outside_hours_needs_its_reason(at: str) -> None:
    """DER-SR-03, AMB-DER-27: on Monday 2 March 2026, refused until it is explained."""
    with pytest.raises(Refusal) as refused:
        in_hours(listed(), move(at, "2026-03-02"))
    assert refused.value.where == "why_outside"


@pytest.mark.parametrize("on", WORKING_DAYS)
def test_a_move_at_noon_of_a_working_day_is_within_hours(on: str) -> None:
    """DER-SR-03, DER-TL-17: also next to weekends, bank holidays and the end of the year."""
    assert not flagged("12:00", on, why="")


@pytest.mark.parametrize("on", NOT_WORKING_DAYS)
def test_a_move_at_a_weekend_or_bank_holiday_is_flagged(on: str) -> None:
    """DER-SR-03, DER-TL-17, AMB-DER-27: a Saturday, a Sunday and each kind of bank holiday."""
    assert flagged("12:00", on, why="the owner locked the doors")


@pytest.mark.parametrize("on", NOT_WORKING_DAYS)
def test_a_move_at_a_weekend_or_bank_holiday_needs_its_reason(on: str) -> None:
    """DER-SR-03, AMB-DER-27: whatever the hour."""
    with pytest.raises(Refusal, match="outside normal working hours"):
        in_hours(listed(), move("12:00", on))


def test_a_reason_for_a_move_within_hours_is_not_kept() -> None:
    """DER-TL-17: nothing was outside hours on Monday 2 March 2026 at noon."""
    fact = in_hours(listed(), move("12:00", why_outside="to be safe"))
    assert isinstance(fact, PersonMoved)
    assert fact.why_outside == ""


@pytest.mark.parametrize("at", ["24:00", "9:00", "noon", "", "12:60", "10:00:00"])
def test_a_time_that_no_clock_shows_is_refused(at: str) -> None:
    """DER-TL-17: hours and minutes of a day."""
    with pytest.raises(Refusal) as refused:
        in_hours(listed(), move(at))
    assert refused.value.where == "at"


@pytest.mark.parametrize("on", ["2026-03", "2026"])
def test_a_move_on_a_day_nobody_knows_is_refused(on: str) -> None:
    """DER-TL-17: without its day nobody can tell whether it was within hours."""
    with pytest.raises(Refusal, match="the day of a move must be known"):
        in_hours(listed(), move("12:00", on))


def test_once_hours_are_set_nobody_says_otherwise() -> None:
    """AMB-DER-27: the setting decides, not the officer."""
    with pytest.raises(Refusal, match="so they say") as refused:
        in_hours(listed(), move("20:00", within_working_hours=True))
    assert refused.value.where == "within_working_hours"


def test_derby_has_set_no_hours_of_its_own() -> None:
    """AMB-DER-27: the document does not say which hours are normal, so a person does."""
    refused = listed().refused(QMO, move())
    assert refused.where == "within_working_hours"
    case = listed().asks(QMO, move(within_working_hours=True))
    assert case.case.people == {"R12": "moved"}


def test_without_set_hours_a_person_flags_the_move() -> None:
    """AMB-DER-27, DER-TL-17: and says why, on Saturday 7 March 2026."""
    case = listed().at(2026, 3, 9)
    unexplained = move(on="2026-03-07", within_working_hours=False)
    assert case.refused(QMO, unexplained).where == "why_outside"
    told = unexplained.model_copy(update={"why_outside": "no staff came"})
    (fact,) = case.asks(QMO, told).last
    assert "outside working hours: no staff came" in str(fact)


def test_the_hours_of_a_council_are_a_setting() -> None:
    """AMB-DER-27: with the reading beside it."""
    setting = library()["derby"].settings["working_hours"]
    assert (setting.kind, setting.value) == ("hours", None)
    assert "AMB-DER-27" in setting.reading
