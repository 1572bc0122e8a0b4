"""The tree of RFC 9162 (and, alike, RFC 6962), against published values and a slow reference."""

from functools import cache
from hashlib import sha256

import pytest
from slow_tree import EIGHT, ROOTS, mth, path, subproof
from small_log import small_log

from concerns.evidence.consistency import consistency_proof, verify_consistency
from concerns.evidence.frontier import Frontier
from concerns.evidence.inclusion import inclusion_proof, verify_inclusion
from concerns.evidence.leaf import EMPTY_ROOT, leaf_hash, leaf_hashes, node_hash
from concerns.evidence.merkle import root_at
from concerns.evidence.unsound import Fault, Unsound

LARGE = [255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537]
ENORMOUS = [2**24 - 1, 2**24, 2**24 + 1, 2**40 + 1, 2**48 - 1, 2**62, 2**63 - 1]


@cache
def _alike(level: int) -> bytes:
    """The root over 2**level leaves that are all alike: a tree of any size without the work."""
    return node_hash(_alike(level - 1), _alike(level - 1)) if level else leaf_hash(b"same")


def _alike_at(level: int, index: int) -> bytes:
    assert index >= 0
    return _alike(level)


@pytest.mark.parametrize("size", range(9))
def test_the_eight_classic_leaves_have_their_published_roots(size: int) -> None:
    """RFC 9162 section 2.1.1."""
    assert Frontier().extended(leaf_hashes(EIGHT[:size])).root().hex() == ROOTS[size]
    assert mth(EIGHT[:size]).hex() == ROOTS[size]


def test_the_rfcs_own_example_of_seven_leaves_has_its_proofs() -> None:
    """RFC 6962 section 2.1.3 names the nodes of each."""
    a, b, c, d, e, f, j = leaf_hashes(EIGHT[:7])
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, l_ = node_hash(g, h), node_hash(i, j)
    held = {(0, n): one for n, one in enumerate((a, b, c, d, e, f, j))}
    held |= {(1, 0): g, (1, 1): h, (1, 2): i, (2, 0): k}

    def hash_at(level: int, index: int) -> bytes:
        return held[level, index]

    assert root_at(hash_at, 7) == node_hash(k, l_)
    assert inclusion_proof(hash_at, 0, 7) == [b, h, l_]
    assert inclusion_proof(hash_at, 3, 7) == [c, g, l_]
    assert inclusion_proof(hash_at, 4, 7) == [f, j, k]
    assert inclusion_proof(hash_at, 6, 7) == [i, k]
    assert consistency_proof(hash_at, 3, 7) == [c, d, g, l_]
    assert consistency_proof(hash_at, 4, 7) == [l_]
    assert consistency_proof(hash_at, 6, 7) == [i, j, k]


def test_leaf_and_node_of_the_same_bytes_have_different_hashes() -> None:
    """RFC 9162 section 2.1.1: otherwise a node could pass for an entry."""
    left, right = leaf_hashes([b"a", b"b"])
    assert leaf_hash(left + right) != node_hash(left, right)
    assert leaf_hash(b"a") == sha256(b"\x00a").digest()


def test_every_proof_of_every_small_tree_is_the_slow_references() -> None:
    """RFC 9162 sections 2.1.3 and 2.1.4, all sizes up to 130."""
    log = small_log(130)
    roots = [mth(log.entries[:size]) for size in range(131)]
    hash_at = log.reader().hash_at
    for size in range(1, 131):
        assert root_at(hash_at, size) == roots[size]
        for index in range(size):
            proof = inclusion_proof(hash_at, index, size)
            verify_inclusion(index, size, leaf_hash(log.entries[index]), proof, roots[size])
        for old in range(1, size + 1):
            proof = consistency_proof(hash_at, old, size)
            verify_consistency(old, size, roots[old], roots[size], proof)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 31, 32, 33, 63, 64, 65, 129, 130])
def test_proofs_are_byte_for_byte_the_slow_references(size: int) -> None:
    """Not only acceptable: the very hashes in the very order."""
    log = small_log(size)
    hash_at = log.reader().hash_at
    for m in range(size):
        assert inclusion_proof(hash_at, m, size) == path(m, log.entries)
        assert consistency_proof(hash_at, m + 1, size) == subproof(m + 1, log.entries)


