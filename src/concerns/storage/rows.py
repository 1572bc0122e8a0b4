"""The rows of views, in SQL: intervals, generations, and how far the views have come."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

import orjson
from psycopg import Connection
from psycopg.rows import TupleRow

from concerns.storage.pool import Pool, as_authority, reader_of

Transaction = Connection[TupleRow]


class Interval(NamedTuple):
    """What a row said, from one position and instant to another (None: it still stands)."""

    view: str
    key: str
    case: UUID
    doc: dict[str, Any]
    from_position: int
    from_at: datetime
    to_position: int | None = None
    to_at: datetime | None = None


class Standing(NamedTuple):
    """A row as it stands, or stood at an instant."""

    key: str
    doc: dict[str, Any]
    from_position: int
    from_at: datetime


_READ: LiteralString = (
    "SELECT * FROM concerns.rows_of_view(%(authority)s, %(reader)s, %(view)s, %(case)s,"
    " %(where)s::jsonb, %(known)s, %(after)s, %(limit)s)"
)
_STATE: LiteralString = "SELECT concerns.state_of_views(%s, %s)"


def read(
    pool: Pool,
    authority: str,
    view: str,
    *,
    case: UUID | None = None,
    where: dict[str, Any] | None = None,
    as_known: datetime | None = None,
    after: str = "",
    limit: int | None = None,
) -> list[Standing]:
    """Rows of a view in key order: as they stand, or as known at an instant."""
    wanted = {
        "authority": authority,
        "reader": reader_of(pool),
        "view": view,
        "case": case,
        "where": orjson.dumps(where).decode() if where else None,
        "known": as_known,
        "after": after,
        "limit": limit,
    }
    with pool.connection() as connection:
        found = connection.execute(_READ, wanted, prepare=True, binary=True).fetchall()
    return [Standing(*row) for row in found]


def generation(connection: Transaction, authority: str) -> int:
    """The generation of views that readers see."""
    row = connection.execute(
        "SELECT current FROM concerns.generation WHERE authority = %s", (authority,)
    ).fetchone()
    if row is None:
        raise LookupError(f"there is no authority {authority!r}")
    return row[0]


def progress(pool: Pool, authority: str) -> int:
    """The position up to which every view has followed the record."""
    with as_authority(pool, authority) as connection:
        row = connection.execute(
            "SELECT p.position FROM concerns.progress p JOIN concerns.generation g"
            " ON g.authority = p.authority AND g.current = p.generation WHERE p.authority = %s",
            (authority,),
        ).fetchone()
    return row[0] if row else 0


def state(pool: Pool, authority: str) -> str:
    """What changes whenever any row may read otherwise: by a fact, a rebuild, or who may see it."""
    with pool.connection() as connection:
        row = connection.execute(_STATE, (authority, reader_of(pool)), prepare=True).fetchone()
    return str(row)


def take_turn(connection: Transaction, authority: str) -> tuple[int, int]:
    """Generation and position to go on from; nobody else may until the transaction ends.

    Whoever waited while a rebuild switched goes on from the generation that stands now.
    """
    while True:
        current = generation(connection, authority)
        row = connection.execute(
            "SELECT position FROM concerns.progress"
            " WHERE authority = %s AND generation = %s FOR UPDATE",
            (authority, current),
        ).fetchone()
        if row and generation(connection, authority) == current:
            return current, row[0]


def progress_of(connection: Transaction, authority: str, of_generation: int) -> int:
    """The position up to which one generation has come."""
    row = connection.execute(
        "SELECT position FROM concerns.progress WHERE authority = %s AND generation = %s",
        (authority, of_generation),
    ).fetchone()
    return row[0] if row else 0


def advance(connection: Transaction, authority: str, of_generation: int, position: int) -> None:
    """Say how far a generation has come, in the transaction that brought it there."""
    connection.execute(
        "INSERT INTO concerns.progress (authority, generation, position) VALUES (%s, %s, %s)"
        " ON CONFLICT (authority, generation) DO UPDATE SET position = excluded.position",
        (authority, of_generation, position),
    )


def standing(
    connection: Transaction, authority: str, of_generation: int, wanted: Iterable[tuple[str, str]]
) -> list[Interval]:
    """Rows that stand, by view and key."""
    pairs = list(wanted)
    found = connection.execute(
        "SELECT r.view, r.key, r.case_id, r.doc, r.from_position, r.from_at"
        " FROM concerns.view_row r JOIN unnest(%s::text[], %s::text[]) AS w (view, key)"
        " ON r.view = w.view AND r.key = w.key"
        " WHERE r.authority = %s AND r.generation = %s AND r.to_position IS NULL",
        ([view for view, _ in pairs], [key for _, key in pairs], authority, of_generation),
    ).fetchall()
    return [Interval(*row) for row in found]


def write(
    connection: Transaction,
    authority: str,
    of_generation: int,
    ended: Sequence[Interval],
    begun: Sequence[Interval],
) -> None:
    """End rows that stood and add intervals, in the caller's transaction."""
    connection.execute(
        "UPDATE concerns.view_row r SET to_position = e.to_position, to_at = e.to_at"
        " FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::timestamptz[])"
        " AS e (view, key, from_position, to_position, to_at)"
        " WHERE r.authority = %s AND r.generation = %s AND r.view = e.view AND r.key = e.key"
        " AND r.from_position = e.from_position",
        (
            [one.view for one in ended],
            [one.key for one in ended],
            [one.from_position for one in ended],
            [one.to_position for one in ended],
            [one.to_at for one in ended],
            authority,
            of_generation,
        ),
    )
    add(connection, authority, of_generation, begun)


