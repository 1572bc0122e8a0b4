"""Signed notes as C2SP signed-note has them; everything that only looks like one is refused."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey
from hypothesis import given
from hypothesis import strategies as st
from small_log import LATER, MOMENT, ORIGIN, SIGNER, WITNESS, small_log

from concerns.evidence.cosignature import time_of
from concerns.evidence.keys import Key, Kind, Signer
from concerns.evidence.note import MAX_SIGNATURES, Note, Signature
from concerns.evidence.unsound import Fault, Unsound

EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE = (
    "This is an example message.\n\n\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi"
    "2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
).encode()
"""The example in the specification."""

OTHER = Signer("other.example/log", Kind.ED25519, bytes(32))
TEXT = "one\n\ntwo\n"


def test_the_specifications_note_is_verified_and_written_again() -> None:
    """C2SP signed-note, its example."""
    note = Note.parse(EXAMPLE)
    (signed,) = note.verified([Key.parse(EXAMPLE_KEY)])
    assert signed.signature.name == "example.com/foo"
    assert bytes(note) == EXAMPLE


def test_a_text_with_empty_lines_ends_at_the_last_one() -> None:
    """C2SP signed-note: the text may hold empty lines itself."""
    for text in (TEXT, "\n", "one\n\n", "\n\n\n"):
        note = Note(text).signed(SIGNER, MOMENT)
        assert Note.parse(bytes(note)) == note
        assert note.verified([SIGNER.key])[0].key == SIGNER.key


def test_signatures_by_unknown_keys_are_passed_over_and_kept() -> None:
    """C2SP signed-note: MUST ignore, even where name or id (but not both) is a known key's."""
    note = Note(TEXT).signed(SIGNER, MOMENT)
    strangers = [
        Signature("stranger.example", b"abcd", b"anything"),
        Signature(SIGNER.name, b"abcd", b"same name"),
        Signature("stranger.example", SIGNER.key.id, b"same id"),
    ]
    with_them = Note.parse(bytes(note.with_signatures(strangers)))
    assert [one.key for one in with_them.verified([SIGNER.key])] == [SIGNER.key]
    assert with_them.signatures == (*note.signatures, *strangers)


def test_a_note_that_nobody_known_has_signed_is_refused() -> None:
    """C2SP signed-note: the text must be ignored."""
    note = Note(TEXT).signed(OTHER, MOMENT)
    for known in ([], [SIGNER.key]):
        with pytest.raises(Unsound) as refused:
            note.verified(known)
        assert refused.value.fault == Fault.UNKNOWN_OR_BAD_KEY


def test_one_wrong_signature_of_a_known_key_spoils_the_note() -> None:
    """C2SP signed-note: the whole note is rejected; every line of a key is looked at."""
    good = Note(TEXT).signed(SIGNER, MOMENT)
    for wrong in (
        Signature(OTHER.name, OTHER.key.id, bytes(64)),
        Signature(SIGNER.name, SIGNER.key.id, bytes(64)),
    ):
        with pytest.raises(Unsound, match=f"by {wrong.name} is wrong"):
            good.with_signatures([wrong]).verified([SIGNER.key, OTHER.key])


def test_two_keys_of_one_name_and_id_are_refused_as_a_list() -> None:
    """Somebody has made a list of keys in which it cannot be told whose signature is meant."""
    note = Note(TEXT).signed(SIGNER, MOMENT)
    twin = Key(SIGNER.name, SIGNER.kind, OTHER.key.public)
    object.__setattr__(twin, "id", SIGNER.key.id)
    with pytest.raises(Unsound, match="same name and id"):
        note.verified([SIGNER.key, twin])
    assert note.verified([SIGNER.key, SIGNER.key])


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"text\n",
        b"text\n\n",
        EXAMPLE.split(b"\n\n")[1],
        b"\n" + EXAMPLE.split(b"\n\n")[1],
        EXAMPLE[:-1],
        EXAMPLE + b"\n",
        EXAMPLE.replace(b"\n\n", b"\n"),
        EXAMPLE.replace(b"message", b"mess\tage"),
        EXAMPLE.replace(b"message", b"mess\x00age"),
        EXAMPLE.replace(b"message", b"mess\r\nage"),
        EXAMPLE.replace(b"message", b"mess\xffage"),
        EXAMPLE.replace(b"message", b"mess\xc0\xafage"),
        EXAMPLE.replace("\u2014".encode(), b"-"),
        EXAMPLE.replace("\u2014 ".encode(), "\u2014".encode()),
        EXAMPLE.replace(b"/foo ", b"/foo  "),
        EXAMPLE.replace(b"/foo", b"/f+o"),
        EXAMPLE.replace(b"/foo", b"/f\xc2\xa0o"),
        EXAMPLE.replace(b" example.com/foo ", b"  "),
        EXAMPLE.replace(b"yaQM=", b"yaQM"),
        EXAMPLE.replace(b"yaQM=", b"yaQN="),
        EXAMPLE.replace(b"yaQM=", b"ya QM="),
        EXAMPLE.replace(b"yaQM=", b"ya-QM="),
        b"text\n\n\xe2\x80\x94 name AAAAAA==\n",
        EXAMPLE + EXAMPLE.split(b"\n\n")[1],
    ],
)
def test_what_only_looks_like_a_note_is_refused(raw: bytes) -> None:
    """Attack 26: C2SP signed-note; the same line twice is refused too."""
    with pytest.raises(Unsound) as refused:
        Note.parse(raw)
    assert refused.value.fault == Fault.NOTE_MALFORMED


