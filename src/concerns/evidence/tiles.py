"""Tiles of hashes and bundles of entries as bytes: C2SP tlog-tiles, read strictly."""

from collections.abc import Callable, Sequence

from concerns.evidence.entry import MAX_ENTRY
from concerns.evidence.leaf import leaf_hashes
from concerns.evidence.strict import HASH_SIZE
from concerns.evidence.tile_places import WIDTH, TilePlace
from concerns.evidence.unsound import Fault, Unsound

ReadTile = Callable[[TilePlace], bytes]
"""Gives the stored bytes of a tile or bundle; raises LookupError where there is none."""

_LENGTH_SIZE = 2


def tile_hashes(tile: bytes, width: int = WIDTH) -> list[bytes]:
    """The hashes in a tile of that width.

    Raises:
        Unsound: TILE_MALFORMED.
    """
    if not 1 <= width <= WIDTH or len(tile) != width * HASH_SIZE:
        raise Unsound(Fault.TILE_MALFORMED, f"{len(tile)} bytes are not {width} hashes")
    return [tile[at : at + HASH_SIZE] for at in range(0, len(tile), HASH_SIZE)]


def read_tile(read: ReadTile, place: TilePlace) -> bytes:
    """A tile of hashes as it is stored.

    Raises:
        Unsound: TILE_MALFORMED, it does not have the width of its place. LookupError: as `read`.
    """
    tile = read(place)
    if len(tile) != place.width * HASH_SIZE:
        why = f"{place.path} has {len(tile)} bytes, not {place.width} hashes"
        raise Unsound(Fault.TILE_MALFORMED, why)
    return tile


def pack(entries: Sequence[bytes]) -> bytes:
    """A bundle: each entry behind its length in two bytes.

    Raises:
        Unsound: ENTRY_TOO_LARGE; TILE_MALFORMED, more than 256 entries or none.
    """
    if not 1 <= len(entries) <= WIDTH:
        raise Unsound(Fault.TILE_MALFORMED, f"a bundle has 1 to {WIDTH} entries")
    if any(len(entry) > MAX_ENTRY for entry in entries):
        raise Unsound(Fault.ENTRY_TOO_LARGE, f"an entry has at most {MAX_ENTRY} bytes")
    return b"".join(
        [part for one in entries for part in (len(one).to_bytes(_LENGTH_SIZE, "big"), one)]
    )


def unpack(bundle: bytes, width: int = WIDTH) -> list[bytes]:
    """The entries in a bundle of that width.

    Raises:
        Unsound: TILE_MALFORMED, it ends too early, or something follows.
    """
    entries, at = list[bytes](), 0
    while at < len(bundle):
        start = at + _LENGTH_SIZE
        at = start + int.from_bytes(bundle[at:start], "big")
        entries.append(bundle[start:at])
    if len(entries) != width or at != len(bundle):
        raise Unsound(Fault.TILE_MALFORMED, f"the bundle does not hold {width} whole entries")
    return entries


def check_bundle(entries: Sequence[bytes], tile: bytes) -> None:
    """Accept only if these are the entries whose hashes the tile holds.

    Raises:
        Unsound: LEAF_HASH, saying the first that differs; TILE_MALFORMED.
    """
    hashes = tile_hashes(tile, len(entries))
    for nth, (found, held) in enumerate(zip(leaf_hashes(entries), hashes, strict=True)):
        if found != held:
            raise Unsound(Fault.LEAF_HASH, f"entry {nth} of the bundle does not match its hash")
