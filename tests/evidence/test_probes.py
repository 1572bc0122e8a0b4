"""Every one-bit change and every truncation of what proves something is refused (attack 27)."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_log import LATER, MOMENT, ORIGIN, SIGNER, WITNESS, SmallLog, small_log

from concerns.evidence.consistency import consistency_proof, verify_consistency
from concerns.evidence.inclusion import inclusion_proof, verify_inclusion
from concerns.evidence.keys import Key
from concerns.evidence.leaf import leaf_hash
from concerns.evidence.note import Note
from concerns.evidence.proof import TlogProof
from concerns.evidence.signed_checkpoint import open_checkpoint
from concerns.evidence.strict import (
    decimal,
    from_base64,
    hash_from_base64,
    is_name,
    to_base64,
)
from concerns.evidence.tile_places import ENTRIES, TilePlace
from concerns.evidence.unsound import Fault, Unsound

SIZES = [1, 2, 3, 4, 5, 7, 8, 11]
NOTHING = bytes(32)


def _flips(raw: bytes) -> Iterator[bytes]:
    for bit in range(len(raw) * 8):
        yield _flipped(raw, bit)


def _flipped(raw: bytes, bit: int) -> bytes:
    changed = bytearray(raw)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def _damaged(raw: bytes) -> Iterator[bytes]:
    yield from _flips(raw)
    for length in range(len(raw)):
        yield raw[:length]
    yield raw + b"\x00"
    yield raw + b"\n"


def _bent(proof: list[bytes]) -> Iterator[list[bytes]]:
    """Proofs that look much like this one."""
    for nth, one in enumerate(proof):
        for changed in _flips(one):
            yield [*proof[:nth], changed, *proof[nth + 1 :]]
        yield [*proof[:nth], *proof[nth + 1 :]]
        yield [*proof[:nth], one, one, *proof[nth + 1 :]]
        yield [*proof[:nth], NOTHING, *proof[nth:]]
    yield [*proof, NOTHING]
    if len(proof) > 1:
        yield proof[::-1]


def _refuses(call: Callable[[], object]) -> None:
    with pytest.raises(Unsound):
        call()


@pytest.mark.parametrize("size", SIZES)
def test_every_bent_inclusion_proof_is_refused(size: int) -> None:
    """Attack 27: RFC 9162 section 2.1.3.2."""
    log = small_log(size)
    for index in range(size):
        leaf = leaf_hash(log.entries[index])
        proof = inclusion_proof(log.reader().hash_at, index, size)
        for bent in _bent(proof):
            _refuses(lambda: verify_inclusion(index, size, leaf, bent, log.root))  # noqa: B023
        for changed in _flips(leaf):
            _refuses(lambda: verify_inclusion(index, size, changed, proof, log.root))  # noqa: B023
        for changed in _flips(log.root):
            _refuses(lambda: verify_inclusion(index, size, leaf, proof, changed))  # noqa: B023
        for other in set(range(size + 2)) - {index}:
            _refuses(lambda: verify_inclusion(other, size, leaf, proof, log.root))  # noqa: B023


@pytest.mark.parametrize("size", SIZES)
def test_every_bent_consistency_proof_is_refused(size: int) -> None:
    """Attack 27: RFC 9162 section 2.1.4.2."""
    log = small_log(size)
    hash_at = log.reader().hash_at
    roots = [small_log(old).root for old in range(size + 1)]
    for old in range(1, size + 1):
        proof = consistency_proof(hash_at, old, size)
        for bent in _bent(proof):
            _refuses(lambda: verify_consistency(old, size, roots[old], log.root, bent))  # noqa: B023
        for changed in _flips(roots[old]):
            _refuses(lambda: verify_consistency(old, size, changed, log.root, proof))  # noqa: B023
        for changed in _flips(log.root):
            _refuses(lambda: verify_consistency(old, size, roots[old], changed, proof))  # noqa: B023
        for other in set(range(size + 2)) - {old}:
            wrong = roots[old]
            _refuses(lambda: verify_consistency(other, size, wrong, log.root, proof))  # noqa: B023


def test_every_damaged_checkpoint_is_refused() -> None:
    """Attack 27: text, names, key ids, signatures, line ends."""
    raw = bytes(small_log(5).checkpoint())
    open_checkpoint(raw, ORIGIN, [SIGNER.key])
    for damaged in _damaged(raw):
        _refuses(lambda: open_checkpoint(damaged, ORIGIN, [SIGNER.key]))  # noqa: B023


def test_a_damaged_line_among_several_is_refused_or_counts_for_nothing() -> None:
    """A line that no longer names a known key is a stranger's: its signer is not reported."""
    note = small_log(5).checkpoint().signed(WITNESS, MOMENT)
    raw, keys = bytes(note), [SIGNER.key, WITNESS.key]
    assert _signers(raw, keys) == keys
    for damaged in _damaged(raw):
        assert _signers(damaged, keys) != keys


