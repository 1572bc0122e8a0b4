"""A log that grows, its signed checkpoints, and what somebody might put in their place."""

from concerns.anchoring.log import Log
from concerns.evidence.checkpoint import Checkpoint
from concerns.evidence.keys import Kind, Signer
from concerns.evidence.leaf import leaf_hashes
from concerns.evidence.merkle import HashAt
from concerns.evidence.signed_checkpoint import sign
from concerns.evidence.tile_edge import TileEdge
from concerns.evidence.tile_reader import TileReader

ORIGIN = "concerns.example/northtown-1"
SIGNER = Signer(ORIGIN, Kind.ED25519, bytes(range(32)))
STRANGER = Signer(ORIGIN, Kind.ED25519, bytes(range(1, 33)))
WITNESS = Signer("witness.example/audit", Kind.COSIGNATURE, bytes(range(64, 96)))
LOG = Log(ORIGIN, (SIGNER.key,))
MOMENT = 1_772_443_800  # Monday 2 March 2026, 09:30


class GrowingLog:
    """Leaves without end; from `fork` on they are others than those of everybody else."""

    def __init__(self, fork: int = 1 << 30) -> None:
        self._fork = fork

    def checkpoint(self, size: int) -> Checkpoint:
        """The log when it had so many entries."""
        return Checkpoint(ORIGIN, size, self._edge(size).frontier().root())

    def note(self, size: int, signer: Signer = SIGNER) -> bytes:
        """The same, signed."""
        return bytes(sign(self.checkpoint(size), [signer], MOMENT))

    def tree_of(self, tree: Checkpoint) -> HashAt:
        """The hashes under a checkpoint of this log."""
        files = dict(TileEdge().grown(self._leaves(tree.size)).tiles)
        return TileReader(files.__getitem__, tree.size, tree.root).hash_at

    def _edge(self, size: int) -> TileEdge:
        return TileEdge().grown(self._leaves(size)).edge

    def _leaves(self, size: int) -> list[bytes]:
        return leaf_hashes(
            b"%d %s" % (nth, b"another past" if nth >= self._fork else b"") for nth in range(size)
        )
