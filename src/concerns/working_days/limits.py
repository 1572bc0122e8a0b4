"""When a time limit ends, and how that day was found."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

from concerns.working_days.calendar import Calendar

Unit = Literal["working days", "days", "weeks", "months", "years"]


def due(start: date, length: int, unit: Unit, calendar: Calendar) -> date:
    """The last day of a time limit that began with an event on `start`.

    The day of the event does not count (AMB-X-02). A limit in months or years ends on the day
    with the same number; where that month is shorter, on its last day (the corresponding date
    rule: a month from 31 January ends on 28 or 29 February). Only working days look into the
    calendar; the other units end on the day reached, be it a holiday or not, and hold for dates
    outside the calendar too. Dates are those of England, as the caller found them.

    Raises OutsideCalendar for working days outside the calendar, ValueError if `length` is
    negative.
    """
    if length < 0:
        raise ValueError(f"a time limit cannot be {length} {unit}: it must be 0 or more")
    match unit:
        case "working days":
            return calendar.add_working_days(start, length)
        case "days":
            return start + timedelta(days=length)
        case "weeks":
            return start + timedelta(weeks=length)
        case "months":
            return months_after(start, length)
        case "years":
            return months_after(start, length * 12)


def explain_due(start: date, length: int, unit: Unit, calendar: Calendar) -> list[str]:
    """The lines that show a person how `due` found its day; the last line names that day.

    Raises as `due` does.
    """
    end = due(start, length, unit, calendar)
    limit = f"{length} {unit if length != 1 else unit.removesuffix('s')} after {_say(start)}"
    if unit == "working days":
        source = f"{calendar.nation} calendar of {calendar.version}"
        return [*_day_lines(start, length, calendar), f"Due {_say(end)}: {limit} ({source})"]
    lines = [f"{_say(start)}: not counted (the day of the event)"]
    if unit in ("months", "years") and end.day != start.day:
        lines.append(f"{end:%B %Y} has no day {start.day}: its last day is taken")
    return [*lines, f"Due {_say(end)}: {limit}"]


def _day_lines(start: date, length: int, calendar: Calendar) -> list[str]:
    return [
        f"{_say(day)}: {why}" if counted else f"{_say(day)}: not counted ({why})"
        for day, counted, why in calendar.explain(start, length)
    ]


def months_after(start: date, months: int) -> date:
    """The day with the same number some months on, or the last day of a shorter month."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def _say(day: date) -> str:
    return f"{day:%a} {day.day} {day:%B %Y}"
