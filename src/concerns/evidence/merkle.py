"""The Merkle tree of RFC 9162 section 2.1, read through whatever keeps its hashes."""

from collections.abc import Callable

from concerns.evidence.leaf import EMPTY_ROOT, node_hash

HashAt = Callable[[int, int], bytes]
"""`hash_at(level, index)`: the root of the perfect subtree over the leaves
[index * 2**level, (index + 1) * 2**level). Tiles give it, or a database."""


def split(count: int) -> int:
    """The largest power of two smaller than `count` (two or more): where a subtree divides."""
    return 1 << (count - 1).bit_length() - 1


def range_hash(hash_at: HashAt, start: int, end: int) -> bytes:
    """The root of the subtree over the leaves [start, end), a range at which the tree divides."""
    count = end - start
    if count.bit_count() == 1:
        level = count.bit_length() - 1
        return hash_at(level, start >> level)
    middle = start + split(count)
    return node_hash(range_hash(hash_at, start, middle), range_hash(hash_at, middle, end))


def root_at(hash_at: HashAt, size: int) -> bytes:
    """The root of the tree over the first `size` leaves, in O(log size) reads."""
    return range_hash(hash_at, 0, size) if size else EMPTY_ROOT
