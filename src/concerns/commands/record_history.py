from typing import ClassVar

from concerns.commands.command import Command
from concerns.events import DatedBySource, HistoryAbout
from concerns.when import When


class RecordHistory(Command):
    """Record an event of a published history, as its sources tell it and no more."""

    path: ClassVar[str] = "history"

    item: str
    kind: str
    about: HistoryAbout = "this service"
    who: str
    text: str
    source: str
    other_sources: tuple[str, ...] = ()
    known_to_authority: When | None = None
    count: int | None = None
    note: str = ""
    other_dates: tuple[DatedBySource, ...] = ()
