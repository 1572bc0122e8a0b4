from typing import ClassVar, Literal

from pydantic import Field

from concerns.commands.command import Command


class MakeLogEntry(Command):
    """Enter a request, decision, action, risk or movement in the log of whoever keeps it."""

    path: ClassVar[str] = "log-entries"

    log: Literal["request", "decision", "action", "risk", "movement"]
    entry: str = Field(min_length=1)
    owner: str = ""
    due: str | None = None
