"""When an address that did not take a hint is tried again, and when it is given up."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

_CHANCE = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Patience:
    """Each wait doubles, up to `longest`; after `whole` it is given up. With chance in each wait,
    so that all who were away are not told at one moment.
    """

    first: timedelta = timedelta(seconds=5)
    longest: timedelta = timedelta(hours=2)
    whole: timedelta = timedelta(days=1)

    def again(self, tries: int, began: datetime, now: datetime) -> datetime | None:
        """When to try again after so many tries (1 and more); None where it is given up."""
        if now - began >= self.whole:
            return None
        wait = min(self.first * 2 ** min(tries - 1, 30), self.longest)
        return now + wait * _CHANCE.uniform(0.5, 1)
