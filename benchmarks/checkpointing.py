"""What a checkpoint costs after a few new facts, at logs of growing size: it must grow as log n.

`python benchmarks/checkpointing.py [SIZE ...]`; facts are made in SQL, sealed by the real sealer.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import NamedTuple

import psycopg

import ground
from concerns import sealers
from concerns.evidence import leaf
from concerns.sealer import Sealer
from concerns.storage import tree
from concerns.storage.pool import Pool, open_pool
from verifying import LONG, add, begin

SIZES = (1_000, 10_000, 100_000, 1_000_000)
NEW = 100
ROUNDS = 7
_FAR = timedelta(days=365)  # made facts lie a millisecond apart, so some lie ahead of the clock
_READ = (
    "SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))"
    " FROM pg_stat_user_tables WHERE schemaname = 'concerns'"
)


class Cost(NamedTuple):
    """Of one checkpoint: seconds, hashes worked out, rows read from our tables."""

    seconds: float
    hashes: int
    rows: int


@contextmanager
def counted() -> Iterator[list[None]]:
    """Lends a list that grows with each hash of a leaf or node."""
    told, plain = list[None](), leaf.sha256

    def counting(content: bytes) -> object:
        told.append(None)
        return plain(content)

    leaf.sha256 = counting  # ty: ignore - put back below
    try:
        yield told
    finally:
        leaf.sha256 = plain


def rows_read(address: str, pool: Pool) -> int:
    """Rows that the pool's connection has read so far."""
    with pool.connection() as connection:
        connection.execute("SELECT pg_stat_force_next_flush()")
    with psycopg.connect(address) as owner:
        row = owner.execute(_READ).fetchone()
    assert row is not None
    return int(row[0])


def cost(address: str, pool: Pool, sealer: Sealer) -> Cost:
    """Of a checkpoint over some new facts."""
    add(address, NEW)
    before = rows_read(address, pool)
    with counted() as hashes:
        began = time.perf_counter()
        sealed = sealer.seal()
        seconds = time.perf_counter() - began
    assert sealed is not None
    return Cost(seconds, len(hashes), rows_read(address, pool) - before)


def main() -> None:
    """Print medians and their spread, and the ratio of times to those of the smallest log."""
    sizes = [int(one) for one in sys.argv[1:]] or SIZES
    first = 0.0
    with (
        ground.database() as address,
        open_pool(address, size=1) as app,
        open_pool(address, size=1, longest=LONG, role=tree.ROLE) as pool,
        tempfile.TemporaryDirectory() as folder,
    ):
        begin(app)
        sealers.approve(Path(folder), pool)
        sealers.keep(Path(folder), ground.AUTHORITY, [sealers.made_key(pool, ground.AUTHORITY)])
        sealer = sealers.sealer(Path(folder), pool, ground.AUTHORITY)
        sealer.now = lambda: datetime.now(UTC) + _FAR
        size = 1
        for wanted in sizes:
            add(address, wanted - size)
            sealer.seal()
            costs = [cost(address, pool, sealer) for _ in range(ROUNDS)]
            size = wanted + ROUNDS * NEW
            times = [one.seconds for one in costs]
            first = first or median(times)
            print(
                f"{median(times) / first:8.2f} x  {median(times) * 1000:8.1f} ms"
                f" ({min(times) * 1000:.1f} to {max(times) * 1000:.1f}),"
                f" {median(one.hashes for one in costs):,.0f} hashes,"
                f" {median(one.rows for one in costs):,.0f} rows:"
                f" a checkpoint over {NEW} new facts at {wanted:,}"
            )


if __name__ == "__main__":
    main()
