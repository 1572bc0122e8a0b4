"""Rows of views found by their words, in SQL: newest first."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, LiteralString, NamedTuple
from uuid import UUID

from concerns.storage.pool import Pool, as_authority
from concerns.storage.rows import Transaction

Kind = Literal["case", "service", "decision", "concern"]

_ID = re.compile(r"(?<![\w\"-])\d+-[\w-]*", re.ASCII)
"""The beginning of an id such as CQC's 1-101; it is not a word, and is looked up as it stands."""
_QUERY: LiteralString = "websearch_to_tsquery('english', %(words)s) && %(ids)s::tsquery"
_PLAIN = "StartSel='', StopSel='', MaxWords=30, MinWords=12, MaxFragments=1"


class Found(NamedTuple):
    """A row that says what was asked for, and since when."""

    position: int
    kind: Kind
    id: str
    case: UUID
    text: str
    """The part of its words around those that were found: plain text."""
    from_at: datetime


Place = tuple[int, str, str]
"""Position, kind and id: after which one a page begins."""


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for: words in plain English, and beginnings of ids."""

    words: str
    kind: Kind | None = None
    as_known: datetime | None = None
    before: Place | None = None
    limit: int = 50


class NothingToFind(ValueError):
    """The words are all too common to look for, such as "the"."""


def search(pool: Pool, authority: str, asked: Search) -> list[Found]:
    """Rows that stand, or stood at an instant, and hold all that is asked for; newest first.

    What the database's reader may not see is left out by the database itself.

    Raises:
        NothingToFind: no word is left to look for.
    """
    ids = [one.lower() for one in _ID.findall(asked.words)]
    wanted = {
        "words": _ID.sub(" ", asked.words),
        "ids": " & ".join(f"'{one}':*" for one in ids),
    }
    with as_authority(pool, authority) as connection:
        _want(connection, wanted)
        query, values = _written(asked, authority)
        found = connection.execute(query, wanted | values).fetchall()
    return [Found(*row) for row in found]


def _want(connection: Transaction, wanted: dict[str, str]) -> None:
    """Say to the table's policy what is asked for."""
    row = connection.execute(
        f"SELECT numnode(query), set_config('concerns.wanted', query::text, true)"  # noqa: S608 - our own words; what was asked is a parameter
        f" FROM (SELECT {_QUERY} AS query) AS asked",
        wanted,
    ).fetchone()
    if row is None or not row[0]:
        raise NothingToFind


def _written(asked: Search, authority: str) -> tuple[LiteralString, dict[str, object]]:
    query: LiteralString = (
        "SELECT f.from_position, f.kind, f.id, f.case_id,"  # noqa: S608 - our own words only
        f" ts_headline('english', f.text, {_QUERY}, %(plain)s), r.from_at"
        " FROM concerns.findable f JOIN concerns.view_row r"
        " USING (authority, generation, view, key, from_position)"
        " WHERE f.authority = %(authority)s AND f.generation ="
        " (SELECT current FROM concerns.generation"
        " WHERE authority = %(authority)s)"
    )
    if asked.as_known is None:
        query += " AND r.to_position IS NULL"
    else:
        query += " AND r.from_at <= %(known)s AND (r.to_at IS NULL OR r.to_at > %(known)s)"
    if asked.kind:
        query += " AND f.kind = %(kind)s"
    if asked.before:
        query += " AND (f.from_position, f.kind, f.id) < (%(position)s, %(of_kind)s, %(of_id)s)"
    position, kind, of_id = asked.before or (0, "", "")
    return query + " ORDER BY 1 DESC, 2 DESC, 3 DESC LIMIT %(limit)s", {
        "authority": authority,
        "known": asked.as_known,
        "kind": asked.kind,
        "position": position,
        "of_kind": kind,
        "of_id": of_id,
        "limit": asked.limit,
        "plain": _PLAIN,
    }