def test_a_note_carries_many_signatures_but_not_any_number() -> None:
    """C2SP signed-note: at least sixteen."""
    lines = [Signature("stranger.example", b"abcd", b"%03d" % nth) for nth in range(MAX_SIGNATURES)]
    full = Note(TEXT, tuple(lines))
    assert Note.parse(bytes(full)) == full
    more = bytes(full) + Signature("stranger.example", b"abcd", b"more").line().encode()
    with pytest.raises(Unsound, match="NOTE_MALFORMED"):
        Note.parse(more)


@given(st.binary(max_size=60), st.integers(0, 200))
def test_whatever_is_read_is_written_the_same(noise: bytes, at: int) -> None:
    """No note has two spellings."""
    raw = EXAMPLE[:at] + noise + EXAMPLE[at:]
    try:
        note = Note.parse(raw)
    except Unsound:
        return
    assert bytes(note) == raw


def test_a_witness_signs_the_time_and_the_checkpoint() -> None:
    """C2SP tlog-cosignature, type 0x04, the message put together by hand."""
    note = small_log(5).checkpoint(SIGNER).signed(WITNESS, MOMENT)
    mine = note.signatures[1]
    message = f"cosignature/v1\ntime {MOMENT}\n{note.text}".encode()
    private = Ed25519PrivateKey.from_private_bytes(WITNESS.seed)
    assert mine.content == MOMENT.to_bytes(8, "big") + private.sign(message)
    assert time_of(mine.content) == MOMENT
    assert WITNESS.key.holds(note.text.encode(), mine.content)
    later = (MOMENT + 1).to_bytes(8, "big") + mine.content[8:]
    assert not WITNESS.key.holds(note.text.encode(), later)


def test_a_line_of_ml_dsa_binds_name_time_origin_size_and_root() -> None:
    """C2SP tlog-cosignature, type 0x06, the structure put together by hand."""
    log = small_log(5)
    note = log.checkpoint(SIGNER, LATER)
    content = note.signatures[1].content
    name = bytes([len(ORIGIN)]) + ORIGIN.encode()
    at = MOMENT.to_bytes(8, "big")
    message = b"subtree/v1\n\0" + name + at + name + bytes(8) + (5).to_bytes(8, "big") + log.root
    assert content[:8] == at
    MLDSA44PublicKey.from_public_bytes(LATER.key.public).verify(content[8:], message)
    assert [one.key for one in note.verified([SIGNER.key, LATER.key])] == [SIGNER.key, LATER.key]
    elsewhere = Key("other.example/log", Kind.ML_DSA_44, LATER.key.public)
    assert not elsewhere.holds(note.text.encode(), content)


@pytest.mark.parametrize("signer", [LATER, WITNESS], ids=lambda one: one.kind.name)
def test_cosignatures_stand_under_checkpoints_only(signer: Signer) -> None:
    """C2SP tlog-cosignature: the key must sign nothing else, and nothing else is accepted."""
    with pytest.raises(Unsound, match="CHECKPOINT_MALFORMED"):
        signer.sign(TEXT.encode(), MOMENT)
    assert not signer.key.holds(TEXT.encode(), bytes(8 + 2420))


def test_a_cosignature_of_something_else_does_not_hold_though_it_is_right() -> None:
    """Made by hand, with the witness's own key: what is not a checkpoint says nothing of a log."""
    private = Ed25519PrivateKey.from_private_bytes(WITNESS.seed)
    signed = private.sign(f"cosignature/v1\ntime {MOMENT}\n{TEXT}".encode())
    assert not WITNESS.key.holds(TEXT.encode(), MOMENT.to_bytes(8, "big") + signed)


@pytest.mark.parametrize("signer", [LATER, WITNESS], ids=lambda one: one.kind.name)
def test_a_cosignature_of_another_length_does_not_hold(signer: Signer) -> None:
    """Too short, too long, none at all."""
    text = small_log(1).checkpoint().text.encode()
    right = signer.sign(text, MOMENT)
    assert signer.key.holds(text, right)
    for wrong in (b"", right[:7], right[:8], right[:-1], right + b"\x00"):
        assert not signer.key.holds(text, wrong)


@pytest.mark.parametrize("signer", [LATER, WITNESS], ids=lambda one: one.kind.name)
def test_a_time_beyond_the_standards_is_refused(signer: Signer) -> None:
    """C2SP tlog-cosignature: at most 2**63 - 1, though the signature itself would hold."""
    text = small_log(1).checkpoint().text.encode()
    assert signer.key.holds(text, signer.sign(text, 2**63 - 1))
    assert not signer.key.holds(text, signer.sign(text, 2**63))


def test_a_note_cannot_be_made_of_what_cannot_be_read_back() -> None:
    """Text without its last newline, or with control characters."""
    for text in ("", "no newline", "a\tb\n", "a\x1fb\n"):
        with pytest.raises(Unsound, match="NOTE_MALFORMED"):
            Note(text)
