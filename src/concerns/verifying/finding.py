"""What a verification finds: a name from a closed list, a place, and why."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Code(StrEnum):
    """What is wrong, by the name under which a report shows it."""

    GAP = "GAP"
    POSITION_TWICE = "POSITION_TWICE"
    COLUMN_MISMATCH = "COLUMN_MISMATCH"
    LEAF_HASH = "LEAF_HASH"
    ENTRY_MALFORMED = "ENTRY_MALFORMED"
    WRONG_ORIGIN = "WRONG_ORIGIN"
    NOT_CANONICAL = "NOT_CANONICAL"
    BODY_DUPKEY = "BODY_DUPKEY"
    DUPLICATE_ID = "DUPLICATE_ID"
    TIME_BACKWARDS = "TIME_BACKWARDS"
    BACKDATED = "BACKDATED"
    POSTDATED = "POSTDATED"
    ROOT_MISMATCH = "ROOT_MISMATCH"
    TILE_MISMATCH = "TILE_MISMATCH"
    CHECKPOINT_MALFORMED = "CHECKPOINT_MALFORMED"
    CHECKPOINT_BAD_SIGNATURE = "CHECKPOINT_BAD_SIGNATURE"
    UNKNOWN_OR_BAD_KEY = "UNKNOWN_OR_BAD_KEY"
    KEY_RETIRED = "KEY_RETIRED"
    KEY_REVOKED = "KEY_REVOKED"
    CHECKPOINT_EDITED = "CHECKPOINT_EDITED"
    CHECKPOINT_MISSING = "CHECKPOINT_MISSING"
    CONSISTENCY_FAILS = "CONSISTENCY_FAILS"
    TRUNCATED = "TRUNCATED"
    EQUIVOCATION = "EQUIVOCATION"
    RECEIPT_BROKEN = "RECEIPT_BROKEN"
    SCHEMA_DRIFT = "SCHEMA_DRIFT"
    VIEW_MISMATCH = "VIEW_MISMATCH"
    DOCUMENT_MISSING = "DOCUMENT_MISSING"
    DOCUMENT_ALTERED = "DOCUMENT_ALTERED"


class Finding(NamedTuple):
    """One thing that is not as it must be. `notes`: signed notes that prove it by themselves."""

    code: Code
    place: str
    why: str
    notes: tuple[bytes, ...] = ()

    def __str__(self) -> str:
        """A line for a report."""
        return f"{self.code} at {self.place}: {self.why}"


class CannotCheck(Exception):
    """What was handed in to check against cannot be used; says which file, and where in it."""


MOST = 100
"""Findings of one kind that are kept; the others are counted."""


@dataclass(slots=True)
class Findings:
    """What was found so far. One change can throw out everything after it, hence `MOST`."""

    kept: list[Finding] = field(default_factory=list[Finding])
    counts: Counter[Code] = field(default_factory=Counter[Code])

    def add(self, code: Code, place: str, why: str, notes: tuple[bytes, ...] = ()) -> None:
        """Keep a finding, or count it."""
        self.counts[code] += 1
        if self.counts[code] <= MOST:
            self.kept.append(Finding(code, place, why, notes))


class Report(NamedTuple):
    """What was read, what was found, and what was not checked."""

    origin: str
    facts: int
    checkpoints: int
    anchors: int
    receipts: int
    findings: Findings
    not_checked: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.findings.kept
