"""The places that CONCERNS_ANCHORS names for a council, ready to be asked."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from concerns.anchoring.anchored import Anchor, TreeOf
from concerns.anchoring.configuration import Anchors, AnchorsFaulty, CouncilAnchors
from concerns.anchoring.kept import Kept
from concerns.anchoring.log import Log
from concerns.anchoring.opening import Opening
from concerns.anchoring.settings import Settings
from concerns.cli.plainly import CannotDo
from concerns.evidence.checkpoint import Checkpoint
from concerns.evidence.keys import Key
from concerns.evidence.merkle import HashAt
from concerns.evidence.tile_reader import TileReader
from concerns.storage import entries, tree
from concerns.storage.pool import Pool


class NotConfigured(CannotDo):
    """Nothing says where this council's checkpoints are anchored."""


class Places(NamedTuple):
    """A council's log, where it is anchored, and the folder for what comes back."""

    log: Log
    anchors: list[Anchor]
    kept: Kept
    tree_of: TreeOf


def places(pool: Pool, authority: str, now: Callable[[], datetime]) -> Places:
    """What the file of anchors says of a council.

    Raises:
        NotConfigured: there is no file, or it says nothing of the council.
        CannotDo: it is faulty, or a certificate that it names.
    """
    folder, council = _configured(authority)
    log = Log(entries.origin(pool, authority), tuple(map(Key.parse, council.keys)))
    kept, tree_of = Kept(folder / council.kept), _tree_of(pool, authority)
    try:
        anchors = Opening(log, folder, kept, tree_of, now).every(council)
    except ValueError as wrong:
        raise CannotDo(f"The certificates named in CONCERNS_ANCHORS: {wrong}.") from None
    return Places(log, anchors, kept, tree_of)


def _configured(authority: str) -> tuple[Path, CouncilAnchors]:
    file = Settings().anchors
    if file is None:
        raise NotConfigured("CONCERNS_ANCHORS is not set: name the file that says where to anchor.")
    try:
        found = Anchors.read(file)
    except AnchorsFaulty as wrong:
        raise CannotDo(str(wrong)) from None
    if authority not in found.councils:
        raise NotConfigured(f"{file} says nothing of {authority!r}.")
    return found.folder, found.councils[authority]


def _tree_of(pool: Pool, authority: str) -> Callable[[Checkpoint], HashAt]:
    stored = tree.stored_tiles(pool, authority)
    return lambda one: TileReader(stored, one.size, one.root).hash_at
