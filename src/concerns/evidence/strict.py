"""Words of the open formats, read in the one spelling that would also be written."""

import binascii
import re
from base64 import b64decode, b64encode

from concerns.evidence.unsound import Fault, Unsound

MAX_SIZE = 2**63 - 1
"""Leaves in a log: what a signed 64-bit number holds."""
MAX_NAME = 255
"""Bytes of an origin or of a key's name: what a cosignature can say."""
HASH_SIZE = 32
"""Bytes of a SHA-256 hash."""

_NAME = re.compile(r"[^\s+\x00-\x1f]+")
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")


def decimal(text: str, fault: Fault) -> int:
    """A whole number from 0 to `MAX_SIZE`, in ASCII, without leading zeros.

    Raises:
        Unsound: `fault`.
    """
    if not _DECIMAL.fullmatch(text) or int(text) > MAX_SIZE:
        raise Unsound(fault, f"{text[:40]!r} is not a whole number without leading zeros")
    return int(text)


def from_base64(text: str, fault: Fault) -> bytes:
    """What standard base64 (RFC 4648 section 4) says; padding and unused bits as written by us.

    Raises:
        Unsound: `fault`.
    """
    try:
        raw = b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise Unsound(fault, f"{text[:40]!r} is not base64") from None
    if to_base64(raw) != text:
        raise Unsound(fault, f"{text[:40]!r} is base64 in a spelling that is not the usual one")
    return raw


def to_base64(raw: bytes) -> str:
    """Standard base64 with padding."""
    return b64encode(raw).decode("ascii")


def hash_from_base64(text: str, fault: Fault) -> bytes:
    """A SHA-256 hash in base64.

    Raises:
        Unsound: `fault`.
    """
    raw = from_base64(text, fault)
    if len(raw) != HASH_SIZE:
        raise Unsound(fault, f"a hash has {HASH_SIZE} bytes, this one {len(raw)}")
    return raw


def is_name(text: str) -> bool:
    """Whether a key, and so our own log, may be called this: no blanks, no plus, no controls."""
    return _NAME.fullmatch(text) is not None and is_short(text)


def is_short(text: str) -> bool:
    """Whether a name fits into `MAX_NAME` bytes of UTF-8, and is text that can be written so."""
    try:
        return len(text.encode()) <= MAX_NAME
    except UnicodeEncodeError:
        return False
