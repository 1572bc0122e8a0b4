from typing import ClassVar, Literal

from pydantic import Field

from concerns.commands.command import AboutDuty


class Acknowledge(AboutDuty):
    """Record who acknowledged a notification, and whether that counts."""

    path: ClassVar[str] = "acknowledgements"

    acknowledged_by: str = Field(min_length=1)
    as_role: str = Field(min_length=1)
    taken_by: Literal["the person named", "a nominated deputy", "administrative staff"]
