"""Programs that write, killed with -9 and started again; what they were told is kept."""

import random
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGKILL
from typing import NamedTuple

PROGRAM = Path(__file__).with_name("writers.py")


class Told(NamedTuple):
    """A fact was acknowledged: the writer's own number of it, its position, its leaf hash."""

    number: int
    position: int
    leaf_hash: bytes


@dataclass
class Writing:
    """One program and its writers."""

    address: str
    authority: str
    names: list[str]
    told: dict[str, list[Told]] = field(default_factory=lambda: defaultdict(list))
    killed: int = 0

    def start(self) -> None:
        """Each writer goes on behind what it was last told."""
        begun = [f"{name}={len(self.told[name])}" for name in self.names]
        self._program = subprocess.Popen(
            [sys.executable, str(PROGRAM), self.address, self.authority, *begun],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._readers = [threading.Thread(target=one) for one in (self._listen, self._complain)]
        for one in self._readers:
            one.start()

    def kill(self) -> None:
        """At whatever it is doing; it must not have ended by itself."""
        self._program.kill()
        for one in self._readers:
            one.join()
        assert self._program.wait() == -SIGKILL, self._complaints
        self.killed += 1

    def _listen(self) -> None:
        assert self._program.stdout is not None
        with self._program.stdout as lines:
            for line in lines:
                if line.endswith("\n"):  # a line that was cut off was not said
                    name, number, position, leaf = line.split()
                    self.told[name].append(Told(int(number), int(position), bytes.fromhex(leaf)))

    def _complain(self) -> None:
        assert self._program.stderr is not None
        with self._program.stderr as words:
            self._complaints = words.read()


@contextmanager
def crowd(address: str, authority: str, programs: int, writers: int) -> Generator[list[Writing]]:
    """So many programs, each with so many writers; in the end all are killed."""
    made = [
        Writing(address, authority, [f"{nth}-{one}" for one in range(writers)])
        for nth in range(programs)
    ]
    for one in made:
        one.start()
    try:
        yield made
    finally:
        for one in made:
            one.kill()


def kill_at_random(
    programs: list[Writing], chance: random.Random, stop: threading.Event, pause: float
) -> None:
    """One after another, started again at once."""
    while not stop.wait(chance.uniform(0, 2 * pause)):
        one = chance.choice(programs)
        one.kill()
        one.start()
