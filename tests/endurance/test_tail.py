"""A reader follows the log beside eight writers while the database is looked after."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg

from authorities import entries, new_authority
from concerns.storage import door, log
from concerns.storage.log import Stored
from concerns.storage.pool import Pool, open_pool

WRITERS = 8
APPENDS = 2_500
FACTS = 5
LONGEST_STALL = 0.250
"""Seconds; the library's table lock stalls for over four during CREATE INDEX CONCURRENTLY."""


def test_a_tailing_reader_misses_doubles_and_reorders_nothing(database: str) -> None:
    """100,000 facts; VACUUM, ANALYZE and CREATE INDEX CONCURRENTLY run all the while."""
    authority, stop = new_authority(database), threading.Event()
    read: list[Stored] = []
    with open_pool(database, size=WRITERS + 1) as pool, ThreadPoolExecutor(WRITERS + 2) as threads:
        reader = threads.submit(_tail, pool, authority, read, stop)
        keeper = threads.submit(_look_after, database, stop)
        writers = [threads.submit(_write, pool, authority) for _ in range(WRITERS)]
        stalls = [one.result() for one in writers]
        stop.set()
        rounds = keeper.result()
        reader.result()
    assert [one.position for one in read] == list(range(1, WRITERS * APPENDS * FACTS + 1))
    seen: dict[object, int] = {}
    for one in read:
        assert one.version == seen.get(one.case, 0) + 1
        seen[one.case] = one.version
    assert rounds > 0
    assert max(stalls) < LONGEST_STALL, f"slowest append {max(stalls) * 1000:.0f} ms"
    print(f"slowest append {max(stalls) * 1000:.0f} ms beside {rounds} rounds of upkeep")  # noqa: T201


def _write(pool: Pool, authority: str) -> float:
    slowest = 0.0
    for _ in range(APPENDS):
        some = entries(FACTS)
        began = time.perf_counter()
        door.append(pool, authority, some)
        slowest = max(slowest, time.perf_counter() - began)
    return slowest


def _tail(pool: Pool, authority: str, read: list[Stored], stop: threading.Event) -> None:
    idle = False
    while not (stop.is_set() and idle):
        batch = log.after(pool, authority, read[-1].position if read else 0, 2_000)
        read += batch
        idle = not batch
        time.sleep(0.002)


def _look_after(database: str, stop: threading.Event) -> int:
    rounds = 0
    with psycopg.connect(database, autocommit=True) as owner:
        while not stop.is_set():
            owner.execute("VACUUM concerns.fact")
            owner.execute("ANALYZE concerns.fact")
            owner.execute("CREATE INDEX CONCURRENTLY upkeep ON concerns.fact (authority, name)")
            owner.execute("DROP INDEX concerns.upkeep")
            rounds += 1
    return rounds
