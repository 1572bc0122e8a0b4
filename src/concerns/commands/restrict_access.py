from typing import ClassVar

from pydantic import Field

from concerns.commands.command import Command
from concerns.vocabulary import Person


class RestrictAccess(Command):
    """Let only the persons named here see the case; whoever asks must be one of them."""

    path: ClassVar[str] = "restrictions"

    persons: tuple[Person, ...] = Field(
        min_length=1, description="All of them, by issuer, subject and name, each time."
    )
