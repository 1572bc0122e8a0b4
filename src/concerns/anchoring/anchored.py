"""What every place that keeps checkpoints can do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from concerns.evidence.checkpoint import Checkpoint
from concerns.evidence.merkle import HashAt

TreeOf = Callable[[Checkpoint], HashAt]
"""The hashes of the tree under a checkpoint of our own, as `evidence.merkle` reads them."""


@dataclass(frozen=True, slots=True)
class Anchored:
    """A checkpoint is kept elsewhere: which, where, and what shows it.

    `evidence` is what the place answered: the note (file), the commit object (git), the response of
    the time-stamping authority (rfc3161), the cosignature line (witness). `time` is when that says
    it was made, if somebody other than we says so.
    """

    kind: str
    where: str
    size: int
    root: bytes
    evidence: bytes
    time: datetime | None = None


class Anchor(Protocol):
    """A place outside the reach of whoever runs the record."""

    @property
    def kind(self) -> str:
        """Such as `file`."""
        ...

    @property
    def where(self) -> str:
        """The folder or address, without anything secret."""
        ...

    @property
    def keeps(self) -> bool:
        """Whether what was brought must be found there again; a stamp keeps nothing."""
        ...

    def anchor(self, note: bytes) -> Anchored:
        """Have a signed checkpoint kept; once more for the same one does no harm.

        Raises:
            NotAnchored: EQUIVOCATION, BEHIND, and what the kind of place adds.
            Unsound: the note is not a checkpoint that the log has signed.
        """
        ...

    def held(self) -> bytes | None:
        """The newest signed checkpoint that lies there; None where none does, or none is given.

        Raises:
            NotAnchored: HELD_FAULTY, UNREACHABLE, and what the kind of place adds.
        """
        ...
