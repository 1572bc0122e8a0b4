"""Signs every log while the program is tried out.

In production nothing like it runs here: the sealer is a process of its own (`concerns seal`), by a
user of its own, so that whoever breaks into this program finds no key.
"""

from pathlib import Path
from threading import Event, Thread

import structlog

from concerns import sealers
from concerns.evidence.unsound import Unsound
from concerns.sealer import WillNotSign
from concerns.storage import entries, tree
from concerns.storage.authorities import logs
from concerns.storage.away import DatabaseTrouble
from concerns.storage.listening import wait_for_news
from concerns.storage.pool import Pool

PAUSE = 1.0
"""Seconds between two rounds, and until a lost database is tried again."""
EVERY = 5.0
"""Seconds after which a round is made without news."""


class DevelopmentSealer:
    """One thread; `pool` acts as the sealer's role. Keys are made where a log has none.

    The database's guard is approved as it is when this starts: in development everybody may change
    it. A log that is not signed is named in the log, once for each reason.
    """

    def __init__(self, pool: Pool, folder: Path) -> None:
        self._pool = pool
        self._folder = folder
        self._refused: dict[str, str] = {}
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="sealer", daemon=True)

    def start(self) -> None:
        """Approve the guard, and begin to sign."""
        sealers.approve(self._folder, self._pool)
        self._thread.start()

    def stop(self) -> None:
        """Finish the signature in hand and end."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                for _ in wait_for_news(self._pool, self._stopped.is_set, EVERY):
                    self._round()
                    self._stopped.wait(PAUSE)
            except DatabaseTrouble as lost:
                structlog.get_logger().warning("sealing-waits", error=type(lost).__name__)
                self._stopped.wait(PAUSE)

    def _round(self) -> None:
        for authority in [one.id for one in logs(self._pool)]:
            if self._stopped.is_set():
                return
            try:
                if self._is_behind(authority):
                    self._seal(authority)
            except (WillNotSign, sealers.NotReady, Unsound, LookupError) as why:
                self._tell(authority, str(why))

    def _is_behind(self, authority: str) -> bool:
        last = tree.last_checkpoint(self._pool, authority)
        return entries.head(self._pool, authority) > (last.size if last else 0)

    def _seal(self, authority: str) -> None:
        with sealers.alone(self._folder, authority):
            if not sealers.kept(self._folder, self._pool, authority):
                made = sealers.made_key(self._pool, authority)
                sealers.keep(self._folder, authority, [made])
        sealers.seal(self._folder, self._pool, authority)

    def _tell(self, authority: str, why: str) -> None:
        if self._refused.get(authority) != why:
            self._refused[authority] = why
            structlog.get_logger().warning("not-sealed", authority=authority, why=why)
