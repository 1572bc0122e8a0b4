"""What checkpoints are called where they lie as files: their size, so that a list is in order."""

import re
from collections.abc import Iterable

from concerns.evidence.strict import MAX_SIZE

_NAME = re.compile(r"([0-9]{10,19})\.note")


def note_name(size: int) -> str:
    """Such as `0000070000.note`."""
    return f"{size:010}.note"


def largest(names: Iterable[str]) -> int:
    """The largest size among the names; 0 where no name is a checkpoint's."""
    return max((size_of(name) for name in names), default=0)


def size_of(name: str) -> int:
    """The size that a name says; 0 where it is no checkpoint's."""
    found = _NAME.fullmatch(name)
    size = int(found[1]) if found else 0
    return size if size <= MAX_SIZE and note_name(size) == name else 0
