"""The log as the database gives it: each entry's bytes, and beside them the copies of its parts."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, cast

from concerns.storage.pool import Pool, as_authority

BATCH = 5_000


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


def in_batches(pool: Pool, authority: str, size: int = BATCH) -> Iterator[list[Row]]:
    """Every row by position, as of one moment; the next batch is fetched while one is looked at.

    By a cursor rather than by position: a position that stands there twice is not passed over.
    """
    with (
        as_authority(pool, authority) as connection,
        connection.cursor("verifying", binary=True) as cursor,
        ThreadPoolExecutor(1) as ahead,
    ):
        cursor.execute(
            "SELECT position, id::text, case_id::text, version, name, recorded_at::text,"
            " entry, body_start, leaf_hash FROM concerns.fact"
            " WHERE authority = %s ORDER BY position",
            (authority,),
        )
        coming = ahead.submit(cursor.fetchmany, size)
        while batch := coming.result():
            coming = ahead.submit(cursor.fetchmany, size)
            yield cast("list[Row]", batch)  # nine columns, as a Row has


def count(pool: Pool, authority: str) -> int:
    """About how many facts there are, for a progress bar."""
    with as_authority(pool, authority) as connection:
        row = connection.execute(
            "SELECT max(position) FROM concerns.fact WHERE authority = %s", (authority,)
        ).fetchone()
    return row[0] or 0 if row else 0


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
