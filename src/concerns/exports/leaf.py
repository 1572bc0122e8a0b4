"""A fact as it leaves the record: its place in the log, and the bytes that are hashed."""

from datetime import datetime
from typing import NamedTuple

from concerns.events import Fact
from concerns.evidence.entry import parse
from concerns.evidence.leaf import leaf_hash
from concerns.register import decode


class Leaf(NamedTuple):
    """A fact, its position from 1, since when the record holds it, its entry byte for byte."""

    position: int
    recorded_at: datetime
    fact: Fact
    entry: bytes
    body: bytes
    """The fact as canonical JSON, as it was stored: the end of the entry."""
    hash: bytes
    """The leaf hash, from the entry: what is stored beside it might say something else."""

    @property
    def leaf_index(self) -> int:
        """Its place in the tree, from 0."""
        return self.position - 1


class Log(NamedTuple):
    """Which log an export is taken from, and as known at which instant; None is now."""

    origin: str
    as_known: datetime | None = None


def leaf(entry: bytes) -> Leaf:
    """The fact that an entry holds, and all that is told of it, from the hashed bytes alone.

    Raises:
        Unsound: the bytes are no entry. UnknownFact: this program does not know its name.
    """
    read = parse(entry)
    fact = decode(read.name, read.body)
    return Leaf(read.index + 1, read.recorded_at, fact, entry, read.body, leaf_hash(entry))
