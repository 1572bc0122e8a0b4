"""Checkpoints as C2SP tlog-checkpoint has them; what says more, or otherwise, is refused."""

import pytest
from small_log import LATER, MOMENT, ORIGIN, SIGNER, WITNESS, small_log

from concerns.evidence.checkpoint import Checkpoint, read_text
from concerns.evidence.keys import Kind, Signer
from concerns.evidence.leaf import EMPTY_ROOT
from concerns.evidence.note import Note
from concerns.evidence.signed_checkpoint import open_checkpoint, sign
from concerns.evidence.strict import to_base64
from concerns.evidence.unsound import Fault, Unsound

EXAMPLE = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
"""The example in the specification."""

ROOT = to_base64(bytes(range(32)))


def test_the_specifications_checkpoint_is_read_and_written() -> None:
    """C2SP tlog-checkpoint, its example."""
    read = read_text(EXAMPLE)
    assert (read.origin, read.size) == ("example.com/behind-the-sofa", 20_852_163)
    assert read.text == EXAMPLE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        EXAMPLE[:-1],
        EXAMPLE + "\n",
        EXAMPLE + "extension\n",
        EXAMPLE + "extension",
        f"\n5\n{ROOT}\n",
        f"a\tb\n5\n{ROOT}\n",
        f"{'x' * 256}\n5\n{ROOT}\n",
        f"log\n05\n{ROOT}\n",
        f"log\n+5\n{ROOT}\n",
        f"log\n-5\n{ROOT}\n",
        f"log\n 5\n{ROOT}\n",
        f"log\n5.0\n{ROOT}\n",
        f"log\n5_0\n{ROOT}\n",
        f"log\n\u0665\n{ROOT}\n",
        f"log\n\n{ROOT}\n",
        f"log\n{2**63}\n{ROOT}\n",
        f"log\n{10**400}\n{ROOT}\n",
        f"log\n5\n{to_base64(bytes(31))}\n",
        f"log\n5\n{to_base64(bytes(33))}\n",
        f"log\n5\n{ROOT[:-1]}\n",
        f"log\n5\n{ROOT[:-2]}9=\n",
        f"log\n5\n{ROOT} \n",
        f"log\n5\n{ROOT}=\n",
        f"log\n0\n{ROOT}\n",
        f"log\n5\n{ROOT}\r\n",
    ],
)
def test_what_only_looks_like_a_checkpoint_is_refused(text: str) -> None:
    """Attack 26: extensions, leading zeros, other hashes, control characters."""
    with pytest.raises(Unsound) as refused:
        read_text(text)
    assert refused.value.fault == Fault.CHECKPOINT_MALFORMED


def test_an_origin_need_not_look_like_an_address() -> None:
    """C2SP tlog-checkpoint: clients must not assume so."""
    assert read_text(f"the second log\n5\n{ROOT}\n").origin == "the second log"


@pytest.mark.parametrize(
    ("size", "root"), [(-1, bytes(32)), (2**63, bytes(32)), (5, bytes(31)), (5, bytes(33))]
)
def test_an_impossible_checkpoint_is_never_written(size: int, root: bytes) -> None:
    """What could not be read back."""
    with pytest.raises(Unsound, match="CHECKPOINT_MALFORMED"):
        Checkpoint(ORIGIN, size, root)
    largest = Checkpoint(ORIGIN, 2**63 - 1, bytes(32))
    assert read_text(largest.text) == largest


def test_the_empty_log_has_the_empty_root() -> None:
    """RFC 9162 section 2.1.1."""
    empty = Checkpoint(ORIGIN, 0, EMPTY_ROOT)
    assert read_text(empty.text) == empty


def test_a_signed_checkpoint_is_opened_by_the_logs_key() -> None:
    """C2SP tlog-checkpoint; everybody relied on who has signed is named."""
    log = small_log(5)
    note = log.checkpoint(SIGNER, LATER).signed(WITNESS, MOMENT)
    keys = [SIGNER.key, LATER.key]
    opened = open_checkpoint(bytes(note), ORIGIN, keys, [WITNESS.key])
    assert opened.checkpoint == Checkpoint(ORIGIN, 5, log.root)
    assert [one.key for one in opened.signed] == [*keys, WITNESS.key]


def test_a_checkpoint_of_another_log_is_refused() -> None:
    """Though signed by a key that is relied on."""
    with pytest.raises(Unsound) as refused:
        open_checkpoint(bytes(small_log(5).checkpoint()), "concerns.example/other", [SIGNER.key])
    assert refused.value.fault == Fault.WRONG_ORIGIN


def test_a_witness_alone_does_not_make_a_checkpoint() -> None:
    """The log itself must have signed; a witness named like the log, or its key, does not help."""
    note = Note(small_log(5).checkpoint().text).signed(WITNESS, MOMENT)
    alike = Signer(ORIGIN, Kind.COSIGNATURE, WITNESS.seed)
    for raw, keys, witnesses in (
        (bytes(note), [SIGNER.key], [WITNESS.key]),
        (bytes(note), [WITNESS.key], []),
        (bytes(note.signed(alike, MOMENT)), [alike.key], [WITNESS.key]),
    ):
        with pytest.raises(Unsound) as refused:
            open_checkpoint(raw, ORIGIN, keys, witnesses)
        assert refused.value.fault == Fault.UNKNOWN_OR_BAD_KEY


def test_another_logs_key_does_not_make_a_checkpoint() -> None:
    """Though the reader relies on it, for that other log."""
    other = Signer("concerns.example/other", Kind.ED25519, bytes(32))
    note = Note(small_log(5).checkpoint().text).signed(other, MOMENT)
    with pytest.raises(Unsound) as refused:
        open_checkpoint(bytes(note), ORIGIN, [SIGNER.key, other.key])
    assert refused.value.fault == Fault.UNKNOWN_OR_BAD_KEY


def test_a_log_signs_under_its_own_name_only() -> None:
    """C2SP tlog-checkpoint: the key's name is the origin."""
    with pytest.raises(Unsound) as refused:
        sign(Checkpoint("other.example/log", 0, EMPTY_ROOT), [SIGNER], MOMENT)
    assert refused.value.fault == Fault.WRONG_ORIGIN
