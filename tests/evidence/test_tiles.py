"""Tiles and bundles as C2SP tlog-tiles lays them out."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from slow_tree import mth
from small_log import small_log

from concerns.evidence.leaf import leaf_hashes, perfect_root
from concerns.evidence.tile_edge import TileEdge
from concerns.evidence.tile_places import ENTRIES, WIDTH, TilePlace, bundle_places, places
from concerns.evidence.tile_reader import TileReader
from concerns.evidence.tiles import check_bundle, pack, tile_hashes, unpack
from concerns.evidence.unsound import Fault, Unsound

ENTRIES_600 = [b"entry %d" % nth for nth in range(600)]
HASHES = leaf_hashes(ENTRIES_600)


@pytest.mark.parametrize(
    ("place", "path"),
    [
        (TilePlace(0, 0), "tile/0/000"),
        (TilePlace(0, 0, 1), "tile/0/000.p/1"),
        (TilePlace(0, 5, 255), "tile/0/005.p/255"),
        (TilePlace(1, 999), "tile/1/999"),
        (TilePlace(0, 1000), "tile/0/x001/000"),
        (TilePlace(2, 1_234_067), "tile/2/x001/x234/067"),
        (TilePlace(63, 1_234_067, 8), "tile/63/x001/x234/067.p/8"),
        (TilePlace(ENTRIES, 273, 112), "tile/entries/273.p/112"),
        (TilePlace(ENTRIES, 1_234_067), "tile/entries/x001/x234/067"),
    ],
)
def test_every_tile_has_one_path(place: TilePlace, path: str) -> None:
    """C2SP tlog-tiles: three digits a folder, x before all but the last, .p/ for partial ones."""
    assert place.path == path
    assert TilePlace.parse(path) == place


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0/0",
        "tile/0/0000",
        "tile/0/001/234",
        "tile/0/x001",
        "tile/0/x000/001",
        "tile/00/001",
        "tile/64/001",
        "tile/-1/001",
        "tile/data/001",
        "tile/0/001.p/0",
        "tile/0/001.p/01",
        "tile/0/001.p/256",
        "tile/0/001.p/300",
        "tile/0/001.p/",
        "tile/0/001/",
        "/tile/0/001",
        "tile/0/001\n",
        "tile/0/\u0660\u0661\u0662",
        "tile/0/../001",
        "tile/0/x009/x223/x372/x036/x854/x775/808",
    ],
)
def test_a_path_where_no_tile_would_be_written_is_refused(path: str) -> None:
    """Also one that leads out of the folder."""
    with pytest.raises(Unsound) as refused:
        TilePlace.parse(path)
    assert refused.value.fault == Fault.TILE_MALFORMED


@given(st.none() | st.integers(0, 63), st.integers(0, 2**63 - 1), st.integers(1, WIDTH))
@example(0, 2**63 - 1, WIDTH)
def test_paths_come_back(level: int | None, number: int, width: int) -> None:
    """Of any tile."""
    place = TilePlace(level, number, width)
    assert TilePlace.parse(place.path) == place


def test_a_tree_of_seventy_thousand_has_the_specifications_tiles() -> None:
    """C2SP tlog-tiles: 273 full and one of 112; one full and one of 17; one of 1."""
    found = list(places(70_000))
    assert found[:273] == [TilePlace(0, number) for number in range(273)]
    assert found[273:] == [
        TilePlace(0, 273, 112),
        TilePlace(1, 0),
        TilePlace(1, 1, 17),
        TilePlace(2, 0, 1),
    ]
    assert list(places(256)) == [TilePlace(0, 0), TilePlace(1, 0, 1)]
    assert list(places(0)) == list(bundle_places(0)) == []
    assert len(list(bundle_places(70_000))) == 274


def test_only_tiles_that_are_new_are_named_again() -> None:
    """What is full never changes."""
    assert list(places(300, after=299)) == [TilePlace(0, 1, 44)]
    assert list(places(300, after=300)) == []
    assert list(places(512, after=300)) == [TilePlace(0, 1), TilePlace(1, 0, 2)]
    assert list(bundle_places(300, after=10)) == [
        TilePlace(ENTRIES, 0),
        TilePlace(ENTRIES, 1, 44),
    ]


@given(st.lists(st.integers(0, 260), max_size=5))
@example([256])
@example([256, 256])
@example([255, 1, 0, 1])
def test_tiles_grow_as_the_tree_grows(steps: list[int]) -> None:
    """C2SP tlog-tiles: the n-th tile of a level is the roots over its leaves; nothing else."""
    edge, files, size = TileEdge(), dict[TilePlace, bytes](), 0
    for step in steps:
        leaves = HASHES[size : size + step]
        edge, new = edge.grown(leaves)
        assert [place for place, _ in new] == list(places(size + len(leaves), after=size))
        files.update(new)
        size += len(leaves)
    for place, tile in files.items():
        assert tile == b"".join(_defined(place, size))
    assert edge.frontier().root() == mth(ENTRIES_600[:size])
    assert TileEdge.read(files.__getitem__, size) == edge


def _defined(place: TilePlace, size: int) -> list[bytes]:
    assert place.level is not None
    span = 256**place.level
    first = place.number * WIDTH
    found = [
        mth(ENTRIES_600[(first + nth) * span : (first + nth + 1) * span])
        for nth in range(place.width)
    ]
    assert (first + place.width) * span <= size
    return found


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 300, 65_535, 65_536, 65_537])
def test_hashes_of_every_level_are_read_out_of_tiles(size: int) -> None:
    """Also those between the levels that tiles keep."""
    log = small_log(size)
    reader = log.reader()
    for level in range(size.bit_length()):
        for index in {0, (size >> level) // 2, (size >> level) - 1}:
            start, end = index << level, (index + 1) << level
            assert reader.hash_at(level, index) == mth(log.entries[start:end])
        with pytest.raises(Unsound, match="SIZE_MALFORMED"):
            reader.hash_at(level, size >> level)


def test_entries_are_read_out_of_bundles() -> None:
    """In their order, the last bundle partial."""
    log = small_log(300)
    reader = log.reader()
    assert reader.entries(0) + reader.entries(1) == log.entries
    for wrong in (
        lambda: reader.entries(2),
        lambda: reader.tile(2, 0),
        lambda: reader.tile(0, -1),
        lambda: reader.hash_at(-1, 0),
        lambda: reader.hash_at(0, -1),
    ):
        with pytest.raises(Unsound, match="SIZE_MALFORMED"):
            wrong()
    with pytest.raises(Unsound, match="SIZE_MALFORMED"):
        small_log(256).reader().entries(1)


def test_a_tile_of_another_width_is_refused() -> None:
    """Whole hashes, and as many as its place says."""
    tile = b"".join(HASHES[:3])
    assert tile_hashes(tile, 3) == HASHES[:3]
    for wrong, width in ((tile[:-1], 3), (tile, 2), (tile, 256), (b"", 0), (tile * 86, 258)):
        with pytest.raises(Unsound) as refused:
            tile_hashes(wrong, width)
        assert refused.value.fault == Fault.TILE_MALFORMED


def test_an_edge_that_does_not_fit_its_size_is_refused() -> None:
    """A damaged state must not grow into a plausible tree."""
    one, rows = HASHES[0], (HASHES[0] * 255,) * 7
    assert len(TileEdge(2**63 - 1, (*rows, one * 127)).frontier().root()) == 32
    for size, wrong in (
        (3, (one * 2,)),
        (3, (one * 3, b"")),
        (256, (b"",)),
        (-1, (one * 255,)),
        (2**63, ((b"",) * 7 + (one * 128,))),
    ):
        with pytest.raises(Unsound) as refused:
            TileEdge(size, wrong)
        assert refused.value.fault == Fault.TILE_MALFORMED


def test_tiles_of_another_tree_are_refused_at_once() -> None:
    """The partial tiles together lead to the root, or nothing is read."""
    log = small_log(300)
    for size, root in ((300, small_log(299).root), (300, bytes(32))):
        with pytest.raises(Unsound) as refused:
            TileReader(log.files.__getitem__, size, root)
        assert refused.value.fault == Fault.ROOT_MISMATCH


def test_a_bundle_comes_back_or_is_refused() -> None:
    """C2SP tlog-tiles: two bytes of length before each; nothing may be missing or follow."""
    entries = [b"", b"one", b"x" * 65_535]
    bundle = pack(entries)
    assert bundle[:5] == b"\x00\x00\x00\x03o"
    assert unpack(bundle, 3) == entries
    check_bundle(entries, b"".join(leaf_hashes(entries)))
    for wrong, width in (
        (bundle[:-1], 3),
        (bundle + b"\x00", 3),
        (bundle + b"\x00\x00", 3),
        (bundle, 2),
        (bundle, 4),
        (b"", 1),
        (b"\x00", 1),
    ):
        with pytest.raises(Unsound) as refused:
            unpack(wrong, width)
        assert refused.value.fault == Fault.TILE_MALFORMED
    for wrong in ([], [b""] * 257):
        with pytest.raises(Unsound, match="TILE_MALFORMED"):
            pack(wrong)
    with pytest.raises(Unsound, match="ENTRY_TOO_LARGE"):
        pack([b"x" * 65_536])


def test_the_damaged_file_is_named() -> None:
    """An auditor must know which one to fetch again."""
    log = small_log(600)
    for place, says in (
        (TilePlace(0, 1), "tile/0/001 does not match"),
        (TilePlace(ENTRIES, 1), "tile/entries/001: entry 3 of the bundle"),
    ):
        damaged = bytearray(log.files[place])
        damaged[40] ^= 1
        reader = log.reader({**log.files, place: bytes(damaged)})
        reader.entries(0)
        with pytest.raises(Unsound, match=says):
            reader.entries(1)
    short = {**log.files, TilePlace(0, 1): log.files[TilePlace(0, 1)][:-32]}
    with pytest.raises(Unsound, match="tile/0/001 has 8160 bytes"):
        log.reader(short).tile(0, 1)
    del short[TilePlace(0, 1)]
    with pytest.raises(LookupError):
        log.reader(short).tile(0, 1)


def test_a_perfect_run_of_hashes_has_its_root() -> None:
    """One hash is its own."""
    for count in (1, 2, 4, 256):
        assert perfect_root(b"".join(HASHES[:count])) == mth(ENTRIES_600[:count])
