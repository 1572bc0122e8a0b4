from typing import ClassVar

from concerns.commands.command import AboutFact


class ConfirmDeparture(AboutFact):
    """Confirm a departure that was taken first, in an emergency, on another's word."""

    path: ClassVar[str] = "departure-confirmations"
