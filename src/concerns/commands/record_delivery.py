from typing import ClassVar

from concerns.commands.command import AboutDuty


class RecordDelivery(AboutDuty):
    """Record that what was sent arrived; delivery can start a time limit."""

    path: ClassVar[str] = "deliveries"
