"""Verifying a long log in one process, against reading its bytes and hashing them with hashlib.

`python benchmarks/verifying.py [FACTS]`; the facts are made in SQL after one that was decided.
"""

import sys
from datetime import timedelta
from functools import partial
from hashlib import sha256

import psycopg

import ground
from concerns.storage.pool import Pool, as_authority, open_pool
from concerns.verifying.stored import BATCH
from concerns.verifying.verify import Outside, verify
from measure import Figure, per_second, rates

FACTS = 1_000_000
LONG = timedelta(hours=1)

_FILL = """
    INSERT INTO concerns.fact (authority, position, id, case_id, version, name, recorded_at,
                               entry, body_start, leaf_hash)
    SELECT f.authority, n, made.id, made.of_case, 1, f.name, made.at, framed || body,
           octet_length(framed) + 1, sha256('\\x00'::bytea || framed || body)
    FROM concerns.fact f JOIN concerns.authority a ON a.id = f.authority,
        generate_series(2, %s) AS n,
        LATERAL (SELECT gen_random_uuid() AS id, gen_random_uuid() AS of_case,
                        f.recorded_at + n * interval '1 millisecond' AS at) AS made,
        LATERAL (SELECT concerns.frame(a.origin, n, made.at, made.of_case, 1, f.name) AS framed,
                        convert_to(replace(replace(
                            convert_from(substring(f.entry FROM f.body_start), 'UTF8'),
                            f.id::text, made.id::text),
                            f.case_id::text, made.of_case::text), 'UTF8') AS body) AS bytes
    WHERE f.position = 1
"""


def fill(address: str, pool: Pool, facts: int) -> None:
    """As many facts, each as long as an opened case."""
    ground.open_case(ground.casework(pool), "1")
    with psycopg.connect(address) as owner:
        owner.execute(_FILL, (facts,))


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

    def whole() -> None:
        report = verify(pool, ground.AUTHORITY, Outside(views=False))
        assert (report.facts, report.findings.kept) == (facts, [])

    def alone() -> None:
        assert hashed_alone(pool) == facts

    name = "bytes read and hashed by hashlib"
    ways = {name: partial(per_second, facts, alone), "verify": partial(per_second, facts, whole)}
    return rates(ways, "facts per second", name, rounds)


def main() -> None:
    """Print the ratio."""
    facts = int(sys.argv[1]) if sys.argv[1:] else FACTS
    with ground.database() as address, open_pool(address, size=2, longest=LONG) as pool:
        fill(address, pool, facts)
        for one in figures(pool, facts):
            print(f"{one.ratio:8.2f} x  {one.median:12,.0f} {one.unit}: {one.what}")


if __name__ == "__main__":
    main()
