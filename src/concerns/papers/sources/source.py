"""What a source is: named columns, and the rows that the facts of a case leave in them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from concerns.events import Fact
from concerns.papers.material import Material

Takes = Literal["plan", "log", "meeting", "checklist", "form"]


class Row(NamedTuple):
    """Cells by column, and the facts they were read from, so that a correction can be noted."""

    facts: tuple[Fact, ...]
    cells: Mapping[str, str]


class Asked(NamedTuple):
    """Which of several: the plan, log, meeting, checklist or form, and whose."""

    of: str | None = None
    role: str | None = None


Rows = Callable[[Material, Asked], Iterable[Row]]


@dataclass(frozen=True, slots=True)
class Source:
    """Something that a paper can list."""

    name: str
    caption: str
    """What the table shows, for whoever hears it before they see it."""
    columns: Mapping[str, str]
    rows: Rows
    takes: Takes | None = None
    needed: bool = False
    """Must the definition say which?"""


SOURCES: dict[str, Source] = {}
"""Every source by name."""


def source(
    caption: str, takes: Takes | None = None, *, needed: bool = False, **columns: str
) -> Callable[[Rows], Rows]:
    """Offer a function's rows to papers under the function's own name."""

    def offered(rows: Rows) -> Rows:
        name = getattr(rows, "__name__", "")
        if name in SOURCES:
            raise TypeError(f"two sources are called {name}")
        SOURCES[name] = Source(name, caption, columns, rows, takes, needed)
        return rows

    return offered
