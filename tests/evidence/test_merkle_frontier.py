"""A tree that grows keeps little and loses nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slow_tree import mth
from small_log import small_log

from concerns.evidence.frontier import Frontier
from concerns.evidence.leaf import leaf_hashes
from concerns.evidence.unsound import Unsound

ENTRIES = [b"entry %d" % nth for nth in range(600)]
HASHES = leaf_hashes(ENTRIES)


@given(st.lists(st.integers(0, 70), max_size=8))
def test_growth_in_any_steps_gives_the_same_tree(steps: list[int]) -> None:
    """RFC 9162 section 2.1.1: the root depends on the leaves alone."""
    grown, size = Frontier(), 0
    for step in steps:
        grown = grown.extended(HASHES[size : size + step])
        size += step
    assert grown == Frontier().extended(HASHES[:size])
    assert grown.root() == mth(ENTRIES[:size])
    assert len(grown.hashes) == size.bit_count()


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 300])
def test_a_frontier_is_read_from_stored_hashes(size: int) -> None:
    """A sealer that starts again needs as many reads as the size has bits."""
    log = small_log(size)
    read = Frontier.at(log.reader().hash_at, size)
    assert read == Frontier().extended(leaf_hashes(log.entries))
    assert read.root() == log.root


@pytest.mark.parametrize(
    ("size", "hashes"),
    [
        (1, ()),
        (0, (HASHES[0],)),
        (2, (HASHES[0], HASHES[1])),
        (1, (b"short",)),
        (-1, (HASHES[0],)),
        (2**63, (HASHES[0],)),
    ],
)
def test_hashes_that_do_not_fit_the_size_are_refused(size: int, hashes: tuple[bytes, ...]) -> None:
    """A damaged state must not grow into a plausible tree."""
    with pytest.raises(Unsound, match="SIZE_MALFORMED"):
        Frontier(size, hashes)


def test_the_largest_tree_has_a_frontier() -> None:
    """As many leaves as a checkpoint can count."""
    assert len(Frontier(2**63 - 1, (HASHES[0],) * 63).root()) == 32
