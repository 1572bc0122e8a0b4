"""Working days, and the last day of a time limit."""

import hashlib
from datetime import date, timedelta
from importlib.resources import files

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from concerns.working_days import (
    Calendar,
    OutsideCalendar,
    Unit,
    UnknownCalendar,
    calendar,
    due,
    explain_due,
)

ENGLAND = calendar("england-and-wales")
SUBDIVISIONS = {"england-and-wales": "ENG", "scotland": "SCT", "northern-ireland": "NIR"}

any_day = st.dates(ENGLAND.first, ENGLAND.last)
early_day = st.dates(ENGLAND.first, ENGLAND.last - timedelta(days=400))


def read(text: str) -> date:
    """'Thu 9 April 2020', refused when the weekday written is not the day's own."""
    weekday, day, month, year = text.split()
    months = "January February March April May June July August September October November December"
    found = date(int(year), months.split().index(month) + 1, int(day))
    assert f"{found:%a}" == weekday, text
    return found


@pytest.mark.parametrize(
    ("event", "n", "last_day"),
    [
        ("Mon 5 June 2023", 0, "Mon 5 June 2023"),
        ("Sat 10 June 2023", 0, "Sat 10 June 2023"),
        ("Mon 5 June 2023", 1, "Tue 6 June 2023"),
        ("Fri 9 June 2023", 1, "Mon 12 June 2023"),
        ("Sat 10 June 2023", 1, "Mon 12 June 2023"),
        ("Sun 11 June 2023", 5, "Fri 16 June 2023"),
        ("Thu 28 March 2024", 1, "Tue 2 April 2024"),  # Easter
        ("Tue 26 March 2024", 5, "Thu 4 April 2024"),
        ("Fri 22 December 2023", 1, "Wed 27 December 2023"),  # Christmas
        ("Fri 22 December 2023", 5, "Wed 3 January 2024"),
        ("Fri 24 December 2021", 1, "Wed 29 December 2021"),  # both days substituted
        ("Fri 31 December 2021", 1, "Tue 4 January 2022"),  # New Year's Day substituted
        ("Thu 30 December 2027", 2, "Tue 4 January 2028"),
        ("Thu 7 May 2020", 1, "Mon 11 May 2020"),  # moved to Friday for VE day
        ("Fri 1 May 2020", 1, "Mon 4 May 2020"),  # and so not on that Monday
        ("Wed 1 June 2022", 1, "Mon 6 June 2022"),  # the Jubilee's two days
        ("Fri 16 September 2022", 1, "Tue 20 September 2022"),  # the State Funeral
        ("Fri 5 May 2023", 1, "Tue 9 May 2023"),  # the Coronation
        ("Sun 1 January 2012", 1, "Tue 3 January 2012"),  # the calendar's first day
        ("Thu 28 December 2028", 1, "Fri 29 December 2028"),  # and its last working day
    ],
)
def test_the_day_of_the_event_does_not_count(event: str, n: int, last_day: str) -> None:
    """AMB-X-02: the day after is day 1; weekends and bank holidays are passed over."""
    assert ENGLAND.add_working_days(read(event), n) == read(last_day)


@pytest.mark.parametrize("nation", SUBDIVISIONS)
def test_each_nation_agrees_with_an_independent_list(nation: str) -> None:
    """Every covered day, against the `holidays` package, which is made from other sources.

    Weekends are left out: `holidays` also lists the Saturday beside its substitute. The one
    difference found was Scotland's 15 June 2026, which GOV.UK's list of 25 February 2026 lacked
    and a Royal Proclamation had appointed on 3 February; our file has it and says so.
    """
    ours = calendar(nation)
    years = range(ours.first.year, ours.last.year + 1)
    theirs = holidays.country_holidays("GB", subdiv=SUBDIVISIONS[nation], years=years)
    assert set(ours.holidays) == {day for day in theirs if day.weekday() < 5}


