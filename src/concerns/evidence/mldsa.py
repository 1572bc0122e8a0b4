"""ML-DSA-44 (FIPS 204) under a checkpoint, for the years when Ed25519 no longer holds.

C2SP tlog-cosignature, signature type 0x06. It stands beside an Ed25519 line, never alone.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

from concerns.evidence.checkpoint import read_text
from concerns.evidence.cosignature import is_checkpoint, time_of, with_time
from concerns.evidence.strict import MAX_SIZE
from concerns.evidence.unsound import Fault, Unsound

_PUBLIC_SIZE = 1312
_TIME_SIZE = 8
_LABEL = b"subtree/v1\n\0"


class MLDSA44:
    """ML-DSA-44 over the key's name, the time and the whole tree up to the checkpoint."""

    def check_public(self, public: bytes) -> None:
        """1,312 bytes."""
        if len(public) != _PUBLIC_SIZE:
            raise Unsound(Fault.KEY_MALFORMED, f"an ML-DSA-44 key has {_PUBLIC_SIZE} bytes")

    def public_of(self, seed: bytes) -> bytes:
        """1,312 bytes."""
        return MLDSA44PrivateKey.from_seed_bytes(seed).public_key().public_bytes_raw()

    def sign(self, seed: bytes, name: str, text: bytes, at: int) -> bytes:
        """Eight bytes of time, then 2,420 of ML-DSA-44, another each time."""
        return with_time(at, MLDSA44PrivateKey.from_seed_bytes(seed).sign(_message(name, text, at)))

    def holds(self, public: bytes, name: str, text: bytes, signature: bytes) -> bool:
        """Only under a checkpoint, and with a time."""
        at, signed = time_of(signature), signature[_TIME_SIZE:]
        if at > MAX_SIZE or not is_checkpoint(text):
            return False
        try:
            key = MLDSA44PublicKey.from_public_bytes(public)
            key.verify(signed, _message(name, text, at))
        except InvalidSignature:
            return False
        return True


def _message(name: str, text: bytes, at: int) -> bytes:
    """The structure `cosigned_message`, for the subtree from the first leaf to the last."""
    tree = read_text(text.decode())
    return b"".join(
        [
            _LABEL,
            _short(name),
            at.to_bytes(8, "big"),
            _short(tree.origin),
            (0).to_bytes(8, "big"),
            tree.size.to_bytes(8, "big"),
            tree.root,
        ]
    )


def _short(text: str) -> bytes:
    raw = text.encode()
    return bytes([len(raw)]) + raw
