"""A log that lives in a dictionary of files, for trying what may be done to it."""

from concerns.evidence.checkpoint import Checkpoint
from concerns.evidence.inclusion import inclusion_proof
from concerns.evidence.keys import Kind, Signer
from concerns.evidence.leaf import leaf_hashes
from concerns.evidence.note import Note
from concerns.evidence.proof import TlogProof
from concerns.evidence.signed_checkpoint import sign
from concerns.evidence.tile_edge import TileEdge
from concerns.evidence.tile_places import WIDTH, TilePlace, bundle_places
from concerns.evidence.tile_reader import TileReader
from concerns.evidence.tiles import pack

ORIGIN = "concerns.example/northtown-1"
SIGNER = Signer(ORIGIN, Kind.ED25519, bytes(range(32)))
LATER = Signer(ORIGIN, Kind.ML_DSA_44, bytes(range(32, 64)))
WITNESS = Signer("witness.example/audit", Kind.COSIGNATURE, bytes(range(64, 96)))
MOMENT = 1_772_443_800  # Monday 2 March 2026, 09:30


class SmallLog:
    """Entries, their tiles, and a checkpoint over all of them."""

    def __init__(self, entries: list[bytes]) -> None:
        self.entries = entries
        self.size = len(entries)
        grown = TileEdge().grown(leaf_hashes(entries))
        self.root = grown.edge.frontier().root()
        self.files: dict[TilePlace, bytes] = dict(grown.tiles)
        for place in bundle_places(self.size):
            first = place.number * WIDTH
            self.files[place] = pack(entries[first : first + place.width])

    def reader(self, files: dict[TilePlace, bytes] | None = None) -> TileReader:
        """Read the tiles, or what somebody made of them."""
        return TileReader((files or self.files).__getitem__, self.size, self.root)

    def checkpoint(self, *signers: Signer) -> Note:
        """Signed, by the log's own key unless told otherwise."""
        return sign(Checkpoint(ORIGIN, self.size, self.root), signers or (SIGNER,), MOMENT)

    def proof(self, index: int) -> TlogProof:
        """Of one entry."""
        hashes = inclusion_proof(self.reader().hash_at, index, self.size)
        return TlogProof(index, tuple(hashes), self.checkpoint())


def small_log(size: int) -> SmallLog:
    """As many short entries, no two alike."""
    return SmallLog([b"entry %d" % nth for nth in range(size)])
