"""A checkpoint under signatures: what a log hands out, and what whoever receives it may believe."""

from collections.abc import Sequence
from typing import NamedTuple

from concerns.evidence.checkpoint import Checkpoint, read_text
from concerns.evidence.keys import Key, Kind, Signer
from concerns.evidence.note import Note, Signed
from concerns.evidence.unsound import Fault, Unsound


class Opened(NamedTuple):
    """A checkpoint that its log has signed, and everybody relied on who has signed it."""

    checkpoint: Checkpoint
    note: Note
    signed: tuple[Signed, ...]


def sign(checkpoint: Checkpoint, signers: Sequence[Signer], at: int) -> Note:
    """The signed note, a line for each signer. `at`: seconds since 1970, UTC.

    Only Ed25519 says no time, which is why other lines carry `at`.

    Raises:
        Unsound: WRONG_ORIGIN, a key is named otherwise than the log (tlog-checkpoint).
    """
    note = Note(checkpoint.text)
    for signer in signers:
        if signer.name != checkpoint.origin:
            raise Unsound(Fault.WRONG_ORIGIN, f"{signer.name} does not sign {checkpoint.origin}")
        note = note.signed(signer, at)
    return note


def open_checkpoint(
    raw: bytes, origin: str, keys: Sequence[Key], witnesses: Sequence[Key] = ()
) -> Opened:
    """What a note says, if it is a checkpoint of this log and one of the log's keys has signed it.

    How many witnesses are enough is for the caller to say: `signed` names them.

    Raises:
        Unsound: NOTE_MALFORMED, CHECKPOINT_MALFORMED, WRONG_ORIGIN, or UNKNOWN_OR_BAD_KEY, also
            where any signature of these keys or witnesses does not hold.
    """
    note = Note.parse(raw)
    checkpoint = read_text(note.text)
    if checkpoint.origin != origin:
        raise Unsound(Fault.WRONG_ORIGIN, f"a checkpoint of {checkpoint.origin}, not of {origin}")
    own = [key for key in keys if key.name == origin and key.kind != Kind.COSIGNATURE]
    signed = note.verified([*own, *witnesses])
    if not any(one.key in own for one in signed):
        raise Unsound(Fault.UNKNOWN_OR_BAD_KEY, f"no key of {origin} has signed")
    return Opened(checkpoint, note, tuple(signed))
