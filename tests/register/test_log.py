"""The log on a real PostgreSQL: one door, gapless, append-only, one authority at a time."""

import threading
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege
from psycopg.pq.abc import PGconn

from authorities import entries, new_authority
from concerns.storage import door, log
from concerns.storage.door import Beside
from concerns.storage.pool import Pool, as_authority, open_pool


@pytest.fixture
def authority(database: str) -> str:
    """An authority with an empty log."""
    return new_authority(database)


@pytest.fixture
def wide_pool(database: str) -> Generator[Pool]:
    """Eight connections."""
    with open_pool(database, size=8) as pool:
        yield pool


def test_positions_are_gapless_also_after_refused_appends(pool: Pool, authority: str) -> None:
    """A conflict leaves no hole (the library's own recorder burns an id)."""
    first = entries(2)
    assert door.append(pool, authority, first).position == 1
    with pytest.raises(door.Conflict):
        door.append(pool, authority, [first[1]._replace(id=entries(1)[0].id)])
    assert door.append(pool, authority, entries(3)).position == 3
    assert [one.position for one in log.after(pool, authority, 0, 10)] == [1, 2, 3, 4, 5]


def test_facts_sent_again_by_another_are_not_stored_twice(pool: Pool, authority: str) -> None:
    """The fact's own id stands once in the log, whoever sends it."""
    some = entries(2)
    door.append(pool, authority, some)
    with pytest.raises(door.Conflict):
        door.append(pool, authority, some)
    assert log.head(pool, authority) == 2


def test_an_append_whose_answer_was_lost_finds_its_facts_stored(
    pool: Pool, authority: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unknown outcome is resolved by the fact's id, never by writing twice."""
    some, lost, send = entries(2), iter([True]), door._send  # noqa: SLF001 - the answer gets lost there

    def answer_lost(connection: PGconn, arguments: Sequence[bytes]) -> door.Receipt:
        receipt = send(connection, arguments)
        if next(lost, False):
            connection.finish()
            raise psycopg.OperationalError("the connection was lost before the answer came")
        return receipt

    monkeypatch.setattr(door, "_send", answer_lost)
    assert door.append(pool, authority, some).position == 1
    assert log.head(pool, authority) == 2


def test_an_append_goes_through_although_its_connection_is_cut(
    pool: Pool, authority: str, database: str
) -> None:
    """The backend is killed while it waits for the lock: the facts are stored once, no more."""
    holding, cut = threading.Event(), threading.Event()

    def hold_the_lock() -> None:
        with psycopg.connect(database) as owner:
            owner.execute("SELECT concerns.lock_log(%s)", (authority,))
            holding.set()
            cut.wait(timeout=10)

    with ThreadPoolExecutor(2) as threads:
        threads.submit(hold_the_lock)
        assert holding.wait(timeout=10)
        appended = threads.submit(door.append, pool, authority, entries(3))
        _terminate_whoever_waits(database)
        cut.set()
        assert appended.result(timeout=20).position == 1
    assert log.head(pool, authority) == 3


def _terminate_whoever_waits(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as owner:
        for _ in range(500):
            killed = owner.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE wait_event = 'advisory' AND datname = current_database()"
            ).fetchall()
            if killed:
                return
            threading.Event().wait(0.01)
    raise AssertionError("nobody ever waited for the lock")


def test_later_in_the_log_is_later_in_time(wide_pool: Pool, authority: str) -> None:
    """`as_known` needs instants that follow the order of the log."""
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: door.append(wide_pool, authority, entries(2)), range(40)))
    stored = log.after(wide_pool, authority, 0, 1000)
    assert [one.position for one in stored] == list(range(1, 81))
    instants = [one.recorded_at for one in stored]
    assert instants == sorted(instants)
    assert len(set(instants)) == 40


@pytest.mark.parametrize("kind", ["fact", "batch"])
def test_what_is_too_large_is_refused_before_it_is_sent(
    pool: Pool, authority: str, kind: str
) -> None:
    """A fact holds 65,535 bytes, an append 5,000 facts."""
    big = [entries(1)[0]._replace(body=b"x" * 65_536)] if kind == "fact" else entries(5_001)
    with pytest.raises(door.TooLarge):
        door.append(pool, authority, big)
    assert log.head(pool, authority) == 0


