"""Attack 29: the sealer ends at every line it runs, and is started again."""

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

import orjson
import pytest
from crashing import CrashAt

from authorities import entries, new_authority
from concerns.evidence.keys import Kind, Signer
from concerns.sealer import Sealer, WillNotSign
from concerns.storage import attest, door, tree
from concerns.storage.entries import origin
from concerns.storage.pool import Pool, open_pool
from concerns.verifying.policy import LogKey, Policy
from concerns.verifying.verify import Outside, verify
from unguarded import unguarded


@dataclass
class Watched:
    """A sealer, and every root that left it: on the disk or in the database, by its size."""

    sealer: Sealer
    writer: Pool
    database: str
    shown: dict[int, set[str]] = field(default_factory=dict[int, set[str]])

    def adds(self, number: int) -> None:
        door.append(self.writer, self.sealer.authority, entries(number))

    def looks(self) -> None:
        if self.sealer.memory.exists():
            said = orjson.loads(self.sealer.memory.read_bytes())
            self.shown.setdefault(said["size"], set()).add(said["root"])
        for one in tree.checkpoints(self.sealer.pool, self.sealer.authority):
            self.shown.setdefault(one.size, set()).add(one.root.hex())

    def crashes(self, nth: int) -> bool:
        """Whether it crashed at the n-th line of sealing, rather than coming to the end."""
        crash = CrashAt(nth)
        finished = crash.run(self.sealer.seal)
        self.sealer = replace(self.sealer)  # a new one, which has only the memory on the disk
        self.looks()
        return not finished

    def rewrites_the_last_fact(self) -> None:
        """By somebody who may do anything: another body, with a hash to match."""
        with unguarded(self.database) as owner:
            owner.execute("ALTER TABLE concerns.fact DISABLE TRIGGER USER")
            owner.execute(
                "UPDATE concerns.fact SET entry = entry || ' ',"
                " leaf_hash = sha256('\\x00'::bytea || entry || ' ') WHERE authority = %(of)s"
                " AND position = (SELECT max(position) FROM concerns.fact"
                "                 WHERE authority = %(of)s)",
                {"of": self.sealer.authority},
            )
            for one in ("row_stays", "statement_refused", "not_truncated"):
                owner.execute(f"ALTER TABLE concerns.fact ENABLE ALWAYS TRIGGER fact_{one}")

    def verifies(self) -> set[str]:
        policy = Policy(tuple(LogKey(one.key) for one in self.sealer.signers))
        report = verify(self.writer, self.sealer.authority, Outside(policy, views=False))
        return {str(one) for one in report.findings.kept}


@pytest.fixture
def watched(database: str, pool: Pool, tmp_path: Path) -> Generator[Callable[[], Watched]]:
    """Make a new authority with its own sealer, two facts sealed and one more not yet."""
    with open_pool(database, 3, role=tree.ROLE) as reading:
        with reading.connection() as connection:
            approved = attest.described(connection)

        def made() -> Watched:
            authority = new_authority(database)
            signer = Signer(origin(reading, authority), Kind.ED25519, os.urandom(32))
            memory = tmp_path / f"{authority}.json"
            one = Watched(Sealer(reading, authority, [signer], memory, approved), pool, database)
            one.adds(2)
            one.sealer.seal()
            one.adds(1)
            return one

        yield made


def _crashed(watched: Callable[[], Watched]) -> Iterator[Watched]:
    """One after another, each crashed one line later, until one comes to its end."""
    for nth in count():
        one = watched()
        if not one.crashes(nth):
            assert nth > 200
            return
        yield one


_AS_IT_ENDED = pytest.mark.filterwarnings(
    # A file that was open when it crashed is closed by nobody.
    "ignore::pytest.PytestUnraisableExceptionWarning"
)


@_AS_IT_ENDED
def test_29_after_a_crash_at_any_line_it_goes_on(watched: Callable[[], Watched]) -> None:
    """Attack 29: at each statement of SQL and each operation on a file; facts came meanwhile."""
    for one in _crashed(watched):
        one.adds(1)
        while one.sealer.seal():
            one.looks()
        assert max(one.shown) == 4
        assert all(len(roots) == 1 for roots in one.shown.values())
        assert one.verifies() == set()


@_AS_IT_ENDED
def test_29_a_record_rewritten_in_between_never_has_two_roots(
    watched: Callable[[], Watched],
) -> None:
    """Attack 29: what had left the sealer before the crash is the only root of its size, ever."""
    went_on = list[bool]()
    for one in _crashed(watched):
        one.rewrites_the_last_fact()
        went_on.append(False)
        with suppress(WillNotSign):
            one.sealer.seal()
            went_on[-1] = True
        one.looks()
        assert all(len(roots) == 1 for roots in one.shown.values())
    assert {*went_on} == {True, False}
