"""Printing for people: works without colour, without a terminal, and at any width."""

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import TextIOWrapper
from typing import NamedTuple

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from concerns.when import When

_STYLES = {"red": "bold red", "amber": "bold yellow", "green": "bold green"}


def screen() -> Console:
    """Where answers go. What the record says is printed as it is, never read as markup."""
    _print_what_can_be(sys.stdout)
    return Console(markup=False, emoji=False, highlight=False)


def aside() -> Console:
    """Where progress goes: the error stream, and only what a terminal can show."""
    return Console(stderr=True, markup=False, emoji=False, highlight=False)


def _print_what_can_be(stream: object) -> None:
    """A terminal without Unicode shows a question mark rather than stop us."""
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="replace")


class Column(NamedTuple):
    """A column of so many letters that never wraps, or with a share of the width that is left."""

    name: str
    letters: int | None = None
    share: int | None = None


def table(*columns: str | Column) -> Table:
    """A table of words: ruled under its heading, wrapped to fit, no other lines.

    Columns with letters or shares make tables below one another line up.
    """
    made = Table(
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        pad_edge=False,
        show_edge=False,
        header_style="bold",
    )
    for one in columns:
        name, letters, share = Column(one) if isinstance(one, str) else one
        made.expand = made.expand or share is not None
        whole = letters is not None
        made.add_column(name, overflow="fold", min_width=letters, ratio=share, no_wrap=whole)
    return made


def coloured(colour: str | None) -> Text:
    """A colour as a mark and a word: the word is enough."""
    if colour is None:
        return Text("· no colour", style="dim")
    return Text(f"● {colour.upper()}", style=_STYLES[colour])


def day(text: str | None) -> str:
    """A stored date (EDTF) as a person would say it, short where it is exact."""
    if text is None:
        return "no date"
    when = When(text)
    return short(when.earliest) if when.is_exact and not when.moment else when.in_words


def short(one: date) -> str:
    """A day as 8 Apr 2026."""
    return f"{one.day} {one:%b %Y}"


def instant(at: datetime) -> str:
    """An instant in UTC to the microsecond, so that it can be typed back (RFC 3339)."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def clauses(found: Sequence[str], most: int = 4) -> str:
    """The requirements that an act rests on: the first few, and how many more."""
    more = f" and {len(found) - most} more" if len(found) > most else ""
    return ", ".join(found[:most]) + more


def dated() -> Table:
    """A list of things said, each under its date."""
    made = Table.grid(padding=(0, 2, 0, 0))
    made.add_column(no_wrap=True, style="bold", width=11, justify="right")
    made.add_column(overflow="fold")
    return made
