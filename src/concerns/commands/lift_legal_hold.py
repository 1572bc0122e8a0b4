from typing import ClassVar

from concerns.commands.command import AboutFact


class LiftLegalHold(AboutFact):
    """Lift a legal hold, named by the fact that placed it."""

    path: ClassVar[str] = "legal-holds-lifted"
