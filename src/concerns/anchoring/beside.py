"""A checkpoint beside one of the same or a larger size that is already kept."""

from concerns.anchoring.log import Log
from concerns.anchoring.refused import NotAnchored, Why
from concerns.evidence.checkpoint import Checkpoint
from concerns.evidence.unsound import Unsound


def read_held(log: Log, note: bytes, where: str, size: int | None = None) -> Checkpoint:
    """What a note that was kept says.

    Raises:
        NotAnchored: HELD_FAULTY, the log has not signed it, or it has not the size it is kept as.
    """
    try:
        tree = log.read(note)
    except Unsound as wrong:
        raise NotAnchored(Why.HELD_FAULTY, f"{where}: {wrong}") from None
    if size is not None and tree.size != size:
        raise NotAnchored(Why.HELD_FAULTY, f"{where} holds a checkpoint of size {tree.size}")
    return tree


def check_same(log: Log, note: bytes, held: bytes, where: str) -> None:
    """Accept only if two notes of one size say the same root; other signatures may differ.

    Raises:
        NotAnchored: EQUIVOCATION, with both notes; HELD_FAULTY.
    """
    ours = log.read(note)
    if read_held(log, held, where, ours.size).root != ours.root:
        raise NotAnchored(
            Why.EQUIVOCATION,
            f"{where} holds another checkpoint of size {ours.size}, also signed by {log.origin}",
            (held, note),
        )


def check_not_behind(tree: Checkpoint, largest: int, where: str) -> None:
    """Accept only what is larger than all that is kept.

    Raises:
        NotAnchored: BEHIND.
    """
    if tree.size < largest:
        raise NotAnchored(
            Why.BEHIND, f"{where} holds a checkpoint of size {largest}; this one is of {tree.size}"
        )
