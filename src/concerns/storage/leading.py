"""Work that one process does for all of them: whoever holds the lock does it."""

import hashlib
from collections.abc import Callable, Generator

import psycopg

from concerns.storage.listening import heard
from concerns.storage.pool import Pool

EVERY = 1.0
"""Seconds after which somebody else may have let go."""


def lead(pool: Pool, work: str, stopped: Callable[[], bool]) -> Generator[str]:
    """While this process leads in a work: "" when it begins, whose news there is, "" now and then.

    The lock is held by the connection that listens, and by no transaction: if the process dies or
    the connection breaks, another leads. Whoever leads no more learns of it by the next step.
    """
    with psycopg.connect(str(pool.conninfo), autocommit=True) as connection:
        while not stopped():
            row = connection.execute("SELECT pg_try_advisory_lock(%s)", (_number(work),)).fetchone()
            if row and row[0]:
                yield from heard(connection, stopped, EVERY)
                return
            for _ in connection.notifies(timeout=EVERY / 4, stop_after=1):
                pass


def _number(work: str) -> int:
    digest = hashlib.sha256(f"provider-concerns/{work}".encode()).digest()
    return int.from_bytes(digest[:8], signed=True)