def test_a_day_is_a_holiday_only_in_its_own_nation() -> None:
    """The three nations differ: St Andrew's Day, Easter Monday, the World Cup day."""
    scotland, ireland = calendar("scotland"), calendar("northern-ireland")
    assert not scotland.is_working_day(read("Mon 15 June 2026"))
    assert ENGLAND.is_working_day(read("Mon 15 June 2026"))
    assert scotland.is_working_day(read("Mon 1 April 2024"))
    assert not ENGLAND.is_working_day(read("Mon 1 April 2024"))
    assert not ireland.is_working_day(read("Fri 12 July 2024"))


def test_a_calendar_says_which_file_it_was_read_from() -> None:
    """The version and SHA-256 that a fact cites are those of the file (section 6)."""
    file = files("concerns.working_days") / "calendars" / "england-and-wales.json"
    assert ENGLAND.digest == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (ENGLAND.nation, ENGLAND.version) == ("england-and-wales", "2026-02-25")
    assert (ENGLAND.first, ENGLAND.last) == (date(2012, 1, 1), date(2028, 12, 31))


def test_a_calendar_cannot_be_changed() -> None:
    """A calendar is a fact: neither its version nor its holidays can be edited in memory."""
    with pytest.raises(AttributeError):
        ENGLAND.version = "later"  # type: ignore[misc]
    with pytest.raises(TypeError):
        ENGLAND.holidays[date(2024, 7, 4)] = "no"  # type: ignore[index]


def test_a_file_with_a_mistake_is_refused() -> None:
    """A calendar file that does not say what it must is refused, with the field's name."""
    with pytest.raises(ValidationError, match="known_from"):
        Calendar.read(b'{"nation": "england-and-wales"}')


def test_an_unknown_nation_is_answered_with_the_known_ones() -> None:
    """The message names what was asked for and every calendar there is."""
    with pytest.raises(UnknownCalendar, match=r"'wales'.*england-and-wales, northern-ireland, sco"):
        calendar("wales")


@pytest.mark.parametrize("day", ["Sat 31 December 2011", "Mon 1 January 2029"])
def test_a_day_outside_the_calendar_is_refused(day: str) -> None:
    """Section 6: refused with the covered years, never guessed."""
    covered = "not known for .* covers 2012-01-01 to 2028-12-31"
    with pytest.raises(OutsideCalendar, match=covered):
        ENGLAND.is_working_day(read(day))
    with pytest.raises(OutsideCalendar, match=covered):
        ENGLAND.add_working_days(read(day), 0)
    with pytest.raises(OutsideCalendar, match=covered):
        ENGLAND.working_days_between(read("Tue 3 January 2012"), read(day))


def test_a_count_that_runs_past_the_calendar_is_refused() -> None:
    """The last working day is 29 December 2028; the next one is not known."""
    with pytest.raises(OutsideCalendar, match="a newer calendar is needed"):
        ENGLAND.add_working_days(read("Fri 29 December 2028"), 1)


def test_a_count_cannot_go_backwards() -> None:
    """Negative limits and an end before the start are mistakes, not answers."""
    with pytest.raises(ValueError, match="-1 working days"):
        ENGLAND.add_working_days(date(2023, 6, 5), -1)
    with pytest.raises(ValueError, match="-1 months"):
        due(date(2023, 6, 5), -1, "months", ENGLAND)
    with pytest.raises(ValueError, match="back to 2023-06-04"):
        ENGLAND.working_days_between(date(2023, 6, 5), date(2023, 6, 4))


@given(early_day, st.integers(0, 200))
def test_counting_to_the_day_found_gives_the_number_added(start: date, n: int) -> None:
    """Adding and counting are each other's inverse."""
    assert ENGLAND.working_days_between(start, ENGLAND.add_working_days(start, n)) == n


@given(early_day, st.integers(1, 200))
def test_a_limit_ends_on_a_working_day(start: date, n: int) -> None:
    """Never on a weekend or bank holiday, as one day at a time also finds."""
    end = ENGLAND.add_working_days(start, n)
    days = [start + timedelta(days=d) for d in range(1, (end - start).days + 1)]
    assert ENGLAND.is_working_day(end)
    assert sum(ENGLAND.is_working_day(day) for day in days) == n


