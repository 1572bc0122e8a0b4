from typing import ClassVar

from concerns.commands.command import AboutDuty


class ExcuseDuty(AboutDuty):
    """Decide, with a reason, that something required need not be done."""

    path: ClassVar[str] = "duties-excused"
