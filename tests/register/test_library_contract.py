"""The library's own test bases, run on our recorder and a real PostgreSQL."""

from collections.abc import Callable, Generator
from uuid import uuid4

import psycopg
import pytest
from eventsourcing.persistence import ApplicationRecorder
from eventsourcing.tests.persistence import (
    ApplicationRecorderTestCase,
    NonInterleavingNotificationIDsBaseCase,
)

from concerns.register import LogRecorder
from concerns.storage.pool import Pool, open_pool


@pytest.fixture
def new_recorder(database: str) -> Generator[Callable[[], LogRecorder]]:
    """Recorders, each on the empty log of an authority of its own."""
    with open_pool(database, size=12) as pool:
        yield lambda: _recorder(database, pool)


def _recorder(database: str, pool: Pool) -> LogRecorder:
    authority = f"a{uuid4().hex[:12]}"
    with psycopg.connect(database) as owner:
        owner.execute("SELECT concerns.create_authority(%s, %s)", (authority, authority))
    return LogRecorder(pool, authority)


class _OnOurRecorder:
    @pytest.fixture(autouse=True)
    def _recorders(self, new_recorder: Callable[[], LogRecorder]) -> None:
        self.new_recorder = new_recorder

    def create_recorder(self) -> LogRecorder:
        return self.new_recorder()


class TestApplicationRecorder(_OnOurRecorder, ApplicationRecorderTestCase[ApplicationRecorder]):
    """Insert, select, notifications, concurrency and throughput, as the library promises them."""

    def test_insert_subscribe(self) -> None:
        """The library's optional test: subscriptions resume and follow without loss."""
        self.optional_test_insert_subscribe()


class TestNonInterleaving(_OnOurRecorder, NonInterleavingNotificationIDsBaseCase):
    """Two appends of a thousand events each never interleave."""


del ApplicationRecorderTestCase, NonInterleavingNotificationIDsBaseCase
