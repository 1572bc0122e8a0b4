"""Work that one process does for all of them: whoever holds the lock does it."""

import hashlib
import time
from collections.abc import Callable, Generator
from os import getpid
from socket import gethostname

from concerns.storage.listening import heard, own_connection
from concerns.storage.pool import Pool

_PAUSE = 0.2
"""Seconds between two attempts to lead."""


def lead(pool: Pool, work: str, stopped: Callable[[], bool], every: float = 1.0) -> Generator[str]:
    """While this process leads in a work: "" when it begins, whose news there is, "" now and then.

    The lock hangs on the connection that listens, and on no transaction: whoever dies, or loses
    it, leads no longer, and another takes over. For a moment two may believe that they lead, so
    what a leader does must bear being done by two at once.
    """
    with own_connection(pool) as connection:
        connection.execute("SELECT set_config('application_name', %s, false)", (_name(work),))
        while not stopped():
            # Asked again and again: whoever waits inside pg_advisory_lock holds a snapshot, for
            # which CREATE INDEX CONCURRENTLY would wait for ever.
            row = connection.execute("SELECT pg_try_advisory_lock(%s)", (_lock(work),)).fetchone()
            if row and row[0]:
                yield from heard(connection, stopped, every)
                return
            time.sleep(_PAUSE)


def leaders(work: str) -> str:
    """How the names of those who lead, or stand by, begin in pg_stat_activity."""
    return f"concerns {work} "


def _name(work: str) -> str:
    return f"{leaders(work)}{gethostname()[:30]} {getpid()}"


def _lock(work: str) -> int:
    digest = hashlib.sha256(f"provider-concerns/{work}".encode()).digest()
    return int.from_bytes(digest[:8], signed=True)
