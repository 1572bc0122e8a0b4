"""Tells registered addresses that there is news: one thread, in one process of all."""

import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event, Thread
from uuid import UUID

import structlog

from concerns.events import WebhookRegistered
from concerns.hints.patience import Patience
from concerns.hints.reach import Reach
from concerns.hints.sending import Send, send
from concerns.hints.telling import Telling
from concerns.sealing.wrapping import Keks
from concerns.storage import webhooks
from concerns.storage.away import DatabaseTrouble
from concerns.storage.leading import lead
from concerns.storage.pool import Pool

AT_ONCE = 20
"""Addresses of one council that are told at the same time."""
BETWEEN = 0.25
"""Seconds between rounds: many facts at once are one hint."""
PAUSE = timedelta(seconds=30)
"""Until a council is looked at again about which something unexpected happened."""


@dataclass
class Deliverer:
    """`councils` says who keeps a record here, `standing` which of a council's webhooks stand.

    How far each has been told is in the database, so a restart loses nothing. Appends and views
    never wait for any of this.
    """

    pool: Pool
    councils: Callable[[], Iterable[str]]
    standing: Callable[[str], Mapping[UUID, WebhookRegistered]]
    keks: Keks | None
    clock: Callable[[], datetime]
    reach: Reach
    patience: Patience = field(default_factory=Patience)
    send: Send = send

    def __post_init__(self) -> None:
        self._due: dict[str, datetime] = {}
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="hints", daemon=True)

    def start(self) -> None:
        """Begin to tell, as soon as no other process does."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the hints in hand and end."""
        self._stopped.set()
        if self._thread.ident:
            self._thread.join()

    def _run(self) -> None:
        with ThreadPoolExecutor(AT_ONCE, "hint") as threads:
            while not self._stopped.is_set():
                try:
                    self._lead(threads)
                except DatabaseTrouble as lost:
                    structlog.get_logger().warning("hints-wait", error=type(lost).__name__)
                    self._stopped.wait(1)

    def _lead(self, threads: ThreadPoolExecutor) -> None:
        self._due, last = {}, 0.0
        with closing(lead(self.pool, "hints", self._stopped.is_set)) as news:
            for whose in news:
                if not last:
                    self._due = dict.fromkeys(self.councils(), self.clock())
                if whose:
                    self._due[whose] = self.clock()
                if time.monotonic() - last >= BETWEEN:
                    self._round(threads)
                    last = time.monotonic()

    def _round(self, threads: ThreadPoolExecutor) -> None:
        now = self.clock()
        for authority in [one for one, at in self._due.items() if at <= now]:
            try:
                again = self._tell(authority, threads)
            except DatabaseTrouble:
                raise
            except Exception as error:  # noqa: BLE001 - the other councils are told all the same
                told = {"authority": authority, "error": type(error).__name__}
                structlog.get_logger().error("hints-stuck", **told)
                again = now + PAUSE
            if again:
                self._due[authority] = again
            else:
                self._due.pop(authority)

    def _tell(self, authority: str, threads: ThreadPoolExecutor) -> datetime | None:
        """One round of a council's addresses; says when the next is due, if one is."""
        kept = webhooks.kept(self.pool, authority)
        if not kept:
            return None
        stand = self.standing(authority)
        telling = Telling(
            self.pool, authority, self.keks, self.clock, self.reach, self.patience, self.send
        )
        told = [key for key in kept if key in stand]
        found = threads.map(telling.tell, [stand[key] for key in told], [kept[key] for key in told])
        return min((again for again in found if again), default=None)
