"""Hear of new facts without asking all the time."""

from collections.abc import Callable, Iterator

import psycopg

from concerns.storage.pool import Pool


def wait_for_news(pool: Pool, stopped: Callable[[], bool], every: float = 1.0) -> Iterator[None]:
    """Yield once at once, then at each notice, and every `every` seconds in case one was lost.

    Uses a connection of its own, so that no pooled one is held for ever. Ends soon after
    `stopped()` becomes true.
    """
    with psycopg.connect(str(pool.conninfo), autocommit=True) as connection:
        connection.execute("LISTEN concerns")
        yield
        waited = 0.0
        while not stopped():
            heard = next(iter(connection.notifies(timeout=0.1, stop_after=1)), None)
            waited += 0.1
            if heard is not None or waited >= every:
                waited = 0.0
                yield
