"""What the leaf hash costs an append: our door, and the same door without it."""

from functools import partial

import psycopg

import deciding
from measure import Figure, rates

WITHOUT = "append without a leaf hash"
_HASHED = "sha256('\\x00'::bytea || e.entry)"


def without_hash(address: str) -> None:
    """Take the hash and its check out of a database that nobody else uses."""
    with psycopg.connect(address) as owner:
        owner.execute("SELECT set_config('concerns.migrating', 'on', true)")
        row = owner.execute(
            "SELECT pg_get_functiondef('concerns.append(text,jsonb,bytea,boolean)'::regprocedure)"
        ).fetchone()
        assert row is not None
        assert _HASHED in row[0]
        owner.execute("ALTER TABLE concerns.fact DROP CONSTRAINT fact_leaf_of_entry")
        owner.execute(row[0].replace(_HASHED, "'\\x00'::bytea"))


def figures(hashed: str, unhashed: str, writers: int, body: bytes) -> list[Figure]:
    """Both, interleaved, with some writers at once."""
    ways = {
        WITHOUT: partial(deciding.together, deciding.ours, unhashed, writers, body),
        "append with the leaf hash": partial(
            deciding.together, deciding.ours, hashed, writers, body
        ),
    }
    return rates(ways, f"per second, {writers} writer{'s' * (writers > 1)}", WITHOUT)
