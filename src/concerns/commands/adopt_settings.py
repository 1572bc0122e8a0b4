from typing import ClassVar

from pydantic import Field

from concerns.commands.command import CouncilCommand


class AdoptSettings(CouncilCommand):
    """Set what a procedure leaves to the council, from now on."""

    path: ClassVar[str] = "settings"

    procedure: str
    text: str = Field(max_length=50_000, description="The settings, in YAML.")
