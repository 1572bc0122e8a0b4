from typing import ClassVar, Literal

from concerns.commands.command import Command


class MoveItemOn(Command):
    """Decide the next step of a plan's line at its review."""

    path: ClassVar[str] = "plan-items-moved-on"

    plan: str
    item: str
    next_step: Literal[
        "carried forward", "changed and carried forward", "no longer required or superseded"
    ]
    action: str = ""
    due: str | None = None
