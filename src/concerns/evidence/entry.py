"""What is hashed: the exact stored bytes of a fact, with where, when and what it is."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from concerns.evidence.strict import MAX_SIZE, is_name
from concerns.evidence.unsound import Fault, Unsound

HEADER = b"provider-concerns-entry/1"
MAX_ENTRY = 65_535
"""Bytes of an entry: what a bundle of tlog-tiles can hold."""

_UP_TO_THE_ZONE = len("2026-03-02T09:30:00.000000")
_NUMBER = rb"(0|[1-9][0-9]{0,18})"
_INSTANT = rb"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z)"
_CASE = rb"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
_FACT = rb"([a-z][a-z0-9-]*/[1-9][0-9]*)"
_FRAME = re.compile(
    b"\n".join([HEADER, rb"([^\n]+)", _NUMBER, _INSTANT, _CASE, _NUMBER, _FACT, b"(.+)"]),
    re.DOTALL,
)
_FACT_NAME = re.compile(_FACT.decode())


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact in its log. `index` is the leaf's, from 0: its position in the record less one."""

    origin: str
    index: int
    recorded_at: datetime
    case: UUID
    version: int
    name: str
    body: bytes


class Parts(NamedTuple):
    """An entry's parts as bytes, just as they are written."""

    origin: bytes
    leaf_index: bytes
    recorded_at: bytes
    case: bytes
    version: bytes
    name: bytes
    body: bytes


def frame(entry: Entry) -> bytes:
    """The bytes of an entry.

    Raises:
        Unsound: ENTRY_MALFORMED, a part cannot be written so that it is read back the same;
            ENTRY_TOO_LARGE.
    """
    if not _can_be_framed(entry):
        raise Unsound(Fault.ENTRY_MALFORMED, "a part of the entry cannot be written in its line")
    head = (
        f"{entry.origin}\n{entry.index}\n{instant(entry.recorded_at)}\n{entry.case}\n"
        f"{entry.version}\n{entry.name}\n"
    )
    raw = b"%b\n%b%b" % (HEADER, head.encode(), entry.body)
    if len(raw) > MAX_ENTRY:
        raise Unsound(Fault.ENTRY_TOO_LARGE, f"an entry has at most {MAX_ENTRY} bytes")
    return raw


def parts(raw: bytes) -> Parts:
    """Take an entry apart, without asking what its parts mean: quick, for comparing copies.

    Raises:
        Unsound: ENTRY_MALFORMED or ENTRY_TOO_LARGE.
    """
    if len(raw) > MAX_ENTRY:
        raise Unsound(Fault.ENTRY_TOO_LARGE, f"an entry has at most {MAX_ENTRY} bytes")
    found = _FRAME.fullmatch(raw)
    if not found:
        raise Unsound(Fault.ENTRY_MALFORMED, "the bytes are not framed as an entry")
    return Parts(*found.groups())


def parse(raw: bytes) -> Entry:
    """What an entry says. It is accepted only if `frame` writes these very bytes again.

    Raises:
        Unsound: ENTRY_MALFORMED or ENTRY_TOO_LARGE.
    """
    found = parts(raw)
    try:
        entry = Entry(
            found.origin.decode(),
            int(found.leaf_index),
            datetime.fromisoformat(found.recorded_at.decode()),
            UUID(found.case.decode()),
            int(found.version),
            found.name.decode(),
            found.body,
        )
    except ValueError as error:
        raise Unsound(Fault.ENTRY_MALFORMED, str(error)) from None
    if frame(entry) != raw:
        raise Unsound(Fault.ENTRY_MALFORMED, "the entry would be written otherwise")
    return entry


def instant(at: datetime) -> str:
    """An instant in UTC to the microsecond: 2026-03-02T09:30:00.000000Z."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")[:_UP_TO_THE_ZONE] + "Z"


def _can_be_framed(entry: Entry) -> bool:
    return (
        is_name(entry.origin)
        and 0 <= entry.index <= MAX_SIZE
        and 0 <= entry.version <= MAX_SIZE
        and entry.recorded_at.tzinfo is not None
        and _FACT_NAME.fullmatch(entry.name) is not None
        and bool(entry.body)
    )
