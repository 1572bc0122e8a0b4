"""PostgreSQL and the program are killed with -9 at random: nothing acknowledged is lost."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from psycopg.conninfo import make_conninfo
from writer import entry

from authorities import new_authority
from concerns.storage import embedded, log
from concerns.storage.databases import create_database
from concerns.storage.migrate import migrate
from concerns.storage.pool import open_pool

WRITES = 200
WRITER = Path(__file__).with_name("writer.py")


@pytest.mark.parametrize("seed", range(20))
def test_nothing_acknowledged_is_lost_doubled_or_out_of_line(
    own_folder: Callable[[], AbstractContextManager[Path]], seed: int
) -> None:
    """200 writes; at random moments the server is killed twice and the program three times."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable run, not a secret
    with own_folder() as folder:
        data = folder / "data"
        server = embedded.start(data)
        create_database(server, "endure")
        address = make_conninfo(server, dbname="endure")
        migrate(address)
        authority = new_authority(address)
        stop = threading.Event()
        killer = threading.Thread(target=_kill_server, args=(data, chance, stop, 2))
        killer.start()
        said = _write_all(address, authority, f"run-{seed}", chance)
        stop.set()
        killer.join()
        embedded.start(data)
        with open_pool(address, size=1) as pool:
            stored = log.after(pool, authority, 0, 10 * WRITES)
        embedded.stop(data)
    assert said == list(range(WRITES))
    wanted = [entry(f"run-{seed}", number) for number in range(WRITES)]
    assert [one.position for one in stored] == list(range(1, WRITES + 1))
    assert [(one.case, one.version, one.body) for one in stored] == [
        (one.case, one.version, one.body) for one in wanted
    ]


def _kill_server(data: Path, chance: random.Random, stop: threading.Event, times: int) -> None:
    for _ in range(times):
        if stop.wait(chance.uniform(0.1, 0.5)):
            return
        pid = int((data / "pg" / "postmaster.pid").read_text(encoding="ascii").split()[0])
        os.kill(pid, signal.SIGKILL)
        embedded.start(data)


def _write_all(address: str, authority: str, run: str, chance: random.Random) -> list[int]:
    """Start the writer, kill it at random, start it again, until everything is acknowledged."""
    said: list[int] = []
    kills = 3
    until = time.monotonic() + 120
    while len(said) < WRITES and time.monotonic() < until:
        arguments = [address, authority, run, str(len(said)), str(WRITES)]
        with subprocess.Popen(
            [sys.executable, str(WRITER), *arguments], stdout=subprocess.PIPE, text=True
        ) as program:
            timer = threading.Timer(chance.uniform(0.3, 0.9), program.kill)
            if kills:
                kills -= 1
                timer.start()
            assert program.stdout is not None
            said += [int(line) for line in program.stdout if line.endswith("\n")]
            timer.cancel()
    return said
