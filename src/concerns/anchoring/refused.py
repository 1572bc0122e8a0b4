"""How anchoring fails: a closed list, and the exception that names one."""

from enum import StrEnum


class Why(StrEnum):
    """What is wrong, by the name under which a report of findings shows it."""

    EQUIVOCATION = "EQUIVOCATION"
    """Two signed checkpoints of one size with two roots: proof that the log's key misbehaved."""
    ROOT_MISMATCH = "ROOT_MISMATCH"
    TRUNCATED = "TRUNCATED"
    BEHIND = "BEHIND"
    HELD_FAULTY = "HELD_FAULTY"
    OURS_FAULTY = "OURS_FAULTY"
    NOT_FAST_FORWARD = "NOT_FAST_FORWARD"
    UNREACHABLE = "UNREACHABLE"
    ANSWER_MALFORMED = "ANSWER_MALFORMED"

    TIMESTAMP_MALFORMED = "TIMESTAMP_MALFORMED"
    TIMESTAMP_NOT_GRANTED = "TIMESTAMP_NOT_GRANTED"
    TIMESTAMP_OF_OTHER_NOTE = "TIMESTAMP_OF_OTHER_NOTE"
    TIMESTAMP_OTHER_NONCE = "TIMESTAMP_OTHER_NONCE"
    TIMESTAMP_OTHER_AUTHORITY = "TIMESTAMP_OTHER_AUTHORITY"
    TIMESTAMP_EXTRA_CERTIFICATES = "TIMESTAMP_EXTRA_CERTIFICATES"
    TIMESTAMP_CHAIN_EXPIRED = "TIMESTAMP_CHAIN_EXPIRED"
    TIMESTAMP_FROM_FUTURE = "TIMESTAMP_FROM_FUTURE"
    TIMESTAMP_SIGNATURE_BAD = "TIMESTAMP_SIGNATURE_BAD"

    LOG_UNKNOWN = "LOG_UNKNOWN"
    KEY_NOT_TRUSTED = "KEY_NOT_TRUSTED"
    CONSISTENCY_FAILS = "CONSISTENCY_FAILS"
    COSIGNATURE_BAD = "COSIGNATURE_BAD"
    COSIGNATURE_FROM_FUTURE = "COSIGNATURE_FROM_FUTURE"
    WITNESS_SET_BACK = "WITNESS_SET_BACK"


class NotAnchored(Exception):
    """A checkpoint was not anchored, or what is held elsewhere does not fit. Says which, and why.

    `notes` are signed notes that prove it to anybody, where there are such.
    """

    def __init__(self, why: Why, said: str, notes: tuple[bytes, ...] = ()) -> None:
        super().__init__(f"{why}: {said}")
        self.why = why
        self.said = said
        self.notes = notes
