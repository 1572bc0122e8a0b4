from typing import ClassVar

from pydantic import Field

from concerns.commands.command import AboutFact


class AnnulDecision(AboutFact):
    """Record that a court, an appeal or another authority overturned a decision."""

    path: ClassVar[str] = "annulments"

    annulled_by: str = Field(min_length=1)
