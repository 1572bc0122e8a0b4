from typing import ClassVar, Literal

from concerns.commands.command import Command


class EndPlan(Command):
    """End a plan, so that another of its kind may be agreed."""

    path: ClassVar[str] = "plans-ended"

    plan: str
    outcome: Literal["completed", "superseded", "not completed"]