def add(
    connection: Transaction, authority: str, of_generation: int, begun: Sequence[Interval]
) -> None:
    """Add intervals. COPY cannot write through row-level security, so it fills a private table."""
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS incoming (view text, key text, case_id uuid, doc text,"
        " from_position bigint, from_at timestamptz, to_position bigint, to_at timestamptz)"
        " ON COMMIT DELETE ROWS"
    )
    with connection.cursor().copy("COPY incoming FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(
            ["text", "text", "uuid", "text", "int8", "timestamptz", "int8", "timestamptz"]
        )
        for one in begun:
            copy.write_row((*one[:3], orjson.dumps(one.doc).decode(), *one[4:]))
    connection.execute(
        "INSERT INTO concerns.view_row (authority, generation, view, key, case_id, doc,"
        " from_position, from_at, to_position, to_at)"
        " SELECT %s, %s, view, key, case_id, doc::jsonb, from_position, from_at, to_position, to_at"
        " FROM incoming",
        (authority, of_generation),
    )
    connection.execute("DELETE FROM incoming")


def differences(
    connection: Transaction, authority: str, old: int, new: int, position: int
) -> dict[str, int]:
    """Rows of two generations that differ as of a position, counted by view."""
    found = connection.execute(
        """
        WITH seen AS (
            SELECT generation, view, key, doc, from_position, from_at,
                CASE WHEN to_position <= %(position)s THEN to_position END AS until
            FROM concerns.view_row
            WHERE authority = %(authority)s AND generation IN (%(old)s, %(new)s)
                AND from_position <= %(position)s
        ), odd AS (
            SELECT view, key, doc, from_position, from_at, until FROM seen
            GROUP BY view, key, doc, from_position, from_at, until HAVING count(*) <> 2
        )
        SELECT view, count(*) FROM odd GROUP BY view ORDER BY view
        """,
        {"authority": authority, "old": old, "new": new, "position": position},
    ).fetchall()
    return {row[0]: row[1] for row in found}


def switch(connection: Transaction, authority: str, to_generation: int) -> None:
    """Readers see this generation from the end of the transaction on."""
    connection.execute(
        "UPDATE concerns.generation SET current = %s WHERE authority = %s",
        (to_generation, authority),
    )


def drop(connection: Transaction, authority: str, keep: int) -> None:
    """Remove every generation but one."""
    connection.execute(
        "DELETE FROM concerns.view_row WHERE authority = %s AND generation <> %s",
        (authority, keep),
    )
    connection.execute(
        "DELETE FROM concerns.progress WHERE authority = %s AND generation <> %s",
        (authority, keep),
    )


def lock_log(connection: Transaction, authority: str) -> None:
    """Hold back appends of one authority until the transaction ends."""
    connection.execute("SELECT concerns.lock_log(%s)", (authority,))
