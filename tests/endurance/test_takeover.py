"""Whoever keeps the views is killed with -9 under load: another takes over, and no row is wrong."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from httpx2 import RequestError
from served import Served, leader, served, standing_by

from authorities import new_authority
from concerns.projector import Projector
from concerns.storage import log
from concerns.storage.pool import Pool, open_pool

WORKERS = 2
WRITERS = 8
KILLS = 5
BETWEEN = 3.0
"""Seconds of work between two kills."""
TAKEN_OVER = 5.0
"""Seconds, generously; on an idle machine it takes a fifth of one."""
REBUILT = timedelta(minutes=5)
"""As `concerns rebuild` gives itself time."""
CAUGHT_UP = 15.0
"""Seconds, generously, until the views hold what the record held at the kill."""


def test_another_takes_over_and_no_row_is_lost_or_doubled(
    fresh_database: str, tmp_path: Path
) -> None:
    """Two workers, eight writers over HTTP; the one that follows is killed five times."""
    authority, over = new_authority(fresh_database), threading.Event()
    with (
        served(fresh_database, tmp_path, "--workers", str(WORKERS)) as program,
        ThreadPoolExecutor(WRITERS) as threads,
        open_pool(fresh_database, 2, REBUILT) as pool,
    ):
        writing = [threads.submit(_write, program, authority, over) for _ in range(WRITERS)]
        try:
            times = [_kill(fresh_database, pool, authority) for _ in range(KILLS)]
        finally:
            over.set()
        acknowledged = [case for one in writing for case in one.result(60)]
        projector = Projector(pool, authority)
        assert projector.wait_for(log.head(pool, authority), CAUGHT_UP)
        stored = [str(one.case) for one in log.after(pool, authority, 0, 10**6)]
        assert projector.rebuild().differences == {}
    assert sorted(stored) == sorted(acknowledged)
    assert max(taken for taken, _ in times) < TAKEN_OVER
    assert max(caught for _, caught in times) < CAUGHT_UP
    for taken, caught in times:
        print(f"taken over after {taken:.2f} s, caught up after {caught:.2f} s")  # noqa: T201
    print(f"{len(stored)} facts by {WRITERS} writers")  # noqa: T201


def _write(program: Served, authority: str, over: threading.Event) -> list[str]:
    """Open cases, each again under its key until it is acknowledged; gives their ids."""
    opened: list[str] = []
    while not over.is_set():
        key, said = str(uuid4()), None
        while said is None:
            with suppress(RequestError):  # the worker was killed under it
                said = program.open_case(authority, key)
        assert said.status_code == 201, said.text
        opened.append(said.json()["case"])
    return opened


def _kill(database: str, pool: Pool, authority: str) -> tuple[float, float]:
    """Kill who follows; seconds until another does, and until the views hold what was there."""
    time.sleep(BETWEEN)
    while standing_by(database) < WORKERS:  # the one that was killed last is being replaced
        time.sleep(0.2)
    victim = leader(database)
    assert victim is not None
    os.kill(victim, signal.SIGKILL)
    began, then = time.monotonic(), log.head(pool, authority)
    while leader(database) in {None, victim}:
        assert time.monotonic() - began < TAKEN_OVER
        time.sleep(0.01)
    taken = time.monotonic() - began
    assert Projector(pool, authority).wait_for(then, CAUGHT_UP)
    return taken, time.monotonic() - began
