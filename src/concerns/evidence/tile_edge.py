"""The growing side of a tree in tiles: what a sealer keeps so that a checkpoint costs little."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from concerns.evidence.frontier import Frontier
from concerns.evidence.leaf import perfect_root
from concerns.evidence.strict import HASH_SIZE, MAX_SIZE
from concerns.evidence.tile_places import HEIGHT, WIDTH, TilePlace
from concerns.evidence.tiles import ReadTile, read_tile, tile_hashes
from concerns.evidence.unsound import Fault, Unsound

_TILE = WIDTH * HASH_SIZE


@dataclass(frozen=True, slots=True)
class TileEdge:
    """The partial tiles of a tree of `size` leaves, lowest level first; empty where none is.

    Raises:
        Unsound: TILE_MALFORMED, the tiles do not have the widths of this size.
    """

    size: int = 0
    rows: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.size <= MAX_SIZE or [len(row) for row in self.rows] != [
            width * HASH_SIZE for width in edge_widths(self.size)
        ]:
            raise Unsound(Fault.TILE_MALFORMED, f"not the edge of a tree of {self.size}")

    @classmethod
    def read(cls, read: ReadTile, size: int) -> Self:
        """The edge of a stored tree: at most one tile for each factor of 256.

        Raises:
            Unsound: TILE_MALFORMED. LookupError: a tile is missing.
        """
        return cls(
            size,
            tuple(
                read_tile(read, TilePlace(level, size >> HEIGHT * (level + 1), width))
                if width
                else b""
                for level, width in enumerate(edge_widths(size))
            ),
        )

    def grown(self, leaves: Sequence[bytes]) -> "Grown":
        """With further leaf hashes, and every tile that is new by them."""
        tiles, rows = list[tuple[TilePlace, bytes]](), list[bytes]()
        fresh, before, level = b"".join(leaves), self.size, 0
        while fresh or level < len(self.rows):
            row = (self.rows[level] if level < len(self.rows) else b"") + fresh
            kept = len(row) - len(row) % _TILE
            full = [row[at : at + _TILE] for at in range(0, kept, _TILE)]
            first = before // WIDTH
            tiles += [(TilePlace(level, first + nth), tile) for nth, tile in enumerate(full)]
            rows.append(row[kept:])
            if fresh and rows[-1]:
                width = len(rows[-1]) // HASH_SIZE
                tiles.append((TilePlace(level, first + len(full), width), rows[-1]))
            fresh, before, level = b"".join(map(perfect_root, full)), first, level + 1
        return Grown(TileEdge(self.size + len(leaves), tuple(rows)), tiles)

    def partial(self) -> dict[TilePlace, bytes]:
        """The partial tiles by their places."""
        return {
            TilePlace(level, self.size >> HEIGHT * (level + 1), len(row) // HASH_SIZE): row
            for level, row in enumerate(self.rows)
            if row
        }

    def frontier(self) -> Frontier:
        """The roots of the perfect subtrees, and by them the root."""
        hashes = [
            one
            for row in reversed(self.rows)
            if row
            for one in Frontier().extended(tile_hashes(row, len(row) // HASH_SIZE)).hashes
        ]
        return Frontier(self.size, tuple(hashes))


class Grown(NamedTuple):
    """An edge after growth, and the tiles to be stored."""

    edge: TileEdge
    tiles: list[tuple[TilePlace, bytes]]


def edge_widths(size: int) -> list[int]:
    """How many hashes the partial tile of each level has, lowest first; 0 where there is none."""
    levels = range((size.bit_length() + HEIGHT - 1) // HEIGHT)
    return [(size >> HEIGHT * level) % WIDTH for level in levels]
