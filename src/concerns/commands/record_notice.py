from typing import ClassVar, Literal

from pydantic import Field

from concerns.commands.command import Command


class RecordNotice(Command):
    """Record a notice to or from another council; its reference links the two cases."""

    path: ClassVar[str] = "notices"

    direction: Literal["sent to", "received from"]
    council: str = Field(min_length=1)
    notice: str = Field(min_length=1)
    their_reference: str = ""
