"""Ids that sort in the order in which they were made, so that views keyed by them read in order."""

import secrets
import time
from uuid import UUID


def new_id() -> UUID:
    """A UUID version 7 (RFC 9562, 5.7): milliseconds, then parts of one, then chance.

    The twelve bits after the milliseconds hold the fraction of one (RFC 9562, 6.2, method 3).
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    fraction = (rest << 12) // 1_000_000
    chance = secrets.randbits(62)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | chance)
