"""Eight writers and two readers who are killed again and again, all over HTTP."""

import json
import random
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

FOLLOWING = Path(__file__).with_name("following.py")
WRITERS = 8
A_CASE = {
    "procedure": "north-west-routes",
    "provider": {"id": "1-101", "name": "Acme Care"},
    "reason": "three alerts in a week",
}


def followed_while_killed(
    write_to: str, read_from: str, token: str, folder: Path, kills: int, chance: random.Random
) -> dict[str, list[tuple[int, str]]]:
    """What each reader kept: positions and facts' ids, in the order in which it read them.

    Every reader is killed `kills` times with -9; writing goes on until the last is done.
    """
    stop = threading.Event()
    seeds = {how: chance.randrange(1 << 30) for how in ("poll", "stream")}
    with ThreadPoolExecutor(WRITERS + 2) as threads:
        writers = [threads.submit(_write, write_to, token, stop) for _ in range(WRITERS)]
        try:
            killed = [
                threads.submit(_kill, how, read_from, token, folder / how, kills, seed)
                for how, seed in seeds.items()
            ]
            for one in killed:
                one.result()
        finally:
            stop.set()
        written = sum(one.result() for one in writers)
    for how in seeds:
        _catch_up(how, read_from, token, folder / how, written)
    return {how: _kept(folder / how) for how in seeds}


def _kill(how: str, url: str, token: str, file: Path, kills: int, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a repeatable run, not a secret
    for _ in range(kills):
        with _reader(how, url, token, file):
            _wait_for_growth(file)
            time.sleep(chance.uniform(0, 0.2))


def _catch_up(how: str, url: str, token: str, file: Path, written: int) -> None:
    until = time.monotonic() + 60
    with _reader(how, url, token, file):
        while len(_kept(file)) < written and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(0.3)  # would it read anything twice at the end, it would have by now


@contextmanager
def _reader(how: str, url: str, token: str, file: Path) -> Generator[None]:
    """A reader for as long as the block runs; killed with -9 at its end, also if it fails."""
    words = [sys.executable, "-S", str(FOLLOWING), how, url, token, str(file)]
    with subprocess.Popen(words) as reader:
        try:
            yield
        finally:
            reader.kill()


def _wait_for_growth(file: Path) -> None:
    size = file.stat().st_size if file.exists() else 0
    until = time.monotonic() + 30
    while not file.exists() or file.stat().st_size <= size:
        assert time.monotonic() < until, f"{file.name}: nothing was read for 30 seconds"
        time.sleep(0.005)


def _kept(file: Path) -> list[tuple[int, str]]:
    lines = file.read_text().splitlines(keepends=True)
    words = [line.split() for line in lines if line.endswith("\n")]
    return [(int(position), fact) for position, fact in words]


def _write(url: str, token: str, stop: threading.Event) -> int:
    """Open cases until stopped; says how many facts that left."""
    written = 0
    while not stop.is_set():
        request = urllib.request.Request(  # noqa: S310 - our own server
            f"{url}/v1/cases",
            json.dumps({**A_CASE, "services": [_service()]}).encode(),
            {
                "Authorization": f"Bearer {token}",
                "Content-Type": "application/json",
                "Idempotency-Key": str(uuid4()),
            },
        )
        with urllib.request.urlopen(request, timeout=30) as said:  # noqa: S310 - as above
            written += len(json.load(said)["facts"])
        time.sleep(0.05)
    return written


def _service() -> dict[str, str]:
    return {"id": f"1-{uuid4()}", "name": "Elm House", "type": "care home"}
