"""What an auditor may ask of a chronology: six kinds of question, each answered by counting."""

from collections.abc import Iterator
from typing import Annotated, Self, TypeVar

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from concerns.events import HistoryAbout, HistoryKind
from concerns.vocabulary import Frozen
from concerns.when import When


def _as_date(value: object) -> object:
    """Read a date as we write it; a bare year is a number to YAML and JSON, and a date to us."""
    if isinstance(value, str) or type(value) is int:
        return When.parse(str(value))
    if isinstance(value, When):
        return value
    raise ValueError("must be a date, such as 2014-07-26, 2014-07, 2014 or unknown")


Date = Annotated[When, BeforeValidator(_as_date)]


Model = TypeVar("Model", bound=Frozen)


class Point(Frozen):
    """A point in time: a date, an item's date, or when the authority knew of an item."""

    date: Date | None = None
    item: str | None = None
    known: str | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        return _exactly_one(self, ("date", "item", "known"))


class DaysBetween(Frozen):
    """How many days from one point to another, the least and the most?"""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    start: Point = Field(alias="from")
    end: Point = Field(alias="to")


class KnownOn(Frozen):
    """What did the authority know at a point in time?"""

    at: Point


class Counting(Frozen):
    """How many: of some items, of some kinds, about whom, in which period?"""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    items: tuple[str, ...] = ()
    kinds: tuple[HistoryKind, ...] = ()
    about: HistoryAbout | None = None
    start: Date | None = Field(default=None, alias="from")
    end: Date | None = Field(default=None, alias="to")


class OfItem(Frozen):
    """A question about one item."""

    item: str


class Question(Frozen):
    """A question in words, what to work out, and the answer somebody worked out by hand."""

    ask: str = Field(min_length=1)
    days_between: DaysBetween | None = None
    known_on: KnownOn | None = None
    count: Counting | None = None
    required_but_not_shown: OfItem | None = None
    conflict: OfItem | None = None
    suspended_at: OfItem | None = None
    expected: str = ""

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        return _exactly_one(self, KINDS)

    def named(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """The items that the question names, each with where it stands in the question."""
        if self.days_between:
            yield from _named("days_between", "from", self.days_between.start)
            yield from _named("days_between", "to", self.days_between.end)
        if self.known_on:
            yield from _named("known_on", "at", self.known_on.at)
        if self.count:
            for nth, item in enumerate(self.count.items):
                yield ("count", "items", nth), item
        for kind in ("required_but_not_shown", "conflict", "suspended_at"):
            asked: OfItem | None = getattr(self, kind)
            if asked:
                yield (kind, "item"), asked.item


KINDS = tuple(name for name in Question.model_fields if name not in {"ask", "expected"})


def _named(kind: str, end: str, point: Point) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for way in ("item", "known"):
        item: str | None = getattr(point, way)
        if item is not None:
            yield (kind, end, way), item


def _exactly_one(model: Model, names: tuple[str, ...]) -> Model:
    given = [name for name in names if getattr(model, name) is not None]
    if len(given) != 1:
        one_of = ", ".join(names)
        raise ValueError(f"say exactly one of {one_of}; here: {', '.join(given) or 'none'}")
    return model
