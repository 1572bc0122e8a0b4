"""One entry's proof in a file: C2SP tlog-proof."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from small_log import MOMENT, ORIGIN, SIGNER, WITNESS, SmallLog, small_log

from concerns.evidence.entry import Entry, frame
from concerns.evidence.leaf import leaf_hash
from concerns.evidence.proof import TlogProof
from concerns.evidence.unsound import Fault, Unsound

CASE = UUID("018f3a3e-5c00-7000-8000-00000000000a")
KEYS = [SIGNER.key]


def _entry(index: int, origin: str = ORIGIN) -> bytes:
    at = datetime(2026, 3, 2, 9, 30, index, tzinfo=UTC)
    return frame(Entry(origin, index, at, CASE, index, "plan-agreed/1", b'{"n":%d}' % index))


@pytest.fixture(scope="module")
def log() -> SmallLog:
    """A log of facts, framed as they are stored."""
    return SmallLog([_entry(index) for index in range(11)])


def test_a_proof_is_written_line_by_line(log: SmallLog) -> None:
    """C2SP tlog-proof: header, index, hashes, an empty line, the checkpoint as it is."""
    proof = log.proof(3)
    lines = bytes(proof).decode().split("\n")
    assert lines[:2] == ["c2sp.org/tlog-proof@v1", "index 3"]
    assert len(lines[2:6]) == len(proof.hashes) == 4
    assert lines[6] == ""
    assert "\n".join(lines[7:]).encode() == bytes(log.checkpoint())


def test_every_entry_is_proved_to_whoever_has_the_key(log: SmallLog) -> None:
    """After its way through a file."""
    for index, raw in enumerate(log.entries):
        read = TlogProof.parse(bytes(log.proof(index)))
        assert read == log.proof(index)
        proved = read.verify_entry(raw, ORIGIN, KEYS)
        assert proved.entry.index == index
        assert proved.opened.checkpoint.root == log.root


def test_a_log_of_one_entry_needs_no_hashes() -> None:
    """The leaf is the root."""
    one = SmallLog([_entry(0)])
    raw = bytes(one.proof(0))
    assert raw.startswith(b"c2sp.org/tlog-proof@v1\nindex 0\n\n" + ORIGIN.encode())
    TlogProof.parse(raw).verify_entry(_entry(0), ORIGIN, KEYS)


def test_a_proof_shows_which_witnesses_have_signed(log: SmallLog) -> None:
    """How many are enough is for the reader's policy."""
    plain = log.proof(3)
    proof = TlogProof(3, plain.hashes, plain.checkpoint.signed(WITNESS, MOMENT))
    opened = proof.verify(leaf_hash(log.entries[3]), ORIGIN, KEYS, [WITNESS.key])
    assert [one.key for one in opened.signed] == [SIGNER.key, WITNESS.key]


def test_extra_data_is_kept_and_not_believed(log: SmallLog) -> None:
    """C2SP tlog-proof: it is not authenticated."""
    plain = log.proof(3)
    for extra in (b"", b"anything"):
        proof = TlogProof(3, plain.hashes, plain.checkpoint, extra)
        assert TlogProof.parse(bytes(proof)) == proof
        proof.verify_entry(log.entries[3], ORIGIN, KEYS)


