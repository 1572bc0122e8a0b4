"""Verifying a long log in one process and in several, beside reading and hashing its bytes alone.

`python benchmarks/verifying.py [FACTS]`; the facts are made in SQL after one that was decided.
"""

import os
import sys
from datetime import timedelta
from functools import partial
from hashlib import sha256

import psycopg

import ground
from concerns.storage.pool import Pool, as_authority, open_pool
from concerns.verifying.stored import BATCH
from concerns.verifying.verify import Outside, verify
from measure import Figure, per_second, rates, told

FACTS = 1_000_000
LONG = timedelta(hours=1)

_FILL = """
    INSERT INTO concerns.fact (authority, position, id, case_id, version, name, recorded_at,
                               entry, body_start, leaf_hash)
    SELECT f.authority, n, made.id, made.of_case, 1, f.name, made.at, framed || body,
           octet_length(framed) + 1, sha256('\\x00'::bytea || framed || body)
    FROM concerns.fact f JOIN concerns.authority a ON a.id = f.authority,
        generate_series(%(first)s::bigint, %(last)s) AS n,
        LATERAL (SELECT gen_random_uuid() AS id, gen_random_uuid() AS of_case,
                        f.recorded_at + n * interval '1 millisecond' AS at) AS made,
        LATERAL (SELECT concerns.frame(a.origin, n, made.at, made.of_case, 1, f.name) AS framed,
                        convert_to(replace(replace(
                            convert_from(substring(f.entry FROM f.body_start), 'UTF8'),
                            f.id::text, made.id::text),
                            f.case_id::text, made.of_case::text), 'UTF8') AS body) AS bytes
    WHERE f.position = 1
"""


def begin(pool: Pool) -> None:
    """The first fact, after which the others are made."""
    ground.open_case(ground.casework(pool), "1")


def add(address: str, facts: int) -> None:
    """So many further facts, each as long as an opened case and sound in every part."""
    with psycopg.connect(address) as owner:
        row = owner.execute("SELECT max(position) FROM concerns.fact").fetchone()
        assert row is not None
        owner.execute(_FILL, {"first": row[0] + 1, "last": row[0] + facts})


def hashed_alone(pool: Pool) -> int:
    """Every entry read and hashed, and nothing asked."""
    with (
        as_authority(pool, ground.AUTHORITY) as connection,
        connection.cursor("reading", binary=True) as cursor,
    ):
        count, query = 0, "SELECT entry FROM concerns.fact WHERE authority = %s ORDER BY position"
        cursor.execute(query, (ground.AUTHORITY,))
        while batch := cursor.fetchmany(BATCH):
            for (entry,) in batch:
                sha256(entry).digest()
            count += len(batch)
    return count


def figures(pool: Pool, facts: int, rounds: int = 3) -> list[Figure]:
    """Facts a second."""

    def whole(processes: int) -> None:
        report = verify(pool, ground.AUTHORITY, Outside(views=False), processes=processes)
        assert (report.facts, report.findings.kept) == (facts, [])

    def alone() -> None:
        assert hashed_alone(pool) == facts

    name, cores = "bytes read and hashed by hashlib, one process", max(2, os.cpu_count() or 1)
    ways = {
        name: partial(per_second, facts, alone),
        "verify, one process": partial(per_second, facts, partial(whole, 1)),
        f"verify, {cores} processes": partial(per_second, facts, partial(whole, cores)),
    }
    return rates(ways, "facts per second", name, rounds)


def main() -> None:
    """Print the ratios to reading and hashing alone."""
    facts = int(sys.argv[1]) if sys.argv[1:] else FACTS
    with ground.database() as address, open_pool(address, size=2, longest=LONG) as pool:
        begin(pool)
        add(address, facts - 1)
        told(figures(pool, facts))


if __name__ == "__main__":
    main()
