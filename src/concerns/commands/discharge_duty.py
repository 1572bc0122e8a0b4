from typing import ClassVar

from pydantic import Field

from concerns.commands.command import AboutDuty


class DischargeDuty(AboutDuty):
    """Record that something required was done, and how."""

    path: ClassVar[str] = "duties-done"

    how: str = Field(min_length=1)
