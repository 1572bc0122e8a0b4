from typing import ClassVar

from pydantic import Field

from concerns.commands.command import Command


class DeclareInterest(Command):
    """Declare an interest in the provider; a conflict keeps the declarer from deciding."""

    path: ClassVar[str] = "interests"

    interest: str = Field(min_length=1)
    conflict: bool
