from typing import ClassVar

from pydantic import Field

from concerns.commands.command import Command


class RecordMove(Command):
    """Record that somebody moved: when, from where, to where, and how the new place stood."""

    path: ClassVar[str] = "moves"

    person: str
    from_service: str = Field(min_length=1)
    to_service: str = Field(min_length=1)
    at: str = Field(description="Local time of day, such as 14:30.")
    receiving_status: str = Field(min_length=1)
    within_working_hours: bool | None = None
    """Only where the council has not set its working hours: then a person says."""
    why_outside: str = ""
