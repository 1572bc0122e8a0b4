from typing import ClassVar, Literal

from pydantic import Field

from concerns.commands.command import Command
from concerns.events import ISODate, Part
from concerns.vocabulary import Frozen, Party


class Sharing(Frozen):
    """With whom something is shared, and until when a reply is asked for."""

    party: Party
    reply_by: ISODate | None = Field(
        default=None, description="Until when their reply is asked for; a later one counts too."
    )


class ShareItem(Sharing, Command):
    """Let an organisation outside the council read something, as it is now, from now on."""

    path: ClassVar[str] = "shared-items"

    kind: Literal["paper", "plan", "notice"]
    of: str = ""
    """The key of the paper or plan."""
    title: str
    parts: tuple[Part, ...]
