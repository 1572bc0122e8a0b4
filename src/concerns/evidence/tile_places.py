"""Where a tree's hashes and entries lie as files: the paths of C2SP tlog-tiles."""

import re
from collections.abc import Iterator
from typing import NamedTuple, Self

from concerns.evidence.strict import MAX_SIZE
from concerns.evidence.unsound import Fault, Unsound

HEIGHT = 8
"""Levels of the tree in one tile."""
WIDTH = 1 << HEIGHT
"""Hashes in a full tile, entries in a full bundle."""
ENTRIES = None
"""In place of a level: a bundle of entries, which lies beside the tile of their hashes."""

_MAX_LEVEL = 63
_PATH = re.compile(
    r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*)([0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?"
)


class TilePlace(NamedTuple):
    """A tile by level, number within the level (from 0) and width; partial below 256."""

    level: int | None
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Such as `tile/0/x001/x234/067` or `tile/entries/000.p/5`."""
        level = "entries" if self.level is ENTRIES else str(self.level)
        groups = f"{self.number:,}".split(",")
        *before, last = [group.zfill(3) for group in groups]
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return "/".join(["tile", level, *(f"x{one}" for one in before), f"{last}{partial}"])

    @classmethod
    def parse(cls, path: str) -> Self:
        """The tile at a path.

        Raises:
            Unsound: TILE_MALFORMED, no tile would be written there.
        """
        found = _PATH.fullmatch(path)
        if not found:
            raise Unsound(Fault.TILE_MALFORMED, f"{path[:80]!r} is no tile's path")
        level, before, last, width = found.groups()
        place = cls(
            ENTRIES if level == "entries" else int(level),
            int(f"{before}{last}".replace("x", "").replace("/", "")),
            int(width or WIDTH),
        )
        possible = (place.level or 0) <= _MAX_LEVEL and place.number <= MAX_SIZE
        if place.path != path or not possible or place.width > WIDTH:
            raise Unsound(Fault.TILE_MALFORMED, f"{path[:80]!r} is no tile's path")
        return place


def places(size: int, after: int = 0) -> Iterator[TilePlace]:
    """The tiles of hashes of a tree, lowest level first; only those new since it had `after`."""
    level = 0
    while size >> HEIGHT * level:
        yield from _row(level, size >> HEIGHT * level, after >> HEIGHT * level)
        level += 1


def bundle_places(size: int, after: int = 0) -> Iterator[TilePlace]:
    """The bundles of entries of a log; only those new since it had `after` entries."""
    yield from _row(ENTRIES, size, after)


def _row(level: int | None, count: int, after: int) -> Iterator[TilePlace]:
    if count == after:
        return
    for number in range(after // WIDTH, count // WIDTH):
        yield TilePlace(level, number)
    if count % WIDTH:
        yield TilePlace(level, count // WIDTH, count % WIDTH)
