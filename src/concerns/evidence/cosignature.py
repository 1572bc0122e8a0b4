"""A witness's signature under a checkpoint, with the time: C2SP tlog-cosignature, type 0x04."""

from concerns.evidence.checkpoint import read_text
from concerns.evidence.ed25519 import Ed25519
from concerns.evidence.strict import MAX_SIZE
from concerns.evidence.unsound import Unsound

_TIME_SIZE = 8


class Cosignature:
    """Ed25519 over the time and the checkpoint; the key must sign nothing else."""

    _plain = Ed25519()

    def check_public(self, public: bytes) -> None:
        """As for a plain Ed25519 key."""
        self._plain.check_public(public)

    def public_of(self, seed: bytes) -> bytes:
        """32 bytes."""
        return self._plain.public_of(seed)

    def sign(self, seed: bytes, name: str, text: bytes, at: int) -> bytes:
        """Eight bytes of time, then 64 of Ed25519."""
        read_text(text.decode())
        return with_time(at, self._plain.sign(seed, name, _message(text, at), at))

    def holds(self, public: bytes, name: str, text: bytes, signature: bytes) -> bool:
        """Only under a checkpoint, and with a time."""
        at, signed = time_of(signature), signature[_TIME_SIZE:]
        if at > MAX_SIZE or not is_checkpoint(text):
            return False
        return self._plain.holds(public, name, _message(text, at), signed)


def time_of(signature: bytes) -> int:
    """When a cosignature says it was made: seconds since 1970, UTC."""
    return int.from_bytes(signature[:_TIME_SIZE], "big")


def with_time(at: int, signature: bytes) -> bytes:
    """The time before a signature."""
    return at.to_bytes(_TIME_SIZE, "big") + signature


def is_checkpoint(text: bytes) -> bool:
    """Whether a note says something that can be cosigned."""
    try:
        read_text(text.decode())
    except (Unsound, UnicodeDecodeError):
        return False
    return True


def _message(text: bytes, at: int) -> bytes:
    return b"cosignature/v1\ntime %d\n%b" % (at, text)
