"""Working days: dated calendars, and the day on which a time limit ends."""

from concerns.working_days.calendar import (
    Calendar,
    DayCounted,
    OutsideCalendar,
    UnknownCalendar,
    calendar,
)
from concerns.working_days.limits import Unit, due, explain_due, months_after

__all__ = [
    "Calendar",
    "DayCounted",
    "OutsideCalendar",
    "Unit",
    "UnknownCalendar",
    "calendar",
    "due",
    "explain_due",
    "months_after",
]
