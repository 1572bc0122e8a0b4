from typing import ClassVar, Literal

from concerns.commands.command import AboutFact


class ReviewGlass(AboutFact):
    """Say whether it was right to break the glass. `fact` is that by which it was broken."""

    path: ClassVar[str] = "glass-reviews"

    finding: Literal["justified", "not justified"]
