"""The tree worked out anew from the entries' bytes: roots where somebody signed one, and tiles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from concerns.evidence.frontier import Frontier
from concerns.evidence.tile_edge import TileEdge
from concerns.evidence.tile_places import WIDTH, TilePlace
from concerns.verifying.finding import Code, Findings

Digests = dict[tuple[int, int], bytes]
"""SHA-256 of each whole tile, by level and number."""


@dataclass(slots=True)
class Tree:
    """Grows by leaf hashes; `sizes` are those at which the root is wanted, ascending.

    Each hash is worked out once: a tile's own frontier, when the tile is whole, is its root.
    """

    sizes: Sequence[int]
    size: int = 0
    roots: dict[int, bytes] = field(default_factory=dict[int, bytes])
    tiles: Digests = field(default_factory=Digests)
    _open: Frontier = field(default_factory=Frontier)
    _row: list[bytes] = field(default_factory=list[bytes])
    _whole: Frontier = field(default_factory=Frontier)
    _above: TileEdge = field(default_factory=TileEdge)
    _next: int = 0

    def grow(self, leaves: Sequence[bytes]) -> None:
        """Further leaf hashes, in order."""
        taken, roots = 0, list[bytes]()
        while taken < len(leaves):
            some = leaves[taken : taken + self._step()]
            taken += len(some)
            self.size += len(some)
            self._open = self._open.extended(some)
            self._row += some
            if self._open.size == WIDTH:
                roots += self._tile_is_whole()
            if self._next < len(self.sizes) and self.sizes[self._next] == self.size:
                parts = (*self._whole.hashes, *self._open.hashes)
                self.roots[self.size] = Frontier(self.size, parts).root()
                self._next += 1
        self._above, tiles = self._above.grown(roots)
        for place, content in tiles:
            if place.width == WIDTH and place.level is not None:
                self.tiles[place.level + 1, place.number] = sha256(content).digest()

    def _step(self) -> int:
        """Leaves up to the end of the tile, or to the next size at which the root is wanted."""
        step = WIDTH - self._open.size
        if self._next < len(self.sizes):
            step = min(step, self.sizes[self._next] - self.size)
        return step

    def _tile_is_whole(self) -> tuple[bytes, ...]:
        root = self._open.hashes
        self.tiles[0, self.size // WIDTH - 1] = sha256(b"".join(self._row)).digest()
        self._whole = self._whole.extended(root)
        self._open, self._row = Frontier(), []
        return root


def check_tiles(
    stored: Iterable[tuple[int, int, bytes]], tree: Tree, sealed: int, findings: Findings
) -> None:
    """Stored tiles are those of the tree, and none is missing below the last sealed size."""
    missing = {place for place in tree.tiles if (place[1] + 1) * WIDTH ** (place[0] + 1) <= sealed}
    for level, number, content in stored:
        missing.discard((level, number))
        found = tree.tiles.get((level, number))
        if found != sha256(content).digest():
            why = "not the hashes of these entries" if found else "the tree has no such tile"
            findings.add(Code.TILE_MISMATCH, TilePlace(level, number).path, why)
    for level, number in sorted(missing):
        findings.add(Code.TILE_MISMATCH, TilePlace(level, number).path, "the tile is missing")
