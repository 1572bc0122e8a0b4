"""The whole log, read once: every entry's bytes, the tree over them, and what was asked about."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from concerns.verifying.documents import Named
from concerns.verifying.entry import Reading
from concerns.verifying.finding import Findings
from concerns.verifying.keys import KEY_FACTS, Ended, ended_in
from concerns.verifying.stored import Row
from concerns.verifying.times import TIME_FACTS, Bound, bound_in, check_not_backdated
from concerns.verifying.tree import Tree

Told = Callable[[int], None]
"""Hears how many facts were read."""


@dataclass(slots=True)
class Scanned:
    """What the entries say: the tree, the last position, times from outside, keys that ended, and
    by position the leaf hashes asked about and the times at the sizes asked about.
    """

    tree: Tree
    last: int = 0
    bounds: list[Bound] = field(default_factory=list[Bound])
    ended: list[Ended] = field(default_factory=list[Ended])
    leaves: dict[int, bytes] = field(default_factory=dict[int, bytes])
    recorded: dict[int, str] = field(default_factory=dict[int, str])
    documents: Named = field(default_factory=Named)


def scan(
    batches: Iterable[Sequence[Row]],
    origin: str,
    sizes: Sequence[int],
    wanted: Collection[int],
    findings: Findings,
    told: Told | None = None,
) -> Scanned:
    """Read rows in order. `sizes`: where the root is wanted; `wanted`: positions of leaf hashes."""
    reading = Reading(origin, findings)
    scanned = Scanned(Tree(sizes))
    at_sizes = frozenset(sizes)
    latest: Bound | None = None
    for batch in batches:
        leaves = list[bytes]()
        for row in batch:
            leaf, content = reading.take(row)
            leaves.append(leaf)
            position = row[0]
            if row[4] in TIME_FACTS and (bound := bound_in(position, content)):
                scanned.bounds.append(bound)
                latest = max(latest or bound, bound, key=_at)
            scanned.documents.take(position, row[4], content)
            if row[4] in KEY_FACTS and (end := ended_in(position, content)):
                scanned.ended.append(end)
            if latest:
                check_not_backdated(position, reading.framed, latest, findings)
            if position in at_sizes:
                scanned.recorded[position] = reading.framed
            if position in wanted:
                scanned.leaves[position] = leaf
        scanned.tree.grow(leaves)
        scanned.last = reading.position
        if told:
            told(scanned.tree.size)
    return scanned


def _at(bound: Bound) -> str:
    return bound.earliest
