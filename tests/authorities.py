"""Authorities, logs and casework for tests on a real PostgreSQL."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import uuid4

import psycopg

from concerns.casework import Casework
from concerns.procedures.procedure import Procedure
from concerns.procedures.reader import library
from concerns.register import Register
from concerns.storage.door import Entry
from concerns.storage.pool import Pool


def new_authority(owner: str) -> str:
    """Create an authority of its own for one test; gives its id."""
    authority = f"a{uuid4().hex[:12]}"
    with psycopg.connect(owner) as connection:
        connection.execute("SELECT concerns.create_authority(%s, %s)", (authority, authority))
    return authority


def casework(
    pool: Pool, authority: str, procedures: Mapping[str, Procedure] | None = None
) -> Casework:
    """Casework by the real clock."""
    return Casework(
        Register(pool, authority),
        procedures or library(),
        clock=lambda: datetime.now(UTC),
        new_id=uuid4,
    )


def entries(number: int, first_version: int = 1) -> list[Entry]:
    """Facts of a new case that only the log understands."""
    case = uuid4()
    return [
        Entry(uuid4(), case, first_version + n, "sample/1", b'{"n":%d}' % n) for n in range(number)
    ]
