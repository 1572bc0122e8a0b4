"""How far each registered address has been told of news, in SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString, NamedTuple
from uuid import UUID

from psycopg.rows import class_row

from concerns.storage.pool import Pool, as_authority, read_by

NOBODY = "webhook"
"""As whom news is looked for: somebody who is named in no restricted case."""
MOST = 10_000
"""Facts that one hint speaks of at most."""


class Kept(NamedTuple):
    """An address's secrets (wrapped, where `kek` says under what) and how far it has been told."""

    id: UUID
    secret: bytes
    kek: str | None
    former: bytes | None
    former_kek: str | None
    former_until: datetime | None
    told: int
    round: int
    telling: int | None
    """The position of the hint that is under way."""
    names: list[str]
    tries: int
    began_at: datetime | None
    next_at: datetime | None
    failing_since: datetime | None
    trouble: str


class News(NamedTuple):
    """How far the record has come, and which of the facts wished for there are."""

    position: int
    names: list[str]


_COLUMNS: LiteralString = (
    "id, secret, kek, former, former_kek, former_until, told, round, telling, names, tries,"
    " began_at, next_at, failing_since, trouble"
)


def begin(
    pool: Pool, authority: str, webhook: UUID, secret: bytes, kek: str | None, told: int
) -> None:
    """Keep a new address's secret; it is told of what comes after a position."""
    with as_authority(pool, authority) as connection:
        connection.execute(
            "INSERT INTO concerns.webhook (authority, id, secret, kek, told)"
            " VALUES (%s, %s, %s, %s, %s)",
            (authority, webhook, secret, kek, told),
        )


def forget(pool: Pool, authority: str, webhook: UUID) -> None:
    """Keep nothing about it any more. Twice does no harm."""
    with as_authority(pool, authority) as connection:
        connection.execute(
            "DELETE FROM concerns.webhook WHERE authority = %s AND id = %s", (authority, webhook)
        )


def kept(pool: Pool, authority: str) -> dict[UUID, Kept]:
    """All of an authority's, by their ids."""
    with as_authority(pool, authority) as connection:
        cursor = connection.cursor(row_factory=class_row(Kept))
        found = cursor.execute(
            f"SELECT {_COLUMNS} FROM concerns.webhook WHERE authority = %s ORDER BY id",  # noqa: S608 - our own words
            (authority,),
        ).fetchall()
    return {one.id: one for one in found}


def renew(
    pool: Pool, authority: str, webhook: UUID, secret: bytes, kek: str | None, until: datetime
) -> None:
    """Sign with another secret; with the one before too, until then."""
    with as_authority(pool, authority) as connection:
        connection.execute(
            "UPDATE concerns.webhook SET former = secret, former_kek = kek, former_until = %s,"
            " secret = %s, kek = %s WHERE authority = %s AND id = %s",
            (until, secret, kek, authority, webhook),
        )


def replay(pool: Pool, authority: str, webhook: UUID, after: int) -> bool:
    """Tell it again of what comes after a position; False where there is no such address.

    Hints get ids of their own in each round. Whoever tells hears of it.
    """
    with as_authority(pool, authority) as connection:
        done = connection.execute(
            "UPDATE concerns.webhook SET told = %s, round = round + 1, telling = NULL,"
            " names = '{}', tries = 0, began_at = NULL, next_at = NULL, failing_since = NULL,"
            " trouble = ''"
            " WHERE authority = %s AND id = %s",
            (after, authority, webhook),
        )
        connection.execute("SELECT pg_notify('concerns', %s)", (f"{authority} {after}",))
        return done.rowcount == 1


def news(pool: Pool, authority: str, after: int, names: Sequence[str]) -> News | None:
    """What is new after a position, restricted cases left out; None where nothing is."""
    with as_authority(read_by(pool, NOBODY), authority) as connection:
        row = connection.execute(
            "SELECT max(position), coalesce(array_agg(DISTINCT name ORDER BY name)"
            " FILTER (WHERE cardinality(%(names)s::text[]) = 0 OR name = ANY (%(names)s)), '{}')"
            " FROM (SELECT position, name FROM concerns.fact WHERE authority = %(authority)s"
            " AND position > %(after)s ORDER BY position LIMIT %(most)s) AS new",
            {"names": list(names), "authority": authority, "after": after, "most": MOST},
        ).fetchone()
    return News(row[0], row[1]) if row and row[0] is not None else None


def telling(pool: Pool, authority: str, one: Kept, new: News, now: datetime) -> None:
    """Remember a hint before it is sent for the first time: it is the same in every attempt."""
    _write(
        pool,
        authority,
        one,
        "telling = %(telling)s, names = %(names)s, tries = 0, began_at = %(now)s, next_at = NULL",
        {"telling": new.position, "names": new.names, "now": now},
    )


def told(pool: Pool, authority: str, one: Kept, position: int) -> None:
    """It took the hint, or need not hear of this."""
    _write(
        pool,
        authority,
        one,
        "told = %(position)s, telling = NULL, names = '{}', tries = 0, began_at = NULL,"
        " next_at = NULL, failing_since = NULL, trouble = ''",
        {"position": position},
    )


def not_told(
    pool: Pool, authority: str, one: Kept, trouble: str, again: datetime | None, now: datetime
) -> None:
    """It did not take the hint: try again then; without a moment it is given up."""
    _write(
        pool,
        authority,
        one,
        "tries = tries + 1, trouble = %(trouble)s, next_at = %(again)s,"
        " failing_since = CASE WHEN %(again)s::timestamptz IS NULL THEN %(now)s::timestamptz END",
        {"trouble": trouble, "again": again, "now": now},
    )


def _write(
    pool: Pool, authority: str, one: Kept, what: LiteralString, values: dict[str, object]
) -> None:
    """As long as no other round has begun meanwhile."""
    with as_authority(pool, authority) as connection:
        connection.execute(
            f"UPDATE concerns.webhook SET {what}"  # noqa: S608 - our own words
            " WHERE authority = %(authority)s AND id = %(id)s AND round = %(round)s",
            {**values, "authority": authority, "id": one.id, "round": one.round},
        )
