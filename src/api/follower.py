"""Keeps every council's views in step with its record, behind the requests."""

from threading import Event, Thread

import structlog

from api.councils import Councils
from concerns.storage.away import DatabaseAway, DatabaseTrouble
from concerns.storage.listening import wait_for_news

PAUSE = 1.0
"""Seconds until a lost database is tried again."""


class Follower:
    """One thread: at each notice from the database, views follow the record.

    A council whose record cannot be followed, such as one with a fact this program does not know,
    is left where it stands and named in `stuck`; nothing is skipped, and the others go on.
    """

    def __init__(self, councils: Councils) -> None:
        self.councils = councils
        self.stuck: dict[str, str] = {}
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="follower", daemon=True)

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the batch in hand and end."""
        self._stopped.set()
        self._thread.join()

    @property
    def follows(self) -> bool:
        """Whether every council's views follow."""
        return self._thread.is_alive() and not self.stuck

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                for _ in wait_for_news(self.councils.pool, self._stopped.is_set):
                    self._catch_up()
            except DatabaseTrouble as lost:
                structlog.get_logger().warning("views-wait", error=type(lost).__name__)
                self._stopped.wait(PAUSE)

    def _catch_up(self) -> None:
        for authority in self.councils.ids():
            if authority in self.stuck or self._stopped.is_set():
                continue
            try:
                self.councils.of(authority).projector.catch_up()
            except DatabaseAway:
                raise
            except Exception as error:  # noqa: BLE001 - said in the log and by /health/ready
                self.stuck[authority] = type(error).__name__
                structlog.get_logger().error(
                    "views-stuck", authority=authority, error=type(error).__name__
                )
