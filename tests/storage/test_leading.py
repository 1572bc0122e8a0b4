import time
from collections.abc import Iterator
from threading import Event, Thread

import psycopg
import pytest

from authorities import entries, new_authority
from concerns.storage import door
from concerns.storage.leading import lead
from concerns.storage.pool import Pool

WITHIN = 5.0
"""Seconds; a promise of one, and room for a busy machine."""


class Standing:
    """A process, as far as leading goes: whether it leads, and how often it was told news."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.leads, self.heard, self.over = Event(), Event(), Event()
        self.thread = Thread(target=self._run)
        self.thread.start()

    def _run(self) -> None:
        try:
            for _ in lead(self.pool, "views", self.over.is_set, every=60):
                (self.heard if self.leads.is_set() else self.leads).set()
        except psycopg.OperationalError:
            self.leads.clear()

    def end(self) -> None:
        self.over.set()
        self.thread.join()


@pytest.fixture
def two(pool: Pool) -> Iterator[tuple[Standing, Standing]]:
    first = Standing(pool)
    assert first.leads.wait(WITHIN)
    second = Standing(pool)
    yield first, second
    first.end()
    second.end()


def test_of_two_one_leads_and_hears_of_news(
    two: tuple[Standing, Standing], pool: Pool, database: str
) -> None:
    """Design 13: one process at a time keeps the views of a database."""
    first, second = two
    door.append(pool, new_authority(database), entries(1))
    assert first.heard.wait(WITHIN)
    assert not second.leads.wait(0.5)


def test_the_other_takes_over_when_the_leader_loses_its_connection(
    two: tuple[Standing, Standing], database: str
) -> None:
    """Design 13: the lock hangs on the connection, and the server lets go of it."""
    first, second = two
    with psycopg.connect(database, autocommit=True) as owner:
        began = time.monotonic()
        owner.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks"
            " WHERE locktype = 'advisory' AND objsubid = 1 AND granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        assert second.leads.wait(WITHIN)
    assert time.monotonic() - began < WITHIN
    first.thread.join(WITHIN)
    assert not first.leads.is_set()


def test_the_other_takes_over_when_the_leader_ends(two: tuple[Standing, Standing]) -> None:
    """Design 13: an orderly stop hands over as well."""
    first, second = two
    first.end()
    assert second.leads.wait(WITHIN)
