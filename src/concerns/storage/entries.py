"""The bytes that are hashed, one authority's at a time, as they are stored."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from concerns.storage.pool import Pool, as_authority

BATCH = 2_000


def origin(pool: Pool, authority: str) -> str:
    """The name of an authority's log, which is in every byte that is hashed.

    Raises:
        LookupError: there is no such authority.
    """
    with pool.connection() as connection:
        row = connection.execute(
            "SELECT origin FROM concerns.authority WHERE id = %s", (authority,)
        ).fetchone()
    if row is None:
        raise LookupError(f"there is no authority {authority!r}")
    return row[0]


def head(pool: Pool, authority: str, as_known: datetime | None = None) -> int:
    """The last position, or the last that was there at an instant; 0 where there was none."""
    with as_authority(pool, authority) as connection:
        row = connection.execute(
            "SELECT position FROM concerns.fact WHERE authority = %(authority)s"
            " AND (%(known)s::timestamptz IS NULL OR recorded_at <= %(known)s)"
            " ORDER BY position DESC LIMIT 1",
            {"authority": authority, "known": as_known},
        ).fetchone()
    return row[0] if row else 0


def at(pool: Pool, authority: str, position: int) -> bytes | None:
    """The entry at a position; None where there is none."""
    with as_authority(pool, authority) as connection:
        row = connection.execute(
            "SELECT entry FROM concerns.fact WHERE authority = %s AND position = %s",
            (authority, position),
            binary=True,
        ).fetchone()
    return row[0] if row else None


def in_order(pool: Pool, authority: str, up_to: int, names: Sequence[str] = ()) -> Iterator[bytes]:
    """Every entry up to a position, perhaps of some names only, batch by batch."""
    position = 0
    while True:
        with as_authority(pool, authority) as connection:
            rows = connection.execute(
                "SELECT position, entry FROM concerns.fact"
                " WHERE authority = %s AND position > %s AND position <= %s"
                " AND (cardinality(%s::text[]) = 0 OR name = ANY (%s::text[]))"
                " ORDER BY position LIMIT %s",
                (authority, position, up_to, list(names), list(names), BATCH),
                binary=True,
            ).fetchall()
        yield from (row[1] for row in rows)
        if len(rows) < BATCH:
            return
        position = rows[-1][0]


def of_case(pool: Pool, authority: str, case: UUID, up_to: int) -> list[bytes]:
    """A case's entries up to a position, in the order of its versions."""
    with as_authority(pool, authority) as connection:
        rows = connection.execute(
            "SELECT entry FROM concerns.fact WHERE authority = %s AND case_id = %s"
            " AND position <= %s ORDER BY version",
            (authority, case, up_to),
            binary=True,
        ).fetchall()
    return [row[0] for row in rows]


def case_of(pool: Pool, authority: str, fact: UUID) -> UUID | None:
    """The case whose fact has an id; None where the record holds no such fact."""
    with as_authority(pool, authority) as connection:
        row = connection.execute(
            "SELECT case_id FROM concerns.fact WHERE authority = %s AND id = %s", (authority, fact)
        ).fetchone()
    return row[0] if row else None
