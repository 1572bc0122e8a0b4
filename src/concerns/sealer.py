"""Signs how far the record has come, and only if everything before it is still what it was.

The sealer is a process of its own with its own key and its own memory: it reads the record and
changes none of it. Whatever does not fit stops it, because a signature cannot be taken back.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson

from concerns.durable import write_whole
from concerns.evidence.checkpoint import Checkpoint
from concerns.evidence.consistency import consistency_proof, verify_consistency
from concerns.evidence.entry import parse
from concerns.evidence.keys import Signer
from concerns.evidence.leaf import leaf_hash
from concerns.evidence.signed_checkpoint import open_checkpoint, sign
from concerns.evidence.tile_edge import TileEdge
from concerns.evidence.tile_places import TilePlace
from concerns.evidence.tile_reader import TileReader
from concerns.evidence.unsound import Unsound
from concerns.storage import attest, entries, tree
from concerns.storage.pool import Pool
from concerns.storage.tree import Sealed

BATCH = 5_000
AHEAD = timedelta(seconds=5)
"""How far a fact may seem to lie ahead of the sealer's own clock."""

Root = tuple[int, bytes]
"""A size, and the root of the tree of that size."""
Anchored = Callable[[], Sequence[Root] | None]
"""What lies outside now; None where no place could be asked."""


class WillNotSign(Exception):
    """Something is not as it must be; nothing was signed. Says what, and where."""


