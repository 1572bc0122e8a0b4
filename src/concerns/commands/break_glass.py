from typing import ClassVar

from pydantic import Field

from concerns.commands.command import Command


class BreakGlass(Command):
    """See a restricted case in an emergency. It stands on record, raises an alarm, is reviewed."""

    path: ClassVar[str] = "glass-breakings"
    unseen: ClassVar[bool] = True

    hours: int = Field(ge=1, le=24, description="How long you must see it.")
