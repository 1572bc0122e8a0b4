"""The whole log, read once: every entry's bytes, the tree over them, and what was asked about."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from concerns.verifying.documents import Named
from concerns.verifying.entry import Reading
from concerns.verifying.finding import Findings
from concerns.verifying.keys import KEY_FACTS, Ended, ended_in
from concerns.verifying.plain import Plain, plain
from concerns.verifying.stored import Row
from concerns.verifying.times import TIME_FACTS, Bound, bound_in, check_not_backdated
from concerns.verifying.tree import Tree
from concerns.verifying.when import as_framed

Told = Callable[[int], None]
"""Hears how many facts were read."""


class Run(NamedTuple):
    """Rows in order, and what they say where they are plainly sound; then nobody asks the rows."""

    plain: Plain | None
    rows: Iterable[Row]


def runs(batches: Iterable[Sequence[Row]], origin: str, sizes: Collection[int]) -> Iterator[Run]:
    """Rows as they are read in one process. `sizes`: where the time is wanted."""
    at_sizes = frozenset(sizes)
    return (Run(plain(batch, origin, at_sizes), batch) for batch in batches)


@dataclass(slots=True)
class Scanned:
    """What the entries say: the tree, times from outside, keys that ended, documents, and by
    position the leaf hashes asked about and the times at the sizes asked about.
    """

    tree: Tree
    bounds: list[Bound] = field(default_factory=list[Bound])
    ended: list[Ended] = field(default_factory=list[Ended])
    leaves: dict[int, bytes] = field(default_factory=dict[int, bytes])
    recorded: dict[int, str] = field(default_factory=dict[int, str])
    documents: Named = field(default_factory=Named)


def scan(
    found: Iterable[Run],
    origin: str,
    sizes: Sequence[int],
    wanted: Collection[int],
    findings: Findings,
    told: Told | None = None,
) -> Scanned:
    """Read runs in order. `sizes`: where the root is wanted; `wanted`: positions of leaf hashes."""
    scanning = _Scanning(
        Reading(origin, findings), Scanned(Tree(sizes)), frozenset(sizes), frozenset(wanted)
    )
    for run in found:
        if run.plain is None or not scanning.takes(run.plain):
            scanning.asks(run.rows)
        if told:
            told(scanning.scanned.tree.size)
    return scanning.scanned


@dataclass(slots=True)
class _Scanning:
    reading: Reading
    scanned: Scanned
    sizes: frozenset[int]
    wanted: frozenset[int]
    bound: Bound | None = None
    """The one that says the latest time."""

    def takes(self, run: Plain) -> bool:
        """Take rows that are sound in themselves; False where they do not go on from here."""
        backdated = self.bound is not None and run.earliest < self.bound.earliest
        if backdated or not self.reading.takes(run):
            return False
        for said in run.noted:
            self._note(*said)
        for position in self.wanted.intersection(range(run.first, run.last + 1)):
            self.scanned.leaves[position] = run.leaves[position - run.first]
        self.scanned.recorded |= run.recorded
        self.scanned.tree.grow(run.leaves)
        return True

    def asks(self, rows: Iterable[Row]) -> None:
        """Take rows one by one, question by question."""
        self.scanned.tree.grow([self._asked(row) for row in rows])

    def _asked(self, row: Row) -> bytes:
        leaf, content = self.reading.ask(row)
        position, at = row[0], as_framed(row[5])
        self._note(position, row[4], content)
        check_not_backdated(position, at, self.bound, self.reading.findings)
        if position in self.sizes:
            self.scanned.recorded[position] = at
        if position in self.wanted:
            self.scanned.leaves[position] = leaf
        return leaf

    def _note(self, position: int, name: str, content: dict[str, Any]) -> None:
        """Keep what a fact says about times, keys and documents."""
        if name in TIME_FACTS and (bound := bound_in(position, content)):
            self.scanned.bounds.append(bound)
            self.bound = max(self.bound or bound, bound, key=_at)
        if name in KEY_FACTS and (end := ended_in(position, content)):
            self.scanned.ended.append(end)
        self.scanned.documents.take(position, name, content)


def _at(bound: Bound) -> str:
    return bound.earliest
