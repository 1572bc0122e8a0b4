"""One entry is in the tree: RFC 9162 sections 2.1.3.1 (the proof) and 2.1.3.2 (its check)."""

from collections.abc import Sequence

from concerns.evidence.leaf import node_hash
from concerns.evidence.merkle import HashAt, range_hash, split
from concerns.evidence.strict import HASH_SIZE, MAX_SIZE
from concerns.evidence.unsound import Fault, Unsound


def inclusion_proof(hash_at: HashAt, index: int, size: int) -> list[bytes]:
    """Hashes from the leaf's sibling up to the root's child, in at most 2 * log2(size) reads.

    Raises:
        Unsound: SIZE_MALFORMED, no leaf has this index (from 0) in a tree of this size.
    """
    if not 0 <= index < size <= MAX_SIZE:
        raise Unsound(Fault.SIZE_MALFORMED, f"a tree of {size} has no leaf {index}")
    proof, start, end = list[bytes](), 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            proof.append(range_hash(hash_at, middle, end))
            end = middle
        else:
            proof.append(range_hash(hash_at, start, middle))
            start = middle
    return proof[::-1]


def verify_inclusion(
    index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes
) -> None:
    """Accept only if `leaf` is the hash at `index` (from 0) of the tree with this size and root.

    Raises:
        Unsound: SIZE_MALFORMED, PROOF_MALFORMED or INCLUSION_FAILS.
    """
    if not 0 <= index < size <= MAX_SIZE:
        raise Unsound(Fault.SIZE_MALFORMED, f"a tree of {size} has no leaf {index}")
    if any(len(one) != HASH_SIZE for one in (leaf, root, *proof)):
        raise Unsound(Fault.PROOF_MALFORMED, f"a hash does not have {HASH_SIZE} bytes")
    if _root(index, size, leaf, proof) != root:
        raise Unsound(
            Fault.INCLUSION_FAILS, f"leaf {index} is not shown to be in the tree of {size}"
        )


def _root(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes | None:
    """The root that the proof leads to; None where it is too short or too long."""
    at, last, found = index, size - 1, leaf
    for one in proof:
        if last == 0:
            return None
        if at & 1 or at == last:
            found = node_hash(one, found)
            while not at & 1:  # it has a bit set: last is not 0
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, one)
        at, last = at >> 1, last >> 1
    return found if last == 0 else None
