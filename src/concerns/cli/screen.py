"""Printing for people: works without colour, without a terminal, and at any width."""

import sys
from datetime import UTC, date, datetime
from io import TextIOWrapper

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


def table(*columns: str) -> Table:
    """A table of words: ruled under its heading, wrapped to fit, no other lines."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    for column in columns:
        made.add_column(column, overflow="fold", no_wrap=False)
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
