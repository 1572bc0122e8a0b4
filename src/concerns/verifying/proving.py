"""The proof of one fact under the newest checkpoint, as a file that others check (tlog-proof)."""

from concerns.evidence.inclusion import inclusion_proof
from concerns.evidence.note import Note
from concerns.evidence.proof import TlogProof
from concerns.evidence.tile_reader import TileReader
from concerns.storage import tree
from concerns.storage.pool import Pool
from concerns.storage.tree import Sealed


def proof(reader: TileReader, sealed: Sealed, position: int) -> bytes:
    """The proof that the fact at a position (from 1) is under a checkpoint.

    Raises:
        Unsound: the position is not under it, or a tile is not the tree's. LookupError.
    """
    hashes = inclusion_proof(reader.hash_at, position - 1, sealed.size)
    return bytes(TlogProof(position - 1, tuple(hashes), Note.parse(sealed.note)))


def proof_of(pool: Pool, authority: str, position: int) -> bytes | None:
    """As `proof`, under the newest stored checkpoint; None while that does not cover it."""
    sealed = tree.last_checkpoint(pool, authority)
    if sealed is None or sealed.size < position:
        return None
    reader = TileReader(tree.stored_tiles(pool, authority), sealed.size, sealed.root)
    return proof(reader, sealed, position)
