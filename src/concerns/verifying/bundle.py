"""A folder with which others check the record without our program, or us.

The newest checkpoint, the tree in tiles and every entry under it (C2SP tlog-tiles), proofs of
single facts (tlog-proof), what was kept outside, keys, and three ways to check it all.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from concerns.documents.store import Documents
from concerns.documents.trouble import NotWhole
from concerns.evidence.leaf import leaf_hashes
from concerns.evidence.tile_edge import TileEdge
from concerns.evidence.tile_places import ENTRIES, HEIGHT, WIDTH, TilePlace
from concerns.evidence.tile_reader import TileReader
from concerns.evidence.tiles import pack
from concerns.storage import entries, log, tree
from concerns.storage.pool import Pool
from concerns.storage.tree import Sealed
from concerns.verifying.bodies import content_of
from concerns.verifying.documents import FACTS, Named, opened
from concerns.verifying.finding import CannotCheck
from concerns.verifying.policy import Policy
from concerns.verifying.proving import proof

SHIPPED = ("VERIFY.md", "verify.py", "verify.sh")
"""What goes into every bundle as it is."""
MANIFEST = "MANIFEST.sha256"

_AT_ONCE = 16 * WIDTH  # entries


class Wanted(NamedTuple):
    """What to put in beside the tree: proofs of facts by position, anchors, keys, documents."""

    proofs: Sequence[int] = ()
    anchors: Path | None = None
    policy: Policy | None = None
    documents: Documents | None = None


def write_bundle(
    pool: Pool,
    authority: str,
    folder: Path,
    wanted: Wanted | None = None,
    told: Callable[[int], None] | None = None,
) -> Sealed:
    """Write the bundle of the newest checkpoint into a new folder; gives that checkpoint.

    `told` hears how many entries were written.

    Raises:
        CannotCheck: nothing is sealed yet, the folder is not empty, a fact lies behind the
            checkpoint, the entries do not lead to the checkpoint's root, or a document is not
            there as it was lodged. OSError, StoreAway.
    """
    wanted = wanted or Wanted()
    sealed = tree.last_checkpoint(pool, authority)
    if sealed is None:
        raise CannotCheck(f"The record of {authority} has no checkpoint yet: seal it first.")
    if folder.exists() and any(folder.iterdir()):
        raise CannotCheck(f"{folder} is not empty.")
    if behind := [one for one in wanted.proofs if not 1 <= one <= sealed.size]:
        raise CannotCheck(f"Position {behind[0]} is not under the checkpoint of {sealed.size}.")
    _tree(folder, entries.in_order(pool, authority, sealed.size), sealed, told)
    put(folder / "checkpoint", sealed.note)
    _proofs(folder, sealed, wanted.proofs)
    _beside(folder, wanted)
    if wanted.documents is not None:
        _documents(folder / "documents", pool, authority, sealed.size, wanted.documents)
    write_manifest(folder)
    return sealed


def _tree(
    folder: Path, raw: Iterator[bytes], sealed: Sealed, told: Callable[[int], None] | None
) -> None:
    edge = TileEdge()
    while batch := list(islice(raw, _AT_ONCE)):
        for start in range(0, len(batch), WIDTH):
            some = batch[start : start + WIDTH]
            place = TilePlace(ENTRIES, (edge.size + start) // WIDTH, len(some))
            put(folder / place.path, pack(some))
        edge, tiles = edge.grown(leaf_hashes(batch))
        for place, content in tiles:
            if place.width == WIDTH:
                put(folder / place.path, content)
        if told:
            told(edge.size)
    for level, row in enumerate(edge.rows):
        if row:
            number = edge.size >> HEIGHT * (level + 1)
            put(folder / TilePlace(level, number, len(row) // 32).path, row)
    if (edge.size, edge.frontier().root()) != (sealed.size, sealed.root):
        raise CannotCheck(
            f"The entries do not lead to the checkpoint of {sealed.size}: run `concerns verify`."
        )


def _proofs(folder: Path, sealed: Sealed, positions: Sequence[int]) -> None:
    if not positions:
        return
    reader = TileReader(lambda place: (folder / place.path).read_bytes(), sealed.size, sealed.root)
    for position in positions:
        put(folder / "proofs" / f"{position}.tlog-proof", proof(reader, sealed, position))


def _beside(folder: Path, wanted: Wanted) -> None:
    if wanted.anchors:
        shutil.copytree(wanted.anchors, folder / "anchors", ignore=shutil.ignore_patterns(".*"))
    if wanted.policy:
        put_keys(folder, wanted.policy)
    for name in SHIPPED:
        put(folder / name, shipped(name))


def shipped(name: str) -> bytes:
    """A file for those who check without us."""
    return files("concerns.verifying").joinpath("foreign", name).read_bytes()


def put_keys(folder: Path, policy: Policy) -> None:
    """Public keys, for convenience: whoever checks has them from elsewhere."""
    logs = [str(one.key) for one in policy.logs]
    witnesses = [str(one) for one in policy.witnesses]
    for name, keys in (("log", logs), ("witness", witnesses)):
        for nth, key in enumerate(keys, 1):
            put(folder / "keys" / f"{name}-{nth}.vkey", f"{key}\n".encode())


def _documents(folder: Path, pool: Pool, authority: str, size: int, documents: Documents) -> None:
    """Those lodged under the checkpoint, but for those whose key was destroyed, also since."""
    named, position = Named(), 0
    while batch := log.after(pool, authority, position, _AT_ONCE, names=FACTS):
        for one in batch:
            named.take(one.position, one.name, content_of(one.body))
        position = batch[-1].position
    for position, sha256 in named.to_be_there():
        if position <= size:
            try:
                with opened(documents, sha256) as document:
                    put(folder / sha256, document.read())
            except NotWhole as wrong:
                raise CannotCheck(f"Position {position}: {wrong}.") from None


def write_manifest(folder: Path) -> None:
    """As `sha256sum` writes it: every file but itself."""
    lines = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}\n"
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    ]
    put(folder / MANIFEST, "".join(lines).encode())


def put(file: Path, content: bytes) -> None:
    """Write a file of the bundle, with the folders above it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
