from typing import ClassVar

from pydantic import Field

from concerns.commands.command import Command


class NoteOnItem(Command):
    """Note progress on a line of a plan."""

    path: ClassVar[str] = "plan-item-notes"

    plan: str
    item: str
    note: str = Field(min_length=1)