@pytest.mark.parametrize("size", LARGE)
def test_large_trees_agree_with_the_slow_reference(size: int) -> None:
    """Powers of 256 and their neighbours, where a row of tiles begins or ends."""
    log = small_log(size)
    assert log.root == mth(log.entries)
    reader = log.reader()
    for index in {0, 1, 254, 255, size // 2, size - 2, size - 1} & set(range(size)):
        proof = inclusion_proof(reader.hash_at, index, size)
        verify_inclusion(index, size, leaf_hash(log.entries[index]), proof, log.root)
    for old in {1, 2, 254, 255, 256, 257, size - 1, size} & set(range(1, size + 1)):
        proof = consistency_proof(reader.hash_at, old, size)
        verify_consistency(old, size, root_at(reader.hash_at, old), log.root, proof)


@pytest.mark.parametrize("size", ENORMOUS)
def test_a_proof_from_an_enormous_tree_needs_few_reads(size: int) -> None:
    """Issue 4: the cost grows with log n; up to the largest size that a checkpoint can say."""
    reads = list[int]()

    def hash_at(level: int, index: int) -> bytes:
        assert (index + 1) << level <= size
        reads.append(level)
        return _alike(level)

    root = root_at(hash_at, size)
    for index in (0, 1, size // 3, size // 2, size - 1):
        reads.clear()
        proof = inclusion_proof(hash_at, index, size)
        assert len(reads) <= 2 * size.bit_length()
        verify_inclusion(index, size, _alike(0), proof, root)
    for old in (1, 2, size // 3, size // 2, size - 1, size):
        reads.clear()
        proof = consistency_proof(hash_at, old, size)
        assert len(reads) <= 2 * size.bit_length()
        verify_consistency(old, size, root_at(hash_at, old), root, proof)


def test_the_empty_tree_has_a_root_and_no_proofs() -> None:
    """From nothing everything would follow: no proof starts at size 0."""
    assert root_at(_alike_at, 0) == EMPTY_ROOT == Frontier().root()
    log = small_log(3)
    for old, new in ((0, 0), (0, 3), (3, 2), (-1, 3), (1, 2**63)):
        with pytest.raises(Unsound) as made:
            consistency_proof(log.reader().hash_at, old, new)
        with pytest.raises(Unsound) as checked:
            verify_consistency(old, new, EMPTY_ROOT, log.root, [])
        assert made.value.fault == checked.value.fault == Fault.SIZE_MALFORMED


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (4, 3), (-1, 3), (0, 2**63)])
def test_a_leaf_that_the_tree_cannot_have_is_refused(index: int, size: int) -> None:
    """When a proof is made, and when it is checked."""
    log = small_log(3)
    with pytest.raises(Unsound) as made:
        inclusion_proof(log.reader().hash_at, index, size)
    with pytest.raises(Unsound) as checked:
        verify_inclusion(index, size, leaf_hash(b""), [], log.root)
    assert made.value.fault == checked.value.fault == Fault.SIZE_MALFORMED


def test_a_hash_of_another_length_is_refused() -> None:
    """Shorter ones are not padded, longer ones not cut."""
    log = small_log(2)
    leaf, proof = leaf_hash(log.entries[0]), list(log.proof(0).hashes)
    for wrong in (leaf[:31], leaf + b"\x00", b""):
        for call in (
            lambda wrong=wrong: verify_inclusion(0, 2, wrong, proof, log.root),
            lambda wrong=wrong: verify_inclusion(0, 2, leaf, [wrong], log.root),
            lambda wrong=wrong: verify_inclusion(0, 2, leaf, proof, wrong),
            lambda wrong=wrong: verify_consistency(1, 2, wrong, log.root, proof),
            lambda wrong=wrong: verify_consistency(1, 2, leaf, wrong, proof),
            lambda wrong=wrong: verify_consistency(1, 2, leaf, log.root, [wrong]),
        ):
            with pytest.raises(Unsound) as refused:
                call()
            assert refused.value.fault == Fault.PROOF_MALFORMED


def test_equal_trees_are_consistent_without_any_hash_and_unequal_ones_never() -> None:
    """RFC 9162 section 2.1.4: nothing is to be shown, so nothing may be brought."""
    log = small_log(5)
    verify_consistency(5, 5, log.root, log.root, [])
    for root, proof in ((EMPTY_ROOT, []), (log.root, [log.root])):
        with pytest.raises(Unsound, match="CONSISTENCY_FAILS"):
            verify_consistency(5, 5, root, log.root, proof)
