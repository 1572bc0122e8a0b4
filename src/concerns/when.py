"""When something happened, as surely as anybody knows it."""

import re
import warnings
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Annotated, Any, NamedTuple, Self, cast
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

with warnings.catch_warnings():
    # When Python runs with -W, pyparsing comments (a UserWarning) on names in edtf's grammar.
    # It is about how edtf is written and says nothing about our dates.
    warnings.filterwarnings("ignore", "warn_.*: setting results name", UserWarning)
    from edtf import Date, parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

_LONDON = ZoneInfo("Europe/London")
_DAY = timedelta(days=1)
_UNKNOWN = "unknown"
_OPEN = ".."
_EXAMPLES = (
    "2014-07-26, 2014-07, 2014, 2014-07-26~ (about), 2014-07? (perhaps), 201X, 2004-10/2004-12, "
    "../2015-04 (by then), 2015-04/.. (since then), 2026-11-22T14:05:00+00:00, unknown"
)
_EXACT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Years with unknown last digits, or a year, month and day of which the last may be unknown.
_POINT = re.compile(
    r"((?:[0-9]{3}X|[0-9]{2}XX)"
    r"|[0-9]{4}(?:-XX(?:-XX)?|-[01][0-9](?:-(?:XX|[0-3][0-9]))?)?)([~?%]?)"
)
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?P<offset>Z|[+-][0-9]{2}:[0-9]{2})?"
)
_DOUBT = {"": "", "~": "about ", "?": "perhaps ", "%": "perhaps about "}
_FIRST_YEAR, _LAST_YEAR = 1000, 9998  # so date.min and date.max can only mean "not bounded"
_OUT_OF_RANGE = f"the year must be between {_FIRST_YEAR} and {_LAST_YEAR}"


class _Reading(NamedTuple):
    earliest: date
    latest: date
    moment: datetime | None = None


