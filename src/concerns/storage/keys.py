"""The keys to personal data, in SQL: wrapped, one for each subject and class, and their end."""

from collections.abc import Collection, Generator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg.rows import class_row

from concerns.storage.log import Stored
from concerns.storage.pool import NotMigrated, Pool, as_authority, open_pool

ROLE = "concerns_keys_app"  # made by migration 0003; sees one authority's keys at a time
MIGRATIONS = "*_keys*.sql"
"""The migrations of a database that holds nothing but keys."""


class Whose(NamedTuple):
    """What has a key of its own: a subject within a case, and a retention class."""

    case: UUID
    subject: str
    retention: str


class Key(NamedTuple):
    """A key as it is kept: wrapped under the key that `kek` names."""

    case: UUID
    subject: str
    retention: str
    commitment: str
    kek: str
    wrapped: bytes


class Gone(NamedTuple):
    """A key that was destroyed, and when its last copy outside backups went."""

    case: UUID
    subject: str
    retention: str
    commitment: str
    destroyed_at: datetime


@contextmanager
def open_keys(conninfo: str, size: int = 2) -> Generator[Pool]:
    """Lend connections that may read and write keys and nothing else.

    Raises:
        NotMigrated: this database has no place for keys yet.
    """
    with open_pool(conninfo, size, role=ROLE) as pool:
        with pool.connection() as connection:
            found = connection.execute("SELECT to_regclass('concerns_keys.key')").fetchone()
        if found is None or found[0] is None:
            raise NotMigrated(
                "The database has no place for keys yet: run `concerns db migrate`, or where keys "
                "have a database of their own `concerns keys migrate`."
            )
        yield pool


def key_of(pool: Pool, authority: str, whose: Whose, new: Key) -> Key:
    """The key of a subject and class; the new one from now on, where there is none.

    Stored for good before it is given, so nothing is ever sealed under a key that gets lost.
    """
    with as_authority(pool, authority) as connection:
        connection.execute(
            "INSERT INTO concerns_keys.key"
            " (authority, case_id, subject, retention, commitment, kek, wrapped)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)"
            " ON CONFLICT (authority, case_id, subject, retention) DO NOTHING",
            (authority, *whose, new.commitment, new.kek, new.wrapped),
        )
    found = keys(pool, authority, whose)
    return found[0] if found else key_of(pool, authority, whose, new)  # destroyed in between


def keys(pool: Pool, authority: str, whose: Whose | None = None) -> list[Key]:
    """The keys of one subject and class (one or none), or all of the authority's."""
    query = (
        "SELECT case_id AS case, subject, retention, commitment, kek, wrapped"
        " FROM concerns_keys.key WHERE authority = %s"
    )
    given: list[Any] = [authority]
    if whose:
        query += " AND (case_id, subject, retention) = (%s, %s, %s)"
        given += whose
    with as_authority(pool, authority) as connection:
        cursor = connection.cursor(row_factory=class_row(Key))
        return cursor.execute(query + " ORDER BY case_id, subject, retention", given).fetchall()


def destroy(pool: Pool, authority: str, commitments: Collection[str]) -> int:
    """Destroy keys for ever and say how many were still there. Twice does no harm."""
    with as_authority(pool, authority) as connection:
        done = connection.execute(
            "WITH ended AS (DELETE FROM concerns_keys.key"
            " WHERE authority = %s AND commitment = ANY (%s)"
            " RETURNING authority, commitment, case_id, subject, retention)"
            " INSERT INTO concerns_keys.destroyed"
            " (authority, commitment, case_id, subject, retention) SELECT * FROM ended",
            (authority, list(commitments)),
        )
        return done.rowcount


def gone(pool: Pool, authority: str) -> list[Gone]:
    """What was destroyed; a key that a restored backup brought back and that went again, last."""
    with as_authority(pool, authority) as connection:
        cursor = connection.cursor(row_factory=class_row(Gone))
        return cursor.execute(
            "SELECT case_id AS case, subject, retention, commitment,"
            " max(destroyed_at) AS destroyed_at FROM concerns_keys.destroyed"
            " WHERE authority = %s GROUP BY case_id, subject, retention, commitment"
            " ORDER BY case_id, subject, retention, destroyed_at",
            (authority,),
        ).fetchall()


def rewrap(pool: Pool, authority: str, key: Key) -> None:
    """Put a key under another wrapping; the key itself stays, and so does all that it sealed."""
    with as_authority(pool, authority) as connection:
        connection.execute(
            "UPDATE concerns_keys.key SET kek = %s, wrapped = %s"
            " WHERE authority = %s AND commitment = %s",
            (key.kek, key.wrapped, authority, key.commitment),
        )


def destructions(record: Pool, authority: str) -> list[Stored]:
    """Every fact of the record that says keys are destroyed, by an index of its own."""
    with as_authority(record, authority) as connection:
        rows = connection.execute(
            "SELECT position, case_id, version, name, substring(entry FROM body_start),"
            " recorded_at FROM concerns.fact"
            " WHERE authority = %s AND name = 'subject-keys-destroyed/1' ORDER BY position",
            (authority,),
            binary=True,
        ).fetchall()
    return [Stored(*row) for row in rows]
