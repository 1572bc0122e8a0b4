from datetime import timedelta
from typing import LiteralString

import psycopg
import pytest
from psycopg import errors
from psycopg.conninfo import make_conninfo

from concerns.storage.pool import NotMigrated, Pool, as_authority, open_pool

AUTHORITY = "select current_setting('concerns.authority', true)"


def only_value(connection: psycopg.Connection, question: LiteralString) -> object:
    row = connection.execute(question).fetchone()
    assert row is not None
    return row[0]


def test_the_authority_does_not_leak_to_the_connections_next_user(database: str) -> None:
    """One connection, two users: the second starts without an authority (design 13)."""
    with open_pool(database, size=1) as single:
        with as_authority(single, "derby") as connection:
            server_process = connection.info.backend_pid
            assert only_value(connection, AUTHORITY) == "derby"
        with single.connection() as connection:
            assert connection.info.backend_pid == server_process
            assert only_value(connection, AUTHORITY) in (None, "")


def test_a_block_that_fails_is_rolled_back_and_forgets_its_authority(database: str) -> None:
    """Nothing of a failed block stays: neither its rows nor its authority."""
    with open_pool(database, size=1) as single:
        with pytest.raises(errors.DivisionByZero), as_authority(single, "derby") as connection:
            connection.execute("create temporary table half_done as select 1 / 0")
        with single.connection() as connection:
            assert only_value(connection, "select to_regclass('half_done')") is None
            assert only_value(connection, AUTHORITY) in (None, "")


def test_a_blank_authority(pool: Pool) -> None:
    """Without an authority there is no record to see, so the mistake is named at once."""
    with pytest.raises(ValueError, match="No authority"), as_authority(pool, " "):
        pass


def test_every_connection_acts_as_the_program_in_utc(pool: Pool) -> None:
    """Not the login's rights but concerns_app's, and times read in UTC."""
    with pool.connection() as one, pool.connection() as other:
        for connection in (one, other):
            assert only_value(connection, "select current_user") == "concerns_app"
            assert only_value(connection, "show timezone") == "UTC"
            assert connection.autocommit


def test_a_server_that_writes_dates_its_own_way(database: str) -> None:
    """Times are read as ISO 8601 writes them, whatever the server was told; else verifying would
    accuse a sound record.
    """
    told = make_conninfo(database, options="-c datestyle=SQL,DMY")
    with open_pool(told, size=1) as single, single.connection() as connection:
        assert only_value(connection, "show datestyle") == "ISO, DMY"
        assert only_value(connection, "select '2026-03-02T09:30Z'::timestamptz::text") == (
            "2026-03-02 09:30:00+00"
        )


def test_a_statement_that_takes_too_long(database: str) -> None:
    """The server cancels it, and the connection serves the next question."""
    with (
        open_pool(database, size=1, longest=timedelta(seconds=0.5)) as impatient,
        impatient.connection() as connection,
    ):
        with pytest.raises(errors.QueryCanceled):
            connection.execute("select pg_sleep(10)")
        assert only_value(connection, "select 1") == 1


def test_a_whole_transaction_is_limited_where_the_server_can(pool: Pool) -> None:
    """Five seconds on PostgreSQL 17 and newer; older servers limit the pauses only."""
    with pool.connection() as connection:
        modern = connection.info.server_version >= 170000
        limit = "transaction_timeout" if modern else "idle_in_transaction_session_timeout"
        assert only_value(connection, f"show {limit}") == "5s"


def test_a_server_that_is_not_there(database: str) -> None:
    """The reason is told at once instead of a pool that waits in silence."""
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        open_pool(f"{database} dbname=no_such_database", size=1)


def test_a_server_without_our_roles(monkeypatch: pytest.MonkeyPatch, database: str) -> None:
    """The operator is told to migrate."""
    monkeypatch.setattr("concerns.storage.pool.ROLE", "concerns_not_migrated")

    with pytest.raises(NotMigrated, match="concerns db migrate"):
        open_pool(database, size=1)
