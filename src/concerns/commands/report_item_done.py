from typing import ClassVar

from pydantic import Field

from concerns.commands.command import Command


class ReportItemDone(Command):
    """Record that a line of a plan is done. Whether it worked is another fact."""

    path: ClassVar[str] = "plan-items-done"

    plan: str
    item: str
    how: str = Field(min_length=1)
