from typing import ClassVar

from concerns.commands.command import Command


class MoveCase(Command):
    """Move the case to another procedure, or to the version of its own that is in force now."""

    path: ClassVar[str] = "moves-to-a-procedure"

    procedure: str
    stage: str | None = None
    """Where it stands there; the stage of the same name if not given."""
