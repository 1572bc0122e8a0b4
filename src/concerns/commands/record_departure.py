from typing import ClassVar

from pydantic import Field

from concerns.commands.command import Command


class RecordDeparture(Command):
    """Record that something the procedure asks for was not done, why, and who says so."""

    path: ClassVar[str] = "departures"

    omitted: str = Field(min_length=1)
    duty: str | None = None
