"""Who follows the feed at the moment, and the one listener that wakes them."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from threading import Event, Thread

import structlog
from anyio import CapacityLimiter

from api.problems import ProblemFound
from concerns.storage.away import DatabaseTrouble
from concerns.storage.listening import whose_news
from concerns.storage.pool import Pool

PAUSE = 1.0
"""Seconds until a lost database is tried again."""
QUIET = 15.0
"""Seconds after which a stream looks by itself, also whether its reader may still read."""
AGAIN = "30"
"""Seconds after which it is worth asking for a place again."""


class Ear:
    """One stream waiting for news of one council, without a thread and without a connection."""

    def __init__(self, authority: str) -> None:
        self.authority = authority
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()

    def wake(self) -> None:
        """There is news; from any thread."""
        self._loop.call_soon_threadsafe(self._news.set)

    async def wait(self, seconds: float) -> None:
        """Until there is news, or for so long. What comes from now on wakes it the next time."""
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return
        self._news.clear()


class Streams:
    """The streams of this process: no more than `most`, of which `readers` read at one time."""

    def __init__(self, pool: Pool, most: int, readers: int) -> None:
        self.readers = CapacityLimiter(readers)
        self.closing = False
        self._pool = pool
        self._most = most
        self._ears: set[Ear] = set()
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="streams", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def close(self) -> None:
        """Let every stream end after the event in hand; none begins any more."""
        self.closing = True
        self._wake("")

    def stop(self) -> None:
        """Close, and end the listener."""
        self.close()
        self._stopped.set()
        self._thread.join()

    @contextmanager
    def place(self, authority: str) -> Generator[Ear]:
        """A place among those who follow.

        Raises:
            ProblemFound: there is none now; when to ask again is said.
        """
        if self.closing or len(self._ears) >= self._most:
            raise ProblemFound(
                "try-again",
                "no further stream can begin here now: poll /v1/feed, or ask again later",
                headers={"Retry-After": AGAIN},
            )
        ear = Ear(authority)
        self._ears.add(ear)
        try:
            yield ear
        finally:
            self._ears.discard(ear)

    def _wake(self, authority: str) -> None:
        for ear in tuple(self._ears):
            if authority in {"", ear.authority}:
                ear.wake()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                for whose in whose_news(self._pool, self._stopped.is_set, QUIET):
                    self._wake(whose)
            except DatabaseTrouble as lost:
                structlog.get_logger().warning("streams-wait", error=type(lost).__name__)
                self._stopped.wait(PAUSE)