def test_five_hundred_kilobytes_at_once_are_stored(pool: Pool, authority: str) -> None:
    """The library's pipeline hangs for ever from about 420 KiB; one round trip does not."""
    some = [one._replace(body=b"y" * 5_000) for one in entries(400)]
    door.append(pool, authority, some)
    assert log.head(pool, authority) == 400


def test_what_one_case_holds_no_other_can_claim(pool: Pool, authority: str) -> None:
    """Two open cases for one service under one procedure."""
    first, second = entries(1), entries(1)
    door.append(pool, authority, first, Beside(claims=["north/1-1"]))
    with pytest.raises(door.Claimed):
        door.append(pool, authority, second, Beside(claims=["north/1-1"]))
    assert log.head(pool, authority) == 1
    release = first[0]._replace(id=entries(1)[0].id, version=2)
    door.append(pool, authority, [release], Beside(releases=["north/1-1"]))
    door.append(pool, authority, second, Beside(claims=["north/1-1"]))


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE concerns.fact SET name = 'other/1'",
        "DELETE FROM concerns.fact",
        "TRUNCATE concerns.fact CASCADE",
        "INSERT INTO concerns.fact SELECT * FROM concerns.fact",
        "ALTER TABLE concerns.fact DISABLE TRIGGER ALL",
        "SELECT set_config('session_replication_role', 'replica', false)",
    ],
)
def test_the_program_cannot_change_the_past(pool: Pool, authority: str, attack: str) -> None:
    """Append-only by grants: the application role owns nothing."""
    door.append(pool, authority, entries(1))
    with pytest.raises(InsufficientPrivilege), as_authority(pool, authority) as connection:
        connection.execute(attack)  # pyright: ignore[reportArgumentType]
    assert len(log.after(pool, authority, 0, 10)) == 1


@pytest.mark.parametrize("setting", ["origin", "replica"])
@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE concerns.fact SET name = 'other/1'",
        "DELETE FROM concerns.fact",
        "TRUNCATE concerns.fact CASCADE",
    ],
)
def test_triggers_refuse_even_the_owner_of_the_server(
    pool: Pool, database: str, authority: str, setting: str, attack: str
) -> None:
    """Row, statement and truncate triggers, on also in replica mode (evidence §2.8)."""
    door.append(pool, authority, entries(1))
    with psycopg.connect(database) as superuser:
        superuser.execute(f"SET session_replication_role = {setting}")  # pyright: ignore[reportArgumentType]
        with pytest.raises(InsufficientPrivilege, match="append-only"):
            superuser.execute(attack)  # pyright: ignore[reportArgumentType]


def test_councils_do_not_see_each_other(pool: Pool, database: str) -> None:
    """Row-level security, forced, by a setting that lives as long as the transaction."""
    here, there = new_authority(database), new_authority(database)
    door.append(pool, here, entries(2))
    assert log.after(pool, there, 0, 10) == []
    with as_authority(pool, there) as connection:
        count = connection.execute("SELECT count(*) FROM concerns.fact").fetchone()
    with pool.connection() as connection:
        nobody = connection.execute("SELECT count(*) FROM concerns.fact").fetchone()
    assert (count, nobody) == ((0,), (0,))


def test_each_authority_has_positions_of_its_own(pool: Pool, database: str) -> None:
    """One log per authority."""
    here, there = new_authority(database), new_authority(database)
    assert door.append(pool, here, entries(1)).position == 1
    assert door.append(pool, there, entries(1)).position == 1


def test_a_held_lock_of_one_authority_does_not_stop_another(pool: Pool, database: str) -> None:
    """Authorities write in parallel."""
    here, there = new_authority(database), new_authority(database)
    with psycopg.connect(database) as owner:
        owner.execute("SELECT concerns.lock_log(%s)", (here,))
        assert door.append(pool, there, entries(1)).position == 1


def test_an_authority_that_was_never_created_has_no_log(pool: Pool) -> None:
    """The first fact of a log finds its authority, or is refused."""
    with pytest.raises(psycopg.Error, match="no authority"):
        door.append(pool, "nowhere", entries(1))
