"""The log of one authority, in SQL: read in order, as a whole or of one case."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.rows import TupleRow

from concerns.storage.pool import Pool, ReadBy, as_authority


class Stored(NamedTuple):
    """A stored fact as the log gives it back."""

    position: int
    case: UUID
    version: int
    name: str
    body: bytes
    recorded_at: datetime


_END = 2**62
_OF_CASE: LiteralString = "SELECT * FROM concerns.facts_of_case(%(authority)s, %(case)s, %(after)s)"
_OF_CASE_AS: LiteralString = (
    "SELECT * FROM concerns.facts_of_case_as(%(authority)s, %(reader)s, %(case)s, %(after)s)"
)
_STORED = "position, case_id, version, name, substring(entry FROM body_start), recorded_at"


def of_case(pool: Pool, authority: str, case: UUID, after: int = 0) -> list[Stored]:
    """A case's facts after a version, in order, in one round trip."""
    reader = pool.reader if isinstance(pool, ReadBy) else None
    with pool.connection() as connection:
        rows = connection.execute(
            _OF_CASE if reader is None else _OF_CASE_AS,
            {"authority": authority, "reader": reader, "case": case, "after": after},
            binary=True,
        ).fetchall()
    return [Stored(*row) for row in rows]


def holds(pool: Pool, authority: str, case: UUID) -> bool:
    """Whether there is such a case for whoever reads: one look, whether there is or not."""
    with as_authority(pool, authority) as connection:
        row = connection.execute(
            "SELECT FROM concerns.fact WHERE authority = %s AND case_id = %s AND version = 1",
            (authority, case),
        ).fetchone()
    return row is not None


def known_of_case(pool: Pool, authority: str, case: UUID, as_known: datetime) -> list[Stored]:
    """A case's facts recorded by an instant, in order."""
    with as_authority(pool, authority) as connection:
        rows = connection.execute(
            f"SELECT {_STORED} FROM concerns.fact"  # noqa: S608 - our own words
            " WHERE authority = %(authority)s AND case_id = %(case)s AND recorded_at <= %(known)s"
            # one look at the first fact: a case that may not be seen is not read through
            " AND EXISTS (SELECT FROM concerns.fact WHERE authority = %(authority)s"
            " AND case_id = %(case)s AND version = 1) ORDER BY version",
            {"authority": authority, "case": case, "known": as_known},
            binary=True,
        ).fetchall()
    return [Stored(*row) for row in rows]


def after(
    pool: Pool,
    authority: str,
    position: int,
    limit: int,
    stop: int | None = None,
    names: Sequence[str] = (),
) -> list[Stored]:
    """Facts of the authority after a position, in log order: up to `stop`, at most `limit`."""
    with as_authority(pool, authority) as connection:
        return after_in(connection, authority, position, limit, stop, names)


def after_in(
    connection: Connection[TupleRow],
    authority: str,
    position: int,
    limit: int,
    stop: int | None = None,
    names: Sequence[str] = (),
) -> list[Stored]:
    """As `after`, in the caller's transaction."""
    rows = connection.execute(
        f"SELECT {_STORED} FROM concerns.fact"  # noqa: S608 - our own words
        " WHERE authority = %s AND position > %s AND position <= %s"
        " AND (cardinality(%s::text[]) = 0 OR name = ANY (%s::text[]))"
        " ORDER BY position LIMIT %s",
        (authority, position, stop or _END, list(names), list(names), limit),
        binary=True,
    ).fetchall()
    return [Stored(*row) for row in rows]


def head(pool: Pool, authority: str) -> int:
    """The last position of the authority's log; 0 while it is empty."""
    with as_authority(pool, authority) as connection:
        row = connection.execute(
            "SELECT position FROM concerns.fact WHERE authority = %s"
            " ORDER BY position DESC LIMIT 1",
            (authority,),
        ).fetchone()
    return row[0] if row else 0


def in_batches(pool: Pool, authority: str, start: int, size: int = 2_000) -> Iterator[list[Stored]]:
    """All facts after a position, batch by batch, until none is left."""
    while batch := after(pool, authority, start, size):
        yield batch
        start = batch[-1].position


def answered(pool: Pool, authority: str, subject: str, key: str) -> tuple[str, int, Any] | None:
    """What an Idempotency-Key was answered with: request hash, status, body; None if it is new."""
    with as_authority(pool, authority) as connection:
        row = connection.execute(
            "SELECT request_sha256, status, answer FROM concerns.idempotency"
            " WHERE authority = %s AND subject = %s AND key = %s",
            (authority, subject, key),
        ).fetchone()
    return (row[0], row[1], row[2]) if row else None
