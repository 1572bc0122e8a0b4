"""Ids: of facts in the order in which they were made, of cases short enough to tell apart."""

import secrets
import time
from uuid import UUID, uuid4


def new_case() -> UUID:
    """A UUID version 4: cases made in one minute differ from the first letters on."""
    return uuid4()


def new_id() -> UUID:
    """A UUID version 7 (RFC 9562, 5.7): milliseconds, then parts of one, then chance.

    The twelve bits after the milliseconds hold the fraction of one (RFC 9562, 6.2, method 3).
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    fraction = (rest << 12) // 1_000_000
    chance = secrets.randbits(62)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | chance)
