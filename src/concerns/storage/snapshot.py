"""One moment of a database, held still while it is copied."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import NamedTuple

import psycopg
from psycopg import Connection, IsolationLevel
from psycopg.rows import TupleRow

from concerns.storage.pool import NotMigrated


class SeesTooLittle(Exception):
    """The login sees one authority's rows at a time, so a copy by it would hold nothing."""


class Log(NamedTuple):
    """An authority's log: how many facts, and its newest signed checkpoint, if it has one."""

    authority: str
    facts: int
    note: bytes | None


class Snapshot(NamedTuple):
    """What was there at one moment; `name` shows other connections the same moment."""

    name: str
    server: int
    """The server's version as it tells it: 180004."""
    migrations: dict[str, str]
    """What was applied: each file's name and SHA-256."""
    logs: tuple[Log, ...] = ()


@contextmanager
def snapshot(owner: str, *, of_keys: bool = False) -> Generator[Snapshot]:
    """Hold a moment for as long as the block runs: of the record, or of the keys.

    Raises:
        NotMigrated, SeesTooLittle. psycopg.Error.
    """
    with psycopg.connect(owner) as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        name = _exported(connection)
        migrations = _migrations(connection)
        logs = () if of_keys else _logs(connection)
        yield Snapshot(name, connection.info.server_version, migrations, logs)


def _exported(connection: Connection[TupleRow]) -> str:
    row = connection.execute(
        "SELECT pg_export_snapshot(), rolsuper OR rolbypassrls FROM pg_roles"
        " WHERE rolname = current_user"
    ).fetchone()
    if row is None or not row[1]:
        raise SeesTooLittle(
            "This login sees one authority's rows at a time. A backup needs a superuser, or a "
            "login with BYPASSRLS that may read every table: set CONCERNS_OWNER_URL to its address."
        )
    return row[0]


def _migrations(connection: Connection[TupleRow]) -> dict[str, str]:
    there = connection.execute("SELECT to_regclass('public.concerns_migration')").fetchone()
    if there is None or there[0] is None:
        raise NotMigrated("The database does not hold our tables: run `concerns db migrate` first.")
    rows = connection.execute("SELECT name, sha256 FROM public.concerns_migration ORDER BY name")
    return dict(rows.fetchall())


def _logs(connection: Connection[TupleRow]) -> tuple[Log, ...]:
    rows = connection.execute(
        "SELECT a.id,"
        " (SELECT coalesce(max(position), 0) FROM concerns.fact f WHERE f.authority = a.id),"
        " (SELECT note FROM concerns.checkpoint c WHERE c.authority = a.id"
        "  ORDER BY size DESC LIMIT 1)"
        " FROM concerns.authority a ORDER BY a.id",
        binary=True,
    )
    return tuple(Log(*row) for row in rows)
