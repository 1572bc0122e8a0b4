"""The authorities (councils) whose records are kept in one database, and all the logs there are."""

from datetime import datetime
from typing import NamedTuple

import psycopg
from psycopg.errors import CheckViolation, UniqueViolation

from concerns.storage.pool import Pool

_ACCESS = "/access"  # no council's id has a stroke in it


class AuthorityRefused(ValueError):
    """An authority cannot be created under that id."""


class Authority(NamedTuple):
    """A council: the id its record is kept under, its name, and since when (UTC)."""

    id: str
    name: str
    created_at: datetime


def create_authority(
    owner_conninfo: str, new_id: str, name: str, origin: str | None = None
) -> None:
    """Begin an empty record for an authority. Its id and origin never change afterwards.

    The origin is the name of its log in every checkpoint: best an internet name of the council's
    own, such as record.northtown.example/decisions.

    `owner_conninfo` is a login that may migrate: the program's own may not create authorities.
    Raises AuthorityRefused if the name is blank, the id is taken, or it is not a lower-case word.
    """
    if not name.strip():
        raise AuthorityRefused("An authority needs a name that people know it by.")
    try:
        with psycopg.connect(owner_conninfo, autocommit=True) as connection:
            connection.execute(
                "SELECT concerns.create_authority(%s, %s, %s)", (new_id, name.strip(), origin)
            )
    except UniqueViolation:
        raise AuthorityRefused(f"There is an authority {new_id!r} already.") from None
    except CheckViolation:
        raise AuthorityRefused(
            f"{new_id!r} cannot be an authority's id: it takes 2 to 63 lower-case letters, "
            "figures and hyphens, beginning with a letter."
        ) from None


def access_log(authority: str) -> str:
    """The id of the log in which it is recorded who read an authority's personal data."""
    return f"{authority}{_ACCESS}"


def is_access_log(log: str) -> bool:
    """Whether a log holds who read what: it is no council's, has no cases and no views."""
    return log.endswith(_ACCESS)


def authorities(pool: Pool) -> list[Authority]:
    """Every authority, by id."""
    return [one for one in logs(pool) if not is_access_log(one.id)]


def logs(pool: Pool) -> list[Authority]:
    """Every log, by id: each council's record, and behind it who read what there."""
    with pool.connection() as connection:
        rows = connection.execute(
            "SELECT id, name, created_at FROM concerns.authority ORDER BY id"
        ).fetchall()
    return [Authority(*row) for row in rows]
