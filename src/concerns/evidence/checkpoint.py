"""How far a log has come, and its root: the text of C2SP tlog-checkpoint, without extensions.

Extension lines are refused: nobody but the log could check what they say.
"""

from dataclasses import dataclass

from concerns.evidence.leaf import EMPTY_ROOT
from concerns.evidence.strict import (
    HASH_SIZE,
    MAX_SIZE,
    decimal,
    hash_from_base64,
    is_short,
    to_base64,
)
from concerns.evidence.unsound import Fault, Unsound

_LINES = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The log of `origin` had `size` entries, under this root.

    Raises:
        Unsound: CHECKPOINT_MALFORMED, this cannot be said in three lines, or is not possible.
    """

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        if not self.origin or not is_short(self.origin) or any(c < " " for c in self.origin):
            raise Unsound(Fault.CHECKPOINT_MALFORMED, "the origin is not one short line")
        if len(self.root) != HASH_SIZE or not 0 <= self.size <= MAX_SIZE:
            raise Unsound(Fault.CHECKPOINT_MALFORMED, "the size or the root hash is impossible")
        if self.size == 0 and self.root != EMPTY_ROOT:
            raise Unsound(Fault.CHECKPOINT_MALFORMED, "an empty log has another root hash")

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"


def read_text(text: str) -> Checkpoint:
    """The checkpoint that a note's text says.

    Raises:
        Unsound: CHECKPOINT_MALFORMED.
    """
    lines = text.split("\n")
    if len(lines) != _LINES + 1 or lines[-1]:
        raise Unsound(
            Fault.CHECKPOINT_MALFORMED,
            "a checkpoint has three lines: origin, size, root hash; extensions are not accepted",
        )
    origin, size, root, _ = lines
    return Checkpoint(
        origin,
        decimal(size, Fault.CHECKPOINT_MALFORMED),
        hash_from_base64(root, Fault.CHECKPOINT_MALFORMED),
    )
