"""The log as the database gives it: each entry's bytes, and beside them the copies of its parts."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import LiteralString, NamedTuple, cast

from psycopg import Connection
from psycopg.rows import TupleRow

from concerns.storage.pool import Pool, as_authority

BATCH = 1_000
"""Rows at a time: few enough to stay in a processor's cache, which is what makes them quick."""
FIRST, LAST = -(2**63), 2**63 - 1
"""All that a column of positions can hold, whatever its constraints say."""


class Row(NamedTuple):
    """A stored fact. Times and ids as PostgreSQL writes them (UTC): none fails to load."""

    position: int
    fact: str
    case: str
    version: int
    name: str
    recorded_at: str
    entry: bytes
    body_start: int
    leaf_hash: bytes


_ROWS: LiteralString = (
    "SELECT position, id::text, case_id::text, version, name, recorded_at::text,"
    " entry, body_start, leaf_hash FROM concerns.fact"
    " WHERE authority = %s AND position BETWEEN %s AND %s ORDER BY position"
)


def in_batches(pool: Pool, authority: str) -> Iterator[list[Row]]:
    """Every row by position, as of one moment; the next batch is fetched while one is looked at.

    By a cursor rather than by position: a position that stands there twice is not passed over.
    """
    with (
        as_authority(pool, authority) as connection,
        connection.cursor("verifying", binary=True) as cursor,
        ThreadPoolExecutor(1) as ahead,
    ):
        cursor.execute(_ROWS, (authority, FIRST, LAST))
        coming = ahead.submit(cursor.fetchmany, BATCH)
        while batch := coming.result():
            coming = ahead.submit(cursor.fetchmany, BATCH)
            yield cast("list[Row]", batch)  # nine columns, as a Row has


def between(
    connection: Connection[TupleRow], authority: str, first: int, last: int
) -> Iterator[Row]:
    """The rows at positions from `first` to `last`, in order; read when they are asked for."""
    with connection.cursor("between", binary=True) as cursor:
        cursor.itersize = BATCH
        cursor.execute(_ROWS, (authority, first, last))
        yield from cast("Iterator[Row]", cursor)


def count(pool: Pool, authority: str) -> int:
    """How many facts there are now."""
    with as_authority(pool, authority) as connection:
        row = connection.execute(
            "SELECT count(*) FROM concerns.fact WHERE authority = %s", (authority,)
        ).fetchone()
    return row[0] if row else 0


def whole_tiles(pool: Pool, authority: str) -> Iterator[tuple[int, int, bytes]]:
    """Every stored tile: level, number, hashes."""
    with (
        as_authority(pool, authority) as connection,
        connection.cursor("tiles", binary=True) as cursor,
    ):
        cursor.itersize = 500
        cursor.execute(
            "SELECT level, nth, hashes FROM concerns.tile WHERE authority = %s ORDER BY level, nth",
            (authority,),
        )
        yield from cast("Iterator[tuple[int, int, bytes]]", cursor)
