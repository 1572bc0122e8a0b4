"""SHA-256 as RFC 9162 section 2.1 uses it: a leaf can never be taken for a node."""

from collections.abc import Iterable
from hashlib import sha256

EMPTY_ROOT = sha256().digest()
"""The root of a tree without leaves."""

_LEAF = b"\x00"
_NODE = b"\x01"
_HASH = 32  # bytes
_PAIR = 2 * _HASH


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry."""
    return sha256(_LEAF + entry).digest()


def leaf_hashes(entries: Iterable[bytes]) -> list[bytes]:
    """The hashes of many entries, in their order."""
    return [sha256(_LEAF + entry).digest() for entry in entries]


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees."""
    return sha256(_NODE + left + right).digest()


def parents(run: bytes) -> bytes:
    """The hashes over neighbouring pairs, from an even number of hashes one after another."""
    return b"".join(
        [sha256(_NODE + run[at : at + _PAIR]).digest() for at in range(0, len(run), _PAIR)]
    )


def perfect_root(run: bytes) -> bytes:
    """The root over hashes one after another, a power of two of them."""
    while len(run) > _HASH:
        run = parents(run)
    return run
