from typing import ClassVar

from concerns.commands.command import Command


class OpenAccess(Command):
    """Let every officer of the council see the case again."""

    path: ClassVar[str] = "restriction-endings"
