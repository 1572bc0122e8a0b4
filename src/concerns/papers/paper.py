"""A paper ready to be laid out: plain words in their order, the same for HTML and PDF."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from concerns.papers.definition import Kind


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs under a heading, which may be empty."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; with no rows, `empty` says so."""

    heading: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; with no points, `empty` says so."""

    heading: str
    points: tuple[str, ...]
    empty: str


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything that stands on the paper."""

    name: str
    kind: Kind
    title: str
    letterhead: tuple[str, ...]
    to: str
    sender: str
    particulars: tuple[tuple[str, str], ...]
    """What it is about, as pairs of a label and a value."""
    warnings: tuple[str, ...]
    """What was later said of facts that it was made from; shown before anything else."""
    sections: tuple[Prose | Table | Listing, ...]
    made_from: tuple[tuple[str, str], ...]
    """Case, position, procedure and text, so that the same paper can be made again."""
    recorded_at: datetime

    def as_data(self) -> dict[str, Any]:
        """The paper as JSON can hold it."""
        data = asdict(self)
        parts = [{"is": type(one).__name__.lower(), **asdict(one)} for one in self.sections]
        return {**data, "sections": parts, "recorded_at": self.recorded_at.isoformat()}
