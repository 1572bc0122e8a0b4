"""What callers were told when their facts were stored: position and leaf hash."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from concerns.verifying.finding import CannotCheck, Code, Findings

_HASH = re.compile(r"[0-9a-f]{64}")


class Receipt(NamedTuple):
    """The fact at a position had this leaf hash."""

    position: int
    leaf_hash: bytes


def read_receipts(file: Path) -> list[Receipt]:
    """JSON lines: `{"position", "leaf_hash"}`, or an answer of the API as it came.

    In an answer, `position` is that of the last fact, and `leaf_hashes` has one for each.

    Raises:
        CannotCheck: a line is neither, or the file has none. OSError.
    """
    found = list[Receipt]()
    for nth, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                found += _in(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError):
                raise CannotCheck(f"{file}:{nth}: not a receipt") from None
    if not found:
        raise CannotCheck(f"{file}: no receipt is in it")
    return found


def _in(said: Mapping[str, Any]) -> Iterator[Receipt]:
    last, hashes = said["position"], said.get("leaf_hashes") or [said["leaf_hash"]]
    for nth, one in enumerate(hashes):
        position = last - len(hashes) + 1 + nth
        if not _HASH.fullmatch(one) or position < 1:
            raise ValueError(one)
        yield Receipt(position, bytes.fromhex(one))


def check_receipts(
    receipts: Sequence[Receipt], leaves: Mapping[int, bytes], findings: Findings
) -> None:
    """What was acknowledged is there, and is what was acknowledged."""
    for one in receipts:
        found = leaves.get(one.position)
        if found != one.leaf_hash:
            why = "another fact is there" if found else "no fact is there"
            findings.add(Code.RECEIPT_BROKEN, f"position {one.position}", why)