@given(early_day, early_day, st.integers(0, 200), st.integers(0, 50))
def test_a_later_event_or_a_longer_limit_never_ends_sooner(
    one: date, other: date, n: int, more: int
) -> None:
    """Monotone in both, once the limit has a day to count."""
    first, second = sorted((one, other))
    assert ENGLAND.add_working_days(first, n) <= ENGLAND.add_working_days(second, n)
    assert ENGLAND.add_working_days(first, n) <= ENGLAND.add_working_days(first, n + more)


@given(early_day, st.integers(0, 60))
def test_the_explanation_leads_to_the_same_day(start: date, n: int) -> None:
    """Section 6: every day from the event to the end, none left out, n of them counted."""
    days = ENGLAND.explain(start, n)
    end = ENGLAND.add_working_days(start, n)
    assert [d.day for d in days] == [
        start + timedelta(days=ahead) for ahead in range((end - start).days + 1)
    ]
    assert [d.day for d in days if d.counted] == [
        d.day for d in days[1:] if ENGLAND.is_working_day(d.day)
    ]
    assert sum(d.counted for d in days) == n


@pytest.mark.parametrize(
    ("event", "length", "unit", "last_day"),
    [
        ("Thu 28 March 2024", 2, "working days", "Wed 3 April 2024"),
        ("Thu 28 March 2024", 2, "days", "Sat 30 March 2024"),
        ("Thu 28 March 2024", 6, "weeks", "Thu 9 May 2024"),
        ("Wed 31 January 2024", 1, "months", "Thu 29 February 2024"),
        ("Tue 31 January 2023", 1, "months", "Tue 28 February 2023"),
        ("Tue 28 February 2023", 1, "months", "Tue 28 March 2023"),
        ("Tue 31 October 2023", 2, "months", "Sun 31 December 2023"),
        ("Thu 30 November 2023", 3, "months", "Thu 29 February 2024"),
        ("Thu 29 February 2024", 1, "years", "Fri 28 February 2025"),
        ("Thu 29 February 2024", 4, "years", "Tue 29 February 2028"),
        ("Tue 31 May 2011", 3, "months", "Wed 31 August 2011"),  # before the calendar begins
    ],
)
def test_a_limit_ends_on_its_last_day(event: str, length: int, unit: Unit, last_day: str) -> None:
    """Months and years end on the same number, or on the last day of a shorter month."""
    assert due(read(event), length, unit, ENGLAND) == read(last_day)


@given(any_day, st.integers(0, 600))
def test_a_limit_in_months_ends_in_the_right_month(start: date, length: int) -> None:
    """Clamping never spills into the next month; a year is twelve months."""
    end = due(start, length, "months", ENGLAND)
    assert (end.year - start.year) * 12 + end.month - start.month == length
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)
    assert due(start, length, "years", ENGLAND) == due(start, length * 12, "months", ENGLAND)


def test_working_days_are_explained_day_by_day() -> None:
    """Section 6: each day counted or skipped, with the holiday's name and the calendar used."""
    assert explain_due(read("Fri 22 December 2023"), 1, "working days", ENGLAND) == [
        "Fri 22 December 2023: not counted (the day of the event)",
        "Sat 23 December 2023: not counted (Saturday)",
        "Sun 24 December 2023: not counted (Sunday)",
        "Mon 25 December 2023: not counted (Christmas Day)",
        "Tue 26 December 2023: not counted (Boxing Day)",
        "Wed 27 December 2023: working day 1",
        (
            "Due Wed 27 December 2023: 1 working day after Fri 22 December 2023 "
            "(england-and-wales calendar of 2026-02-25)"
        ),
    ]


def test_a_shorter_month_is_explained() -> None:
    """The rule applied is in the explanation, not only in the date."""
    assert explain_due(read("Tue 31 January 2023"), 1, "months", ENGLAND) == [
        "Tue 31 January 2023: not counted (the day of the event)",
        "February 2023 has no day 31: its last day is taken",
        "Due Tue 28 February 2023: 1 month after Tue 31 January 2023",
    ]
