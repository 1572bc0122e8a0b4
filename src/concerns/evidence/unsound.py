"""How bytes fall short of being evidence: a closed list, and the exception that names one."""

from enum import StrEnum


class Fault(StrEnum):
    """What is wrong, by the name under which a report of findings shows it."""

    ENTRY_MALFORMED = "ENTRY_MALFORMED"
    ENTRY_TOO_LARGE = "ENTRY_TOO_LARGE"
    BODY_DUPKEY = "BODY_DUPKEY"
    NOT_CANONICAL = "NOT_CANONICAL"
    SIZE_MALFORMED = "SIZE_MALFORMED"
    PROOF_MALFORMED = "PROOF_MALFORMED"
    INCLUSION_FAILS = "INCLUSION_FAILS"
    CONSISTENCY_FAILS = "CONSISTENCY_FAILS"
    NOTE_MALFORMED = "NOTE_MALFORMED"
    KEY_MALFORMED = "KEY_MALFORMED"
    KEY_WEAK = "KEY_WEAK"
    UNKNOWN_OR_BAD_KEY = "UNKNOWN_OR_BAD_KEY"
    CHECKPOINT_MALFORMED = "CHECKPOINT_MALFORMED"
    WRONG_ORIGIN = "WRONG_ORIGIN"
    TILE_MALFORMED = "TILE_MALFORMED"
    TILE_MISMATCH = "TILE_MISMATCH"
    LEAF_HASH = "LEAF_HASH"
    ROOT_MISMATCH = "ROOT_MISMATCH"


class Unsound(ValueError):
    """Bytes are not what they must be, or do not prove what they should. Says which, and why."""

    def __init__(self, fault: Fault, why: str) -> None:
        super().__init__(f"{fault}: {why}")
        self.fault = fault
        self.why = why
