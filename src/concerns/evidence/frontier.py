"""As much of a tree as its growth needs: the roots of its perfect subtrees, largest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Self

from concerns.evidence.leaf import EMPTY_ROOT, node_hash, parents
from concerns.evidence.merkle import HashAt
from concerns.evidence.strict import HASH_SIZE, MAX_SIZE
from concerns.evidence.unsound import Fault, Unsound

_PAIR = 2 * HASH_SIZE


@dataclass(frozen=True, slots=True)
class Frontier:
    """A tree of `size` leaves, of which one hash is kept for each bit that is set in `size`.

    Raises:
        Unsound: SIZE_MALFORMED, the hashes are not those of a tree of this size.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        lengths = {len(one) for one in self.hashes} or {HASH_SIZE}
        held = len(self.hashes) == self.size.bit_count() and lengths == {HASH_SIZE}
        if not held or not 0 <= self.size <= MAX_SIZE:
            raise Unsound(
                Fault.SIZE_MALFORMED, f"these hashes are not the edge of a tree of {self.size}"
            )

    @classmethod
    def at(cls, hash_at: HashAt, size: int) -> Self:
        """The frontier of a stored tree, in as many reads as `size` has bits set."""
        hashes, start = list[bytes](), 0
        for level in reversed(range(size.bit_length())):
            if size >> level & 1:
                hashes.append(hash_at(level, start >> level))
                start += 1 << level
        return cls(size, tuple(hashes))

    def extended(self, leaves: Sequence[bytes]) -> Self:
        """With further leaf hashes: len(leaves) + log2(size) hashings."""
        run, kept, found, level = b"".join(leaves), list(self.hashes), list[bytes](), 0
        while run:
            if self.size >> level & 1:
                run = kept.pop() + run
            whole = len(run) - len(run) % _PAIR
            found += [run[whole:]] if run[whole:] else []
            run = parents(run[:whole])
            level += 1
        return type(self)(self.size + len(leaves), (*kept, *reversed(found)))

    def root(self) -> bytes:
        """The root hash of the tree."""
        if not self.hashes:
            return EMPTY_ROOT
        return reduce(lambda right, left: node_hash(left, right), reversed(self.hashes))
