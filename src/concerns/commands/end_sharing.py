from typing import ClassVar
from uuid import UUID

from concerns.commands.command import Command


class EndSharing(Command):
    """Let those with whom something was shared read it no longer, nor reply to it."""

    path: ClassVar[str] = "sharing-endings"

    item: UUID
