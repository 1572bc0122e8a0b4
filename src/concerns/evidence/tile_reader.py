"""Hashes and entries out of tiles that nobody vouches for, each held against a root."""

from functools import lru_cache

from concerns.evidence.leaf import perfect_root
from concerns.evidence.strict import HASH_SIZE
from concerns.evidence.tile_edge import TileEdge
from concerns.evidence.tile_places import ENTRIES, HEIGHT, WIDTH, TilePlace
from concerns.evidence.tiles import ReadTile, check_bundle, read_tile, unpack
from concerns.evidence.unsound import Fault, Unsound

_KEPT = 1024  # tiles of 8 KiB


class TileReader:
    """A tree of `size` leaves under `root`, read from its tiles.

    A tile is believed only when it leads to the root: the partial ones together, a full one by the
    tile above it. Anything else is refused with the tile's path.

    Raises:
        Unsound: ROOT_MISMATCH, the edge does not lead to the root; TILE_MALFORMED.
        LookupError: a tile is missing.
    """

    def __init__(self, read: ReadTile, size: int, root: bytes) -> None:
        self.size = size
        self._read = read
        self._edge = TileEdge.read(read, size)
        if self._edge.frontier().root() != root:
            raise Unsound(Fault.ROOT_MISMATCH, f"the tiles are not those of the tree of {size}")
        self._full = lru_cache(_KEPT)(self._read_full)

    def hash_at(self, level: int, index: int) -> bytes:
        """The root of the perfect subtree over leaves [index * 2**level, (index + 1) * 2**level).

        Raises:
            Unsound: SIZE_MALFORMED, the tree does not reach so far; TILE_MISMATCH; TILE_MALFORMED.
            LookupError: a tile is missing.
        """
        if level < 0 or index < 0 or (index + 1) << level > self.size:
            raise Unsound(Fault.SIZE_MALFORMED, f"the tree of {self.size} has no such subtree")
        height, inner = divmod(level, HEIGHT)
        number, within = divmod(index << inner, WIDTH)
        start, count = within * HASH_SIZE, HASH_SIZE << inner
        return perfect_root(self.tile(height, number)[start : start + count])

    def tile(self, level: int, number: int) -> bytes:
        """A tile of this tree, whole or as partial as it is at this size.

        Raises:
            Unsound: SIZE_MALFORMED, the tree has no such tile; TILE_MISMATCH, TILE_MALFORMED.
            LookupError: it is missing.
        """
        if number != self.size >> HEIGHT * (level + 1):
            return self._full(level, number)
        if not 0 <= level < len(self._edge.rows) or not self._edge.rows[level]:
            raise Unsound(Fault.SIZE_MALFORMED, f"the tree of {self.size} has no such tile")
        return self._edge.rows[level]

    def entries(self, number: int) -> list[bytes]:
        """The entries of a bundle, each held against its leaf hash.

        Raises:
            Unsound: LEAF_HASH, TILE_MISMATCH, TILE_MALFORMED. LookupError: it is missing.
        """
        tile = self.tile(0, number)
        place = TilePlace(ENTRIES, number, len(tile) // HASH_SIZE)
        try:
            entries = unpack(self._read(place), place.width)
            check_bundle(entries, tile)
        except Unsound as error:
            raise Unsound(error.fault, f"{place.path}: {error.why}") from None
        return entries

    def _read_full(self, level: int, number: int) -> bytes:
        held = self.hash_at(HEIGHT * (level + 1), number)
        place = TilePlace(level, number)
        tile = read_tile(self._read, place)
        if perfect_root(tile) != held:
            raise Unsound(Fault.TILE_MISMATCH, f"{place.path} does not match the tile above it")
        return tile