@dataclass(frozen=True, slots=True)
class When:
    """A date as surely as it is known, written in EDTF (ISO 8601-2), for example `2014-07`.

    Also read: `unknown`, and a moment with its offset (RFC 3339), whose date is the one in London.
    `earliest` and `latest` are the first and last day it can have been; `date.min` and `date.max`
    where nothing bounds it; `moment` is there if the text names one, in London's time. An interval
    is read as one date somewhere within it. "About" (`~`, `%`) reaches one unit further on both
    sides, in the unit written: about 26 July is 25 to 27 July, about July is June to August.
    "Perhaps" (`?`) doubts the source, not the days, and keeps them. Raises ValueError, saying what
    is wrong and which dates can be read.
    """

    text: str
    earliest: date = field(init=False, compare=False, repr=False)
    latest: date = field(init=False, compare=False, repr=False)
    moment: datetime | None = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        earliest, latest, moment = _read(self.text)
        object.__setattr__(self, "earliest", earliest)
        object.__setattr__(self, "latest", latest)
        object.__setattr__(self, "moment", moment)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what a person or a program wrote, without the spaces around it."""
        return cast("Self", _kept(text.strip()))

    @property
    def is_exact(self) -> bool:
        """Is it one day, named without doubt?"""
        return self.earliest == self.latest and "?" not in self.text

    def by(self, day: date) -> bool | None:
        """Had it happened by the end of `day`? None where that cannot be told."""
        if self.earliest > day:
            return False
        return True if self.latest <= day and self.latest != date.max else None

    def before(self, other: "When") -> bool | None:
        """Was it before the other? None where that cannot be told.

        Compared by day, the same day being not before; by the moment where both name one.
        """
        if self.moment and other.moment:
            return self.moment < other.moment
        if self.latest < other.earliest:
            return True
        return False if self.earliest >= other.latest else None

    def days_to(self, other: "When") -> tuple[int, int] | None:
        """The least and the most days from this to the other, negative where the other is first.

        None where either is not bounded on both sides.
        """
        ends = (self.earliest, self.latest, other.earliest, other.latest)
        if date.min in ends or date.max in ends:
            return None
        return (other.earliest - self.latest).days, (other.latest - self.earliest).days

    @property
    def in_words(self) -> str:
        """The date as a person would say it; a moment in London's time."""
        if self.text == _UNKNOWN:
            return "at a date not known"
        if self.moment:
            return f"{_say(self.earliest.isoformat())} at {self.moment:%H:%M}"
        start, _, end = self.text.partition("/")
        if not end:
            return _say(start)
        if start == _OPEN:
            return f"{_in_or_on(end)} or before {_say(end)}"
        if end == _OPEN:
            return f"{_in_or_on(start)} or after {_say(start)}"
        return f"between {_say(start)} and {_say(end)}"

    def __str__(self) -> str:
        return self.text

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[Any], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        read = core_schema.no_info_after_validator_function(cls.parse, core_schema.str_schema())
        return core_schema.json_or_python_schema(
            json_schema=read,
            python_schema=core_schema.union_schema([core_schema.is_instance_schema(cls), read]),
            serialization=core_schema.plain_serializer_function_ser_schema(
                str, return_schema=core_schema.str_schema()
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        said = f"A date as surely as it is known: {_EXAMPLES}"
        return {"type": "string", "description": said, "examples": ["2014-07-26", "2014-07"]}


def today(now: datetime) -> date:
    """The date in London at an instant."""
    return now.astimezone(_LONDON).date()


def _as_a_day(said: object) -> object:
    """Only as a person writes it: a number would be read as seconds since 1970."""
    if isinstance(said, str) and not _EXACT.fullmatch(said):
        raise ValueError("write a day as year-month-day, such as 2026-11-22")
    if not isinstance(said, str | date) or isinstance(said, datetime):
        raise ValueError("write a day as a text, such as 2026-11-22")  # noqa: TRY004 - as pydantic asks
    return said


Day = Annotated[date, BeforeValidator(_as_a_day)]
"""A day that is known, of the calendar in London."""


@lru_cache(maxsize=65_536)
def _read(text: str) -> _Reading:
    try:
        return _reading(text)
    except ValueError as wrong:
        raise ValueError(f"{text!r} cannot be read as a date: {wrong}. Try {_EXAMPLES}") from wrong


def _reading(text: str) -> _Reading:
    if _EXACT.fullmatch(text):
        day = _in_range(date.fromisoformat(text))
        return _Reading(day, day)
    if text == _UNKNOWN:
        return _Reading(date.min, date.max)
    if moment := _MOMENT.fullmatch(text):
        return _moment(text, has_offset=bool(moment["offset"]))
    start, slash, end = text.partition("/")
    return _interval(start, end) if slash else _Reading(*_point(text))


def _moment(text: str, *, has_offset: bool) -> _Reading:
    if not has_offset:
        raise ValueError("a time of day needs its offset, such as Z or +01:00")
    try:
        at = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise ValueError("there is no such day, time or offset") from wrong
    _in_range(at.date())  # before the change of zone, which fails at either end of the years
    day = _in_range(at.astimezone(_LONDON).date())
    return _Reading(day, day, at.astimezone(_LONDON))


def _interval(start: str, end: str) -> _Reading:
    if start == end == _OPEN:
        raise ValueError(f"an interval open on both sides says nothing; write {_UNKNOWN}")
    earliest = date.min if start == _OPEN else _point(start)[0]
    latest = date.max if end == _OPEN else _point(end)[1]
    if earliest > latest:
        raise ValueError("the interval ends before it begins")
    return _Reading(earliest, latest)


def _point(text: str) -> tuple[date, date]:
    """The first and last day that a day, month, year or part of one stands for."""
    shape = _POINT.fullmatch(text)
    if not shape:
        raise ValueError("it is written in a form not known here" if text else "a date is missing")
    named, doubt = shape.groups()
    first, last = _named(named)
    if doubt in ("~", "%"):
        # The unit written, one earlier and one later: the texts of the neighbours, cut as long.
        first, _ = _named((first - _DAY).isoformat()[: len(named)])
        _, last = _named((last + _DAY).isoformat()[: len(named)])
    return first, last


@lru_cache(maxsize=65_536)  # edtf takes milliseconds
def _named(text: str) -> tuple[date, date]:
    if _EXACT.fullmatch(text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise ValueError("there is no such day or month") from None
        return day, day
    try:
        parsed = cast("Date", parse_edtf(text))
    except EDTFParseException as wrong:
        raise ValueError("there is no such day or month") from wrong
    first, last = parsed.lower_strict(), parsed.upper_strict()
    if not _FIRST_YEAR <= first.tm_year <= last.tm_year <= _LAST_YEAR:
        raise ValueError(_OUT_OF_RANGE)
    return date(*first[:3]), date(*last[:3])


def _in_range(day: date) -> date:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(_OUT_OF_RANGE)
    return day


@lru_cache(maxsize=65_536)  # most facts of a day say the same day
def _kept(text: str) -> When:
    return When(text)


@lru_cache(maxsize=65_536)
def _say(point: str) -> str:
    named, doubt = point.rstrip("~?%"), point[len(point.rstrip("~?%")) :]
    first, last = _named(named)
    if "X" in named:
        said = f"some day between {_say(first.isoformat())} and {_say(last.isoformat())}"
    elif len(named) == len("2014"):
        said = named
    else:
        said = f"{first:%B %Y}" if len(named) == len("2014-07") else f"{first.day} {first:%B %Y}"
    return _DOUBT[doubt] + said


def _in_or_on(point: str) -> str:
    return "on" if len(point.rstrip("~?%")) == len("2014-07-26") else "in"
