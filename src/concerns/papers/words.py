"""How values of facts are written in a paper: dates, names, yes and no."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from concerns.events import Condition, Fact
from concerns.vocabulary import Person, Service
from concerns.when import When

NOT_RECORDED = "not recorded"
_LONDON = ZoneInfo("Europe/London")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def in_words(value: object) -> str:
    """A value as a reader would say it; empty where there is none."""
    match value:
        case None:
            said = ""
        case bool():
            said = "yes" if value else "no"
        case str():
            said = _day(value) if _DAY.fullmatch(value) else value
        case When():
            said = value.in_words
        case Person():
            said = value.name
        case Service():
            said = f"{value.name} ({value.id})"
        case Condition():
            said = f"{value.what} (to be reviewed on {in_words(value.review_on)})"
        case tuple():
            said = "; ".join(in_words(one) for one in cast("tuple[object, ...]", value))
        case _:
            said = str(value)
    return said


def _day(text: str) -> str:
    try:
        return When.parse(text).in_words
    except ValueError:
        return text  # somebody's own words that only look like a date


def instant(at: datetime) -> str:
    """An instant in London's time, to the second."""
    here = at.astimezone(_LONDON)
    return f"{here.day} {here:%B %Y} at {here:%H:%M:%S}"


def told(fact: Fact) -> str:
    """What was done: the fact's own sentence, without who did it and why.

    Who, when and why stand in columns of their own; dates are in words.
    """
    words = _sentence(fact).removeprefix(f"{fact.by} ").removesuffix(f": {fact.reason}")
    return words[:1].upper() + words[1:]


def _sentence(fact: Fact) -> str:
    if type(fact).__str__ is Fact.__str__:
        return fact.sentence.format_map(_InWords(fact))
    return str(fact.model_copy(update={"departure": None}))


class _InWords(Mapping[str, Any]):
    """A fact's fields by name; dates, yes and no in words."""

    def __init__(self, fact: Fact) -> None:
        self.fact = fact

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - a fact's fields are of any kind
        value = getattr(self.fact, name)
        return in_words(value) if isinstance(value, str | bool) and name != "reason" else value

    def __iter__(self) -> Iterator[str]:
        return iter(type(self.fact).model_fields)

    def __len__(self) -> int:
        return len(type(self.fact).model_fields)
