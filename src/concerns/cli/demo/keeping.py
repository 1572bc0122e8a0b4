"""What a play needs of whatever keeps the record: to be answered, on the story's day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from concerns.commands.command import Command
from concerns.events import Fact
from concerns.vocabulary import Officer


class Answered(NamedTuple):
    """The facts that a request left, and when the record came to hold them."""

    facts: list[Fact]
    at: datetime


Ask = Callable[[Command, Officer], Answered]
"""Decides and keeps what was decided. Raises Refusal."""


@dataclass
class Clock:
    """The day in the story; passed in wherever the program needs the time."""

    now: datetime = datetime(2026, 1, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Nine in the morning, UTC, of the story's day."""
        return self.now

    def turn_to(self, day: str) -> None:
        """Go on at another day."""
        self.now = datetime.combine(date.fromisoformat(day), time(9), tzinfo=UTC)
