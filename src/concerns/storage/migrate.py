import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import Connection
from psycopg.errors import LockNotAvailable
from psycopg.rows import TupleRow

from concerns.storage.migration_files import (
    Migration,
    MigrationRefused,
    migration_files,
    not_applied,
)

__all__ = ["MIGRATIONS", "MigrationFailed", "MigrationRefused", "migrate", "pending"]

MIGRATIONS = Path(__file__).parent / "migrations"

_LOCK = 0x636F6E6365726E73  # "concerns" in ASCII: one migrator at a time in a database
_PATIENCE = 60.0  # seconds to wait for another migrator
_PAUSE = 0.05  # seconds between two attempts
_LOCKED = "1s"  # behind a migration that waits for a table, everybody waits: so not for long
_REST = 1.0  # seconds in which those who waited behind it get on


class MigrationFailed(Exception):
    """A migration's SQL failed; that migration was rolled back whole."""


def migrate(owner_conninfo: str, folder: Path = MIGRATIONS, pattern: str = "*.sql") -> list[str]:
    """Apply the files not applied yet, in order, each in its own transaction; give their names.

    `pattern` chooses files, for a database that holds only part of what we keep.

    Safe to run from several programs at once: one migrates, the others find it done.
    Raises MigrationRefused if an applied file changed, is missing, or a new one comes too early;
    MigrationFailed if its SQL fails; TimeoutError if another migrator takes longer than a minute,
    or if a table stays in use for so long that a migration never gets it.
    """
    files = migration_files(folder, pattern)
    with psycopg.connect(owner_conninfo, autocommit=True) as connection, _alone(connection):
        connection.execute(
            "create table if not exists public.concerns_migration"
            " (name text primary key, sha256 text not null,"
            " applied_at timestamptz not null default now())"
        )
        new = not_applied(files, _applied(connection))
        for migration in new:
            _apply_when_free(connection, migration)
    return [migration.name for migration in new]


def pending(owner_conninfo: str, folder: Path = MIGRATIONS) -> list[str]:
    """Name the files that migrate would apply, in order; change nothing.

    Raises MigrationRefused as migrate does.
    """
    files = migration_files(folder)
    with psycopg.connect(owner_conninfo, autocommit=True) as connection:
        return [migration.name for migration in not_applied(files, _applied(connection))]


def _applied(connection: Connection[TupleRow]) -> dict[str, str]:
    found = connection.execute("select to_regclass('public.concerns_migration')").fetchone()
    if found is None or found[0] is None:
        return {}
    rows = connection.execute("select name, sha256 from public.concerns_migration order by name")
    return dict(rows.fetchall())


def _apply_when_free(connection: Connection[TupleRow], migration: Migration) -> None:
    """Apply it while others work: a table in use is tried for again and again, never waited for."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return _apply(connection, migration)
        except LockNotAvailable as busy:
            if time.monotonic() > deadline:
                raise TimeoutError(
                    f"{migration.name} could not be applied for {_PATIENCE:.0f} seconds, because a "
                    "table was in use all the time; nothing was changed. Look for the transaction "
                    "that holds it, then run this again."
                ) from busy
        time.sleep(_REST)


def _apply(connection: Connection[TupleRow], migration: Migration) -> None:
    # The record is written first, because the script may change role before it ends.
    try:
        with connection.transaction():
            connection.execute(
                "insert into public.concerns_migration (name, sha256) values (%s, %s)",
                (migration.name, migration.sha256),
            )
            connection.execute("select set_config('concerns.migrating', 'on', true)")
            connection.execute("select set_config('lock_timeout', %s, true)", (_LOCKED,))
            connection.execute(migration.script)
    except LockNotAvailable:
        raise
    except psycopg.Error as error:
        where = _line(migration, error)
        raise MigrationFailed(
            f"{migration.name}{where} failed and was rolled back: {error}"
        ) from error


def _line(migration: Migration, error: psycopg.Error) -> str:
    position = error.diag.statement_position
    if position is None:
        return ""
    before = migration.script.decode()[: int(position)]
    return f", line {before.count(chr(10)) + 1},"


@contextmanager
def _alone(connection: Connection[TupleRow]) -> Generator[None]:
    """Hold the migrators' lock, or wait for it by asking again and again.

    Waiting inside pg_advisory_lock would hold a snapshot, and a migration that waits for old
    snapshots to end would wait for us for ever.
    """
    deadline = time.monotonic() + _PATIENCE
    while not _try_lock(connection):
        if time.monotonic() > deadline:
            raise TimeoutError(f"Another program has been migrating for {_PATIENCE:.0f} seconds.")
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        connection.execute("select pg_advisory_unlock(%s)", (_LOCK,))


def _try_lock(connection: Connection[TupleRow]) -> bool:
    row = connection.execute("select pg_try_advisory_lock(%s)", (_LOCK,)).fetchone()
    return row is not None and bool(row[0])
