"""Read a chronology file, JSON or YAML: whole, or not at all, with the line of every fault."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from concerns.chronology.file import Faulty, File
from concerns.chronology.format import Chronology, Item
from concerns.procedures.reader import Fault

Where = tuple[str | int, ...]


def read(file: Path, today: date) -> Chronology:
    """Read a chronology. `today` is the date in London: nothing in it may lie later.

    Raises:
        Faulty: something is malformed or cannot be; carries every fault with file and line.
        OSError: the file cannot be opened.
    """
    found = File(file)
    try:
        chronology = Chronology.model_validate(found.content)
    except ValidationError as error:
        raise Faulty(_in_order(found, _malformed(error))) from None
    faults = _in_order(found, _impossible(chronology, today))
    if faults:
        raise Faulty(faults)
    return chronology


def _in_order(found: File, faults: Iterable[tuple[Where, str]]) -> list[Fault]:
    placed = [Fault(found.place(*where), what) for where, what in faults]
    return sorted(placed, key=lambda fault: fault.place.line)


def _malformed(error: ValidationError) -> Iterator[tuple[Where, str]]:
    for one in error.errors(include_url=False):
        where = tuple(part for part in one["loc"] if part != "[key]")
        named = ".".join(str(part) for part in where)
        said = one["msg"].removeprefix("Value error, ")
        yield where, f"{named}: {said}" if named else said


def _impossible(chronology: Chronology, today: date) -> Iterator[tuple[Where, str]]:
    """What each part alone cannot know to be wrong."""
    names = set[str]()
    for nth, item in enumerate(chronology.items):
        if item.id in names:
            yield ("items", nth, "id"), f"another item is called {item.id!r} already"
        names.add(item.id)
        for source in item.cited():
            if source not in chronology.sources:
                yield ("items", nth), f"{item.id}: there is no source {source!r}"
        yield from _in_the_future(nth, item, today)
    for nth, question in enumerate(chronology.questions):
        for where, name in question.named():
            if name not in names:
                yield ("questions", nth, *where), f"there is no item {name!r}"


def _in_the_future(nth: int, item: Item, today: date) -> Iterator[tuple[Where, str]]:
    dates = {"date": item.date, "known_to_authority": item.known_to_authority}
    for name, when in dates.items():
        if when and when.earliest > today:
            yield ("items", nth, name), f"{item.id}: {when.in_words} lies in the future"
    for other, one in enumerate(item.other_dates):
        if one.date.earliest > today:
            where = ("items", nth, "other_dates", other, "date")
            yield where, f"{item.id}: {one.date.in_words} lies in the future"