def test_a_proof_of_something_else_is_refused(log: SmallLog) -> None:
    """Another entry, another index, another log, another key, another tree."""
    proof = log.proof(3)
    moved = TlogProof(4, proof.hashes, proof.checkpoint)
    bent = TlogProof(3, proof.hashes[::-1], proof.checkpoint)
    cut = TlogProof(3, proof.hashes[:-1], proof.checkpoint)
    more = TlogProof(3, (*proof.hashes, proof.hashes[0]), proof.checkpoint)
    beyond = TlogProof(11, proof.hashes, proof.checkpoint)
    other = small_log(11).proof(3)
    for one, raw, origin, keys, fault in (
        (proof, log.entries[4], ORIGIN, KEYS, Fault.PROOF_MALFORMED),
        (moved, log.entries[3], ORIGIN, KEYS, Fault.PROOF_MALFORMED),
        (moved, log.entries[4], ORIGIN, KEYS, Fault.INCLUSION_FAILS),
        (bent, log.entries[3], ORIGIN, KEYS, Fault.INCLUSION_FAILS),
        (cut, log.entries[3], ORIGIN, KEYS, Fault.INCLUSION_FAILS),
        (more, log.entries[3], ORIGIN, KEYS, Fault.INCLUSION_FAILS),
        (other, log.entries[3], ORIGIN, KEYS, Fault.INCLUSION_FAILS),
        (beyond, _entry(11), ORIGIN, KEYS, Fault.SIZE_MALFORMED),
        (proof, log.entries[3] + b" ", ORIGIN, KEYS, Fault.INCLUSION_FAILS),
        (proof, b"no entry", ORIGIN, KEYS, Fault.ENTRY_MALFORMED),
        (proof, log.entries[3], "other.example/log", KEYS, Fault.WRONG_ORIGIN),
        (proof, _entry(3, "other.example/log"), ORIGIN, KEYS, Fault.WRONG_ORIGIN),
        (proof, log.entries[3], ORIGIN, [WITNESS.key], Fault.UNKNOWN_OR_BAD_KEY),
        (proof, log.entries[3], ORIGIN, [], Fault.UNKNOWN_OR_BAD_KEY),
    ):
        with pytest.raises(Unsound) as refused:
            one.verify_entry(raw, origin, keys)
        assert refused.value.fault == fault


@pytest.mark.parametrize(
    ("held", "put"),
    [
        (b"proof@v1", b"proof@v2"),
        (b"index 3", b"3"),
        (b"index 3", b"index 03"),
        (b"index 3", b"index -3"),
        (b"index 3", b"index  3"),
        (b"index 3", b"Index 3"),
        (b"index 3\n", b""),
        (b"index 3\n", b"index 3\nindex 3\n"),
        (b"index 3\n", b"extra\nindex 3\n"),
        (b"index 3\n", b"extra AAA\nindex 3\n"),
        (b"index 3\n", b"extra AAAA\nextra AAAA\nindex 3\n"),
        (b"index 3\n", b"index 3\nextra AAAA\n"),
        (b"index 3\n", b"index 3\nAAAA\n"),
        (b"index 3\n", b"index 3\r\n"),
        (b"index 3\n", b"index 3\n\xc3\xa4\n"),
        (b"=\n\nconcerns", b"=\nconcerns"),
        (b"=\n\nconcerns", b"=\n\n\nconcerns"),
    ],
)
def test_what_only_looks_like_a_proof_is_refused(log: SmallLog, held: bytes, put: bytes) -> None:
    """One spelling, as it would be written."""
    raw = bytes(log.proof(3))
    assert held in raw
    with pytest.raises(Unsound):
        TlogProof.parse(raw.replace(held, put, 1))


def test_a_proof_without_an_index_or_a_checkpoint_is_refused() -> None:
    """Nothing but the header, or nothing below."""
    raw = bytes(SmallLog([_entry(0)]).proof(0))
    for wrong in (
        raw.replace(b"index 0\n", b""),
        raw.replace(b"index 0\n", b"extra AAAA\n"),
        raw.partition(b"\n\n")[0],
        b"",
    ):
        with pytest.raises(Unsound):
            TlogProof.parse(wrong)


def test_a_proof_of_any_length_is_read_and_only_the_right_one_holds(log: SmallLog) -> None:
    """Far more hashes than any tree has levels."""
    long = TlogProof(3, log.proof(3).hashes * 50, log.checkpoint())
    assert TlogProof.parse(bytes(long)) == long
    with pytest.raises(Unsound, match="INCLUSION_FAILS"):
        long.verify_entry(log.entries[3], ORIGIN, KEYS)