@given(st.integers(min_value=0))
def test_a_damaged_line_of_ml_dsa_counts_for_nothing(number: int) -> None:
    """Each bit of the long signature, chosen at random."""
    raw, keys = bytes(small_log(5).checkpoint(SIGNER, LATER)), [SIGNER.key, LATER.key]
    assert _signers(_flipped(raw, number % (len(raw) * 8)), keys) != keys


def _signers(raw: bytes, keys: list[Key]) -> list[Key]:
    try:
        return [one.key for one in Note.parse(raw).verified(keys)]
    except Unsound:
        return []


def test_every_damaged_proof_file_is_refused() -> None:
    """Attack 27: the header, the index, each hash, and the checkpoint below."""
    log = small_log(5)
    raw, leaf = bytes(log.proof(2)), leaf_hash(log.entries[2])
    TlogProof.parse(raw).verify(leaf, ORIGIN, [SIGNER.key])
    for damaged in _damaged(raw):
        _refuses(lambda: TlogProof.parse(damaged).verify(leaf, ORIGIN, [SIGNER.key]))  # noqa: B023


@pytest.mark.parametrize("size", [1, 3, 4, 7])
def test_every_damaged_small_tile_and_bundle_is_refused(size: int) -> None:
    """Attack 27: exhaustively; a damaged bundle is known by the tile of its hashes."""
    log = small_log(size)
    for place, raw in log.files.items():
        for damaged in _damaged(raw):
            _refuses(lambda: _read_all(log, {**log.files, place: damaged}))  # noqa: B023


@given(st.data())
def test_damage_anywhere_in_many_tiles_and_bundles_is_refused(data: st.DataObject) -> None:
    """Full tiles, partial ones, tiles above tiles."""
    log = small_log(600)
    place = data.draw(st.sampled_from(sorted(log.files, key=lambda one: one.path)))
    raw = log.files[place]
    if data.draw(st.booleans()):
        damaged = _flipped(raw, data.draw(st.integers(0, len(raw) * 8 - 1)))
    else:
        damaged = raw[: data.draw(st.integers(0, len(raw) - 1))]
    _refuses(lambda: _read_all(log, {**log.files, place: damaged}))


def _read_all(log: SmallLog, files: dict[TilePlace, bytes]) -> None:
    reader = log.reader(files)
    for place in log.files:
        if place.level is ENTRIES:
            reader.entries(place.number)


def test_every_damaged_public_key_is_refused() -> None:
    """Its id no longer fits."""
    raw = str(SIGNER.key).encode()
    for damaged in _damaged(raw):
        _refuses(lambda: Key.parse(damaged.decode("latin-1")))  # noqa: B023


def test_base64_has_one_spelling() -> None:
    """Unused bits and missing padding would let a proof be changed unnoticed."""
    assert from_base64("AA==", Fault.NOTE_MALFORMED) == b"\x00"
    for other in ("AB==", "AA=", "AA", "AA==\n", "AA== ", "A A==", "AA==AA==", "-_==", "\u00e4"):
        _refuses(lambda: from_base64(other, Fault.NOTE_MALFORMED))  # noqa: B023


def test_numbers_hashes_and_names_keep_within_their_bounds() -> None:
    """What a column, a tree and a cosignature can hold."""
    fault = Fault.NOTE_MALFORMED
    assert decimal("0", fault) == 0
    assert decimal(str(2**63 - 1), fault) == 2**63 - 1
    for number in (str(2**63), str(10**18 * 99), "00", "", "1\n"):
        _refuses(lambda: decimal(number, fault))  # noqa: B023
    assert hash_from_base64(to_base64(NOTHING), fault) == NOTHING
    for length in (0, 31, 33):
        _refuses(lambda: hash_from_base64(to_base64(bytes(length)), fault))  # noqa: B023
    assert is_name("\u00e4" * 127 + "x")
    assert not is_name("\u00e4" * 128)
