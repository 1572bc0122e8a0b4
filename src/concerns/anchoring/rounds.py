"""One visit to every place where checkpoints are kept: look at what lies there, bring the newest.

What lies there is read before our own newest checkpoint, so that nothing there can be newer than
ours but what we have lost.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from concerns.anchoring.anchored import Anchor, Anchored, TreeOf
from concerns.anchoring.log import Log
from concerns.anchoring.refused import NotAnchored, Why
from concerns.evidence.checkpoint import Checkpoint
from concerns.evidence.merkle import root_at
from concerns.evidence.unsound import Unsound

Newest = Callable[[], bytes | None]
"""Our newest signed checkpoint; None before the first."""
Tell = Callable[[Anchored, bytes], None]
"""Takes what came back, and the note that was anchored."""
Matters = Callable[[int, int], bool]
"""Whether anything but anchoring was recorded after one size and up to another. To record that a
checkpoint was anchored makes the record longer; without this it would be anchored for ever."""


class Visited(NamedTuple):
    """What became of one place; neither a result nor a refusal where nothing was to be done."""

    anchor: Anchor
    anchored: Anchored | None = None
    refused: NotAnchored | None = None


class Rounds:
    """Visits to the places of one log. `largest(kind, where)`: what was anchored there, by size."""

    def __init__(
        self,
        log: Log,
        anchors: Sequence[Anchor],
        tree_of: TreeOf,
        newest: Newest,
        largest: Callable[[str, str], int],
        matters: Matters = lambda _after, _up_to: True,
    ) -> None:
        self._log = log
        self._anchors = anchors
        self._tree_of = tree_of
        self._newest = newest
        self._largest = largest
        self._matters = matters

    def visit(self, tell: Tell) -> list[Visited]:
        """Visit each place; where one fails, the others are visited all the same."""
        return [self._visited(one, tell) for one in self._anchors]

    def _visited(self, anchor: Anchor, tell: Tell) -> Visited:
        try:
            held = anchor.held()
            note = self._newest()
            tree = self._log.read(note) if note else None
            if held is not None:
                self._check_ours_continues(held, tree, note)
            if tree is None or note is None or not self._is_due(anchor, held, tree):
                return Visited(anchor)
            anchored = anchor.anchor(note)
        except NotAnchored as refused:
            return Visited(anchor, refused=refused)
        except OSError as wrong:
            return Visited(anchor, refused=NotAnchored(Why.UNREACHABLE, str(wrong)))
        except (Unsound, LookupError) as wrong:
            return Visited(anchor, refused=NotAnchored(Why.OURS_FAULTY, str(wrong)))
        tell(anchored, note)
        return Visited(anchor, anchored)

    def _check_ours_continues(
        self, held: bytes, tree: Checkpoint | None, note: bytes | None
    ) -> None:
        there = self._log.read(held)
        if tree is None or note is None or there.size > tree.size:
            have = tree.size if tree else 0
            why = f"size {there.size} was anchored, and the record is sealed up to {have}"
            raise NotAnchored(Why.TRUNCATED, why, (held,))
        if there.size == tree.size and there.root != tree.root:
            why = f"another checkpoint of size {tree.size} was anchored"
            raise NotAnchored(Why.EQUIVOCATION, why, (held, note))
        if there.size and root_at(self._tree_of(tree), there.size) != there.root:
            why = f"the record is not what was anchored at size {there.size}"
            raise NotAnchored(Why.ROOT_MISMATCH, why, (held, note))

    def _is_due(self, anchor: Anchor, held: bytes | None, tree: Checkpoint) -> bool:
        last = self._largest(anchor.kind, anchor.where)
        if anchor.keeps:
            last = min(last, self._log.read(held).size if held else 0)
        return last < tree.size and (not last or self._matters(last, tree.size))


class Seen(NamedTuple):
    """What lies in the places that could be asked, and why others could not; both may be empty.

    `asked` is how many answered that keep what they were brought: others always answer nothing.
    """

    checkpoints: list[Checkpoint]
    away: list[str]
    asked: int


def seen_outside(log: Log, anchors: Sequence[Anchor]) -> Seen:
    """Ask every place what lies there; one that fails keeps no other from being asked."""
    found, away, asked = list[Checkpoint](), list[str](), 0
    for anchor in anchors:
        try:
            note = anchor.held()
            found += [log.read(note)] if note is not None else []
        except (NotAnchored, OSError, Unsound) as wrong:
            away.append(f"{anchor.kind} {anchor.where}: {wrong}")
        else:
            asked += note is not None or anchor.keeps
    return Seen([one for one in found if one.size], away, asked)
