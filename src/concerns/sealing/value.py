"""What a field says, as bytes of a length that does not tell it."""

import json

Value = str | int | bool

_STEP = 64
"""Bytes. Yes and no, M and F, a short name and a middling one are then of one length."""


def to_bytes(value: Value) -> bytes:
    """JSON, filled up with spaces to a multiple of 64 bytes."""
    written = json.dumps(value).encode()
    return written.ljust(-(-len(written) // _STEP) * _STEP)


def to_value(content: bytes) -> Value:
    """What was said."""
    value: Value = json.loads(content)
    return value
