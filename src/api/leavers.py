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
        self._known = NOBODY
        self._read_at: float | None = None
        self._lock = Lock()

    def refuse(self, person: Person) -> None:
        """Let everybody else pass.

        Raises:
            ProblemFound: access-ended.
        """
        if Actor.of(person) in self._now().actors:
            raise ProblemFound("access-ended", "your access to this council's record has ended")

    def _now(self) -> Ended:
        with self._lock:
            now = self.clock()
            if self._read_at is None or now - self._read_at >= EVERY:
                self._known = ended(self.register, self._known)
                self._read_at = now
            return self._known
