"""The parts of a paper: paragraphs with their facts, tables and lists with their rows."""

from collections.abc import Iterator, Sequence

from concerns.papers.definition import Definition, Section
from concerns.papers.material import Material
from concerns.papers.notes import Notes
from concerns.papers.paper import Listing, Prose, Table
from concerns.papers.placeholders import facts_named, filled
from concerns.papers.sources import SOURCES, Asked, Row, Source

NONE = "\N{EN DASH}"
"""In a cell for which the record holds nothing."""


def sections(
    definition: Definition, given: Material, notes: Notes
) -> Iterator[Prose | Table | Listing]:
    """Each section in order; an optional one only where the record has something to say in it."""
    for section in definition.sections:
        made = _prose(section, given, notes) if section.text else _listed(section, given, notes)
        if made is not None:
            yield made


def _prose(section: Section, given: Material, notes: Notes) -> Prose | None:
    found = [filled(text, given) for text in section.text]
    if section.optional and not all(whole for _, whole in found):
        return None
    marks = [notes.mark(facts_named(text, given)) for text in section.text]
    said = [text + mark for (text, _), mark in zip(found, marks, strict=True)]
    return Prose(section.heading, tuple(said))


def _listed(section: Section, given: Material, notes: Notes) -> Table | Listing | None:
    source = SOURCES[section.source or ""]
    keys = section.columns or tuple(source.columns)
    rows = list(source.rows(given, Asked(section.of, section.role)))
    if section.optional and not rows:
        return None
    if section.list_:
        items = tuple(_item(row, keys, source) + notes.mark(row.facts) for row in rows)
        return Listing(section.heading, items, section.empty)
    cells = tuple(_cells(row, keys, notes) for row in rows)
    labels = tuple(source.columns[key] for key in keys)
    return Table(section.heading, source.caption, labels, cells, section.empty)


def _cells(row: Row, keys: Sequence[str], notes: Notes) -> tuple[str, ...]:
    first, *others = (row.cells[key] or NONE for key in keys)
    return (first + notes.mark(row.facts), *others)


def _item(row: Row, keys: Sequence[str], source: Source) -> str:
    first, *others = keys
    more = [f"{source.columns[key]}: {row.cells[key]}" for key in others if row.cells[key]]
    return row.cells[first] + (f" ({'; '.join(more)})" if more else "")
