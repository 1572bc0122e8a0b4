"""A dated calendar of one nation's bank holidays, and counting working days in it."""

import hashlib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field

_SATURDAY = 5
_FOLDER = files("concerns.working_days") / "calendars"


class OutsideCalendar(ValueError):
    """A date lies outside the years for which bank holidays are known; no guess is made."""


class UnknownCalendar(LookupError):
    """No calendar has that name."""


class DayCounted(NamedTuple):
    """One day of a count: whether it counted, and why or why not."""

    day: date
    counted: bool
    why: str


class _CalendarFile(BaseModel):
    """What a calendar file says, checked strictly."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    nation: str
    version: date
    source: str
    known_from: date
    first: date = Field(alias="from")
    last: date = Field(alias="until")
    days: dict[date, str]


@dataclass(frozen=True, slots=True)
class Calendar:
    """One nation's bank holidays between two days, at one version.

    `version` and `digest` (SHA-256 of the file, hexadecimal) belong in every fact that starts a
    clock, so that a due date can be worked out again when the calendar has changed since.
    """

    nation: str
    version: str
    digest: str
    first: date
    last: date
    holidays: Mapping[date, str] = field(compare=False, repr=False)
    _working: tuple[date, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        span = (self.last - self.first).days + 1
        days = (self.first + timedelta(days=n) for n in range(span))
        working = tuple(d for d in days if d.weekday() < _SATURDAY and d not in self.holidays)
        object.__setattr__(self, "_working", working)

    @classmethod
    def read(cls, content: bytes) -> Self:
        """The calendar that a file's bytes describe; pydantic's ValidationError if they do not."""
        said = _CalendarFile.model_validate_json(content)
        return cls(
            nation=said.nation,
            version=said.version.isoformat(),
            digest=hashlib.sha256(content).hexdigest(),
            first=said.first,
            last=said.last,
            holidays=MappingProxyType(said.days),
        )

    def is_working_day(self, day: date) -> bool:
        """Is this neither a weekend nor a bank holiday? OutsideCalendar if it is not known."""
        self._refuse_outside(day)
        return day.weekday() < _SATURDAY and day not in self.holidays

    def add_working_days(self, start: date, n: int) -> date:
        """The `n`th working day after `start`.

        The day of the event does not count (AMB-X-02), so 0 gives `start` itself. OutsideCalendar
        if the count begins or ends outside the calendar; ValueError if `n` is negative.
        """
        if n < 0:
            raise ValueError(f"a time limit cannot be {n} working days: it must be 0 or more")
        self._refuse_outside(start)
        if n == 0:
            return start
        place = bisect_right(self._working, start) + n - 1
        if place >= len(self._working):
            raise OutsideCalendar(
                f"{n} working days after {start} end after {self.last}, the last day of "
                f"the {self.nation} calendar of {self.version}; a newer calendar is needed"
            )
        return self._working[place]

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and including `end`.

        OutsideCalendar if either is outside the calendar; ValueError if `end` is before `start`.
        """
        self._refuse_outside(start)
        self._refuse_outside(end)
        if end < start:
            raise ValueError(f"working days cannot be counted from {start} back to {end}")
        return bisect_right(self._working, end) - bisect_right(self._working, start)

    def explain(self, start: date, n: int) -> list[DayCounted]:
        """Each day from `start` to the `n`th working day after it, counted or not, and why.

        Raises as `add_working_days` does.
        """
        end = self.add_working_days(start, n)
        days = [DayCounted(start, counted=False, why="the day of the event")]
        count = 0
        for ahead in range(1, (end - start).days + 1):
            day = start + timedelta(days=ahead)
            not_counted = self._why_not(day)
            count += not not_counted
            days.append(DayCounted(day, not not_counted, not_counted or f"working day {count}"))
        return days

    def _why_not(self, day: date) -> str:
        """The holiday's name, or the weekend day's; empty for a working day."""
        return self.holidays.get(day, f"{day:%A}" if day.weekday() >= _SATURDAY else "")

    def _refuse_outside(self, day: date) -> None:
        if not self.first <= day <= self.last:
            raise OutsideCalendar(
                f"bank holidays are not known for {day}: the {self.nation} calendar "
                f"of {self.version} covers {self.first} to {self.last}"
            )


@lru_cache
def calendar(name: str) -> Calendar:
    """The calendar of a nation, for example `england-and-wales`, read once from its file.

    UnknownCalendar, listing the known names, if there is none.
    """
    known = {file.name.removesuffix(".json"): file for file in _FOLDER.iterdir()}
    if name not in known:
        raise UnknownCalendar(
            f"no calendar is called {name!r}; the known calendars are {', '.join(sorted(known))}"
        )
    return Calendar.read(known[name].read_bytes())
