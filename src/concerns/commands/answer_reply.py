from typing import ClassVar, Literal
from uuid import UUID

from concerns.commands.command import Command


class AnswerReply(Command):
    """Say whether a reply of those with whom something was shared changed what was decided."""

    path: ClassVar[str] = "reply-answers"

    reply: UUID
    outcome: Literal["changed", "unchanged"]
