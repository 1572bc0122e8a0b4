"""Who read what, found by the case and the person it was about."""

from collections.abc import Mapping

import orjson

from concerns.storage.log import Stored
from concerns.storage.pool import Pool, as_authority

_NAMES = ["personal-data-read/1", "access-log-read/1"]


def accesses(
    pool: Pool, log: str, about: Mapping[str, object], *, after: int, up_to: int, limit: int
) -> list[Stored]:
    """Accesses behind a position, in order, whose facts hold what is asked about.

    Reads of the personal data, and reads of this log that asked about the same.
    """
    with as_authority(pool, log) as connection:
        rows = connection.execute(
            "SELECT position, case_id, version, name, substring(entry FROM body_start), recorded_at"
            " FROM concerns.fact WHERE authority = %s AND position > %s AND position <= %s"
            " AND name = ANY (%s) AND convert_from(substring(entry FROM body_start), 'UTF8')::jsonb"
            " @> %s::jsonb ORDER BY position LIMIT %s",
            (log, after, up_to, _NAMES, orjson.dumps(about).decode(), limit),
            binary=True,
        ).fetchall()
    return [Stored(*row) for row in rows]