@dataclass
class Sealer:
    """One authority's sealer. `memory` is a file that only the sealer writes."""

    pool: Pool
    authority: str
    signers: Sequence[Signer]
    memory: Path
    approved_schema: dict[str, list[str]]
    anchored: Anchored = field(default=lambda: ())
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))

    def seal(self) -> Sealed | None:
        """Sign what is new; None where nothing is. One at a time has the memory (`sealers.alone`).

        Raises:
            WillNotSign: the guard of the database changed, an entry is not what its copies say, the
                stored checkpoints are not those signed here, the record does not continue what
                was signed or anchored, or another sealer signs it.
        """
        self._guard_is_as_approved()
        last = self._last()
        edge, tiles = self._grown(last)
        if edge.size == (last.size if last else 0):
            return None
        root = edge.frontier().root()
        reader = TileReader(self._reading(dict(tiles) | edge.partial()), edge.size, root)
        proof = self._continues(last, edge.size, root, reader)
        at = int(self.now().timestamp())
        note = bytes(sign(Checkpoint(self._origin, edge.size, root), self.signers, at))
        sealed = Sealed(edge.size, root, note, tuple(proof), self.now())
        self._remember(sealed, last, edge)  # before it is shown: never two roots of one size
        self._store(last, sealed, tiles)
        return sealed

    def _store(
        self, last: Sealed | None, sealed: Sealed, tiles: list[tuple[TilePlace, bytes]]
    ) -> None:
        try:
            tree.store(self.pool, self.authority, last.size if last else 0, sealed, tiles)
        except tree.NotTheLast as other:
            raise WillNotSign(f"another sealer signs this record: {other}") from None

    @cached_property
    def _origin(self) -> str:
        return entries.origin(self.pool, self.authority)

    def _guard_is_as_approved(self) -> None:
        with self.pool.connection() as connection:
            found = attest.described(connection)
        if changed := attest.differences(self.approved_schema, found):
            raise WillNotSign(
                "SCHEMA_DRIFT: the database's guard is not as approved: " + "; ".join(changed[:5])
            )

    def _last(self) -> Sealed | None:
        """The newest stored checkpoint, if it is one of ours and the one we remember."""
        stored, kept = tree.last_checkpoint(self.pool, self.authority), self._signed()
        if kept is not None and (stored is None or stored.size < kept["size"]):
            again = self._signed_and_not_stored(kept, stored)
            if again is not None:
                return again
            raise WillNotSign(f"CHECKPOINT_MISSING: size {kept['size']} was signed here")
        if stored is None:
            return None
        self._is_ours(stored)
        if kept is None:
            raise WillNotSign(
                "this sealer remembers nothing, and checkpoints are there: give it back its memory"
            )
        if (kept["size"], kept["root"]) != (stored.size, stored.root.hex()):
            raise WillNotSign(f"CHECKPOINT_EDITED: size {stored.size} is not what was signed here")
        return stored

    def _is_ours(self, stored: Sealed) -> None:
        keys = [signer.key for signer in self.signers]
        try:
            opened = open_checkpoint(stored.note, self._origin, keys)
        except Unsound as wrong:
            raise WillNotSign(f"CHECKPOINT_EDITED: size {stored.size}: {wrong}") from None
        if (opened.checkpoint.size, opened.checkpoint.root) != (stored.size, stored.root):
            raise WillNotSign(f"CHECKPOINT_EDITED: size {stored.size} and its note differ")

    def _signed_and_not_stored(self, kept: dict[str, Any], stored: Sealed | None) -> Sealed | None:
        """What was signed just before a crash is stored as it was signed, never signed anew."""
        if kept.get("before") != (stored.size if stored else 0):
            return None
        edge, tiles = self._grown(stored, up_to=kept["size"])
        if edge.size != kept["size"] or edge.frontier().root().hex() != kept["root"]:
            raise WillNotSign(f"ROOT_MISMATCH: the record is not what was signed at {kept['size']}")
        proof = tuple(bytes.fromhex(one) for one in kept["proof"])
        root, note = bytes.fromhex(kept["root"]), bytes.fromhex(kept["note"])
        sealed = Sealed(kept["size"], root, note, proof, self.now())
        self._store(stored, sealed, tiles)
        return sealed

    def _grown(
        self, last: Sealed | None, up_to: int | None = None
    ) -> tuple[TileEdge, list[tuple[TilePlace, bytes]]]:
        """The tree with every new entry recomputed from its bytes, and the tiles new by them."""
        edge = TileEdge()
        tiles = dict[TilePlace, bytes]()
        if last is not None:
            edge = TileEdge.read(self._reading(self._remembered(last.size)), last.size)
            if edge.frontier().root() != last.root:
                raise WillNotSign(f"ROOT_MISMATCH: below the checkpoint of size {last.size}")
        before = self._time_of(edge.size)
        while batch := self._batch(edge.size, up_to):
            leaves = list[bytes]()
            for raw in batch:
                before = self._is_sound(raw, edge.size + len(leaves), before)
                leaves.append(raw.leaf_hash)
            edge, new = edge.grown(leaves)
            tiles |= dict(new)
            if len(batch) < BATCH:
                break  # what is appended meanwhile is for the next time, or there would be no end
        return edge, [*tiles.items()]

    def _batch(self, size: int, up_to: int | None) -> list[tree.Raw]:
        limit = BATCH if up_to is None else min(BATCH, up_to - size)
        return tree.raw_after(self.pool, self.authority, size, limit) if limit > 0 else []

    def _time_of(self, position: int) -> datetime | None:
        found = tree.raw_after(self.pool, self.authority, position - 1, 1) if position else []
        return found[0].recorded_at if found else None

    def _is_sound(self, raw: tree.Raw, index: int, before: datetime | None) -> datetime:
        where = f"position {index + 1}"
        if raw.position != index + 1:
            raise WillNotSign(f"GAP: {where} is missing")
        if leaf_hash(raw.entry) != raw.leaf_hash:
            raise WillNotSign(f"LEAF_HASH: {where} is not what its hash says")
        try:
            entry = parse(raw.entry)
        except Unsound as wrong:
            raise WillNotSign(f"{where}: {wrong}") from None
        if (entry.origin, entry.index) != (self._origin, index):
            raise WillNotSign(f"COLUMN_MISMATCH: the entry at {where} belongs elsewhere")
        if entry.recorded_at != raw.recorded_at:
            raise WillNotSign(f"COLUMN_MISMATCH: the time at {where}")
        if before is not None and raw.recorded_at < before:
            raise WillNotSign(f"TIME_BACKWARDS: {where} is earlier than the one before")
        if raw.recorded_at > self.now() + AHEAD:
            raise WillNotSign(f"TIME_AHEAD: {where} lies ahead of the sealer's clock")
        return raw.recorded_at

    def _reading(self, new: dict[TilePlace, bytes]) -> Callable[[TilePlace], bytes]:
        stored = tree.stored_tiles(self.pool, self.authority)
        return lambda place: new[place] if place in new else stored(place)

    def _continues(
        self, last: Sealed | None, size: int, root: bytes, reader: TileReader
    ) -> list[bytes]:
        """The proof that this continues the last checkpoint; and it continues those anchored."""
        for known in (*self._outside(), *([(last.size, last.root)] if last else [])):
            if known[0] > size:
                raise WillNotSign(f"TRUNCATED: {known[0]} were anchored, {size} are here")
            proof = consistency_proof(reader.hash_at, known[0], size)
            try:
                verify_consistency(known[0], size, known[1], root, proof)
            except Unsound as wrong:
                raise WillNotSign(str(wrong)) from None
        return consistency_proof(reader.hash_at, last.size, size) if last else []

    def _outside(self) -> list[Root]:
        """What lies outside, and the largest that ever did: one place that is away hides nothing.

        Remembered before it is judged, so that what was refused once is refused again.
        """
        seen, memory = self.anchored(), self._memory()
        before = memory.get("anchored")
        if seen is None and before is None:
            raise WillNotSign("ANCHORS_AWAY: no anchor could be asked, and none is remembered")
        known = [*(seen or ())]
        if before is not None:
            known.append((before["size"], bytes.fromhex(before["root"])))
        if known:
            size, root = max(known)
            self._write({**memory, "anchored": {"size": size, "root": root.hex()}})
        return known

    def _memory(self) -> dict[str, Any]:
        return orjson.loads(self.memory.read_bytes()) if self.memory.exists() else {}

    def _signed(self) -> dict[str, Any] | None:
        """What was signed last, as it is remembered."""
        memory = self._memory()
        return memory if "size" in memory else None

    def _remembered(self, size: int) -> dict[TilePlace, bytes]:
        """Partial tiles of higher levels at the size that was signed last, so that the whole tiles
        under them, up to 255 each, are not read again. They are held against the signed root. The
        lowest is not among them: it is always read from the facts.
        """
        kept = self._memory()
        tiles: dict[str, str] = kept.get("tiles", {}) if kept.get("size") == size else {}
        return {TilePlace.parse(path): bytes.fromhex(content) for path, content in tiles.items()}

    def _remember(self, sealed: Sealed, last: Sealed | None, edge: TileEdge) -> None:
        content = {
            **self._memory(),
            "size": sealed.size,
            "root": sealed.root.hex(),
            "note": sealed.note.hex(),
            "proof": [one.hex() for one in sealed.proof],
            "before": last.size if last else 0,
            "tiles": {at.path: row.hex() for at, row in edge.partial().items() if at.level},
        }
        self._write(content)

    def _write(self, content: dict[str, Any]) -> None:
        write_whole(self.memory, orjson.dumps(content, option=orjson.OPT_INDENT_2))
