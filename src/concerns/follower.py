"""Keeps every council's views in step with its record, behind the requests."""

from threading import Event, Thread

import structlog

from concerns.projector import Projector
from concerns.storage.authorities import authorities
from concerns.storage.away import DatabaseAway, DatabaseTrouble
from concerns.storage.leading import lead
from concerns.storage.pool import Pool

WORK = "views"
"""In which one process leads."""
PAUSE = 0.5
"""Seconds until a lost database is tried again."""


class Follower:
    """One thread: at each notice from the database, views follow the record.

    Of all processes on one database one follows, the others stand by. A council whose record
    cannot be followed, such as one with a fact this program does not know, is left where it stands
    and named in `stuck`; nothing is skipped, and the others go on.
    """

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.stuck: dict[str, str] = {}
        self._stopped = Event()
        self._thread = Thread(target=self.follow, name="follower", daemon=True)

    def start(self) -> None:
        """Begin to follow, or to stand by, in a thread of its own."""
        self._thread.start()

    def end(self) -> None:
        """Say that it is enough: the batch in hand is finished, and `follow` returns."""
        self._stopped.set()

    def stop(self) -> None:
        """End, and wait for it."""
        self.end()
        self._thread.join()

    def follow(self) -> None:
        """Follow, or stand by, until told that it is enough."""
        while not self._stopped.is_set():
            try:
                for _ in lead(self.pool, WORK, self._stopped.is_set):
                    self._catch_up()
            except DatabaseTrouble as lost:
                structlog.get_logger().warning("views-wait", error=type(lost).__name__)
                self._stopped.wait(PAUSE)

    def _catch_up(self) -> None:
        for one in authorities(self.pool):
            if one.id in self.stuck or self._stopped.is_set():
                continue
            try:
                Projector(self.pool, one.id).catch_up()
            except DatabaseAway:
                raise
            except Exception as error:  # noqa: BLE001 - said in the log; /health/ready says the lag
                self.stuck[one.id] = type(error).__name__
                structlog.get_logger().error(
                    "views-stuck", authority=one.id, error=type(error).__name__
                )
