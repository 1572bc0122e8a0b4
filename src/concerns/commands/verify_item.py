from typing import ClassVar

from concerns.commands.command import Command


class VerifyItem(Command):
    """Decide, having looked, whether a line of a plan that is done was effective."""

    path: ClassVar[str] = "plan-items-verified"

    plan: str
    item: str
    effective: bool
