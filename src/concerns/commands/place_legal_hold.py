from typing import ClassVar

from pydantic import Field

from concerns.commands.command import Command


class PlaceLegalHold(Command):
    """Forbid that personal data be destroyed: of one person, or of everybody in the case."""

    path: ClassVar[str] = "legal-holds"

    subject: str | None = None
    """The reference of the person, such as R12; everybody's data if not given."""
    demanded_by: str = Field(min_length=1, description="A court, an inquiry, the police, counsel …")
