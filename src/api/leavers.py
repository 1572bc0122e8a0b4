"""Those whose access has ended: refused within seconds, whatever their tokens say."""

import time
from collections.abc import Callable
from threading import Lock

from api.problems import ProblemFound
from concerns.actors.actor import Actor
from concerns.actors.ended import NOBODY, Ended, ended
from concerns.register import Register
from concerns.vocabulary import Person

EVERY = 2.0
"""Seconds after which the record is asked again. Nothing is ever written."""


class Leavers:
    """Whose access to one council's record has ended, as the record says."""

    def __init__(self, register: Register, clock: Callable[[], float] = time.monotonic) -> None:
        self.register = register
        self.clock = clock
        self._known: tuple[Ended, float] = NOBODY, float("-inf")
        self._lock = Lock()

    def refuse(self, person: Person, recent: Ended | None = None) -> None:
        """Let everybody else pass; by what is `recent`, or as the record says.

        Raises:
            ProblemFound: access-ended.
        """
        if Actor.of(person) in (recent or self._now()).actors:
            raise ProblemFound("access-ended", "your access to this council's record has ended")

    def recent(self) -> Ended | None:
        """What was read less than EVERY ago; None where the record has to be asked."""
        known, read_at = self._known
        return known if self.clock() - read_at < EVERY else None

    def _now(self) -> Ended:
        with self._lock:
            if recent := self.recent():
                return recent  # another request asked meanwhile
            now = self.clock()
            self._known = ended(self.register, self._known[0]), now
            return self._known[0]
