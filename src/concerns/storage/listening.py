"""Hear of new facts without asking all the time."""

from collections.abc import Callable, Iterator

import psycopg
from psycopg import Connection
from psycopg.rows import TupleRow

from concerns.storage.pool import Pool

_KEEPALIVES = {"idle": "5", "interval": "1", "count": "5"}
"""In seconds: a machine that has gone silent is found out in ten, not in two hours."""


def wait_for_news(pool: Pool, stopped: Callable[[], bool], every: float = 1.0) -> Iterator[None]:
    """Yield once at once, then at each notice, and every `every` seconds in case one was lost.

    Uses a connection of its own, so that no pooled one is held for ever. Ends soon after
    `stopped()` becomes true.
    """
    for _ in whose_news(pool, stopped, every):
        yield


def whose_news(pool: Pool, stopped: Callable[[], bool], every: float = 1.0) -> Iterator[str]:
    """As `wait_for_news`, and says whose record has new facts: "" where it may be anybody's."""
    with own_connection(pool) as connection:
        yield from heard(connection, stopped, every)


def own_connection(pool: Pool) -> Connection[TupleRow]:
    """A connection beside the pool's, that may wait for as long as the program runs."""
    connection = psycopg.connect(str(pool.conninfo), autocommit=True)
    for name, value in _KEEPALIVES.items():
        connection.execute("SELECT set_config(%s, %s, false)", (f"tcp_keepalives_{name}", value))
    connection.execute("SET idle_session_timeout TO 0")
    return connection


def heard(
    connection: Connection[TupleRow], stopped: Callable[[], bool], every: float
) -> Iterator[str]:
    """As `whose_news`, by a connection that the caller keeps for it."""
    connection.execute("LISTEN concerns")
    yield ""
    waited = 0.0
    while not stopped():
        notice = next(iter(connection.notifies(timeout=0.1, stop_after=1)), None)
        waited += 0.1
        if notice is not None or waited >= every:
            waited = 0.0
            yield notice.payload.partition(" ")[0] if notice else ""
