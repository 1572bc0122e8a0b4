"""A later tree only added to an earlier one: RFC 9162 sections 2.1.4.1 and 2.1.4.2."""

from collections.abc import Sequence

from concerns.evidence.leaf import node_hash
from concerns.evidence.merkle import HashAt, range_hash, split
from concerns.evidence.strict import HASH_SIZE, MAX_SIZE
from concerns.evidence.unsound import Fault, Unsound


def consistency_proof(hash_at: HashAt, old: int, new: int) -> list[bytes]:
    """The hashes that show it, in at most 2 * log2(new) reads; none where the sizes are equal.

    Raises:
        Unsound: SIZE_MALFORMED, not 1 <= old <= new. From nothing, everything would follow.
    """
    _check_sizes(old, new)
    proof, start, end = list[bytes](), 0, new
    while end != old:
        middle = start + split(end - start)
        if old <= middle:
            proof.append(range_hash(hash_at, middle, end))
            end = middle
        else:
            proof.append(range_hash(hash_at, start, middle))
            start = middle
    if start:  # otherwise the earlier tree is itself a subtree, whose root is known
        proof.append(range_hash(hash_at, start, end))
    return proof[::-1]


def verify_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Accept only if the first `old` leaves of the new tree are the old tree.

    Raises:
        Unsound: SIZE_MALFORMED, PROOF_MALFORMED or CONSISTENCY_FAILS.
    """
    _check_sizes(old, new)
    if any(len(one) != HASH_SIZE for one in (old_root, new_root, *proof)):
        raise Unsound(Fault.PROOF_MALFORMED, f"a hash does not have {HASH_SIZE} bytes")
    if old == new:
        found = (new_root, old_root) if not proof else None  # the same, and nothing to show
    else:
        found = _roots(old, new, [old_root, *proof] if old.bit_count() == 1 else proof)
    if found != (old_root, new_root):
        raise Unsound(
            Fault.CONSISTENCY_FAILS, f"the tree of {new} does not continue the tree of {old}"
        )


def _check_sizes(old: int, new: int) -> None:
    if not 1 <= old <= new <= MAX_SIZE:
        raise Unsound(Fault.SIZE_MALFORMED, f"no proof leads from a tree of {old} to one of {new}")


def _roots(old: int, new: int, proof: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """The two roots that the proof leads to; None where it is too short or too long."""
    if not proof:
        return None
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    older = newer = proof[0]
    for one in proof[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            older, newer = node_hash(one, older), node_hash(one, newer)
            while not at & 1:  # it has a bit set: last is not 0
                at, last = at >> 1, last >> 1
        else:
            newer = node_hash(newer, one)
        at, last = at >> 1, last >> 1
    return (older, newer) if last == 0 else None
