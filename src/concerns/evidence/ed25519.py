"""Ed25519 (RFC 8032) over a note's text: signature type 0x01. Keys that prove nothing are refused.

A key of low order verifies signatures that nobody made, and a key in a second spelling has a second
key id; OpenSSL takes both, so they are refused when a key is read.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from concerns.evidence.strict import HASH_SIZE
from concerns.evidence.unsound import Fault, Unsound

_PRIME = 2**255 - 19
_D = -121665 * pow(121666, -1, _PRIME) % _PRIME
_Y = (1 << 255) - 1  # the bits of y; the highest bit is the sign of x
_ORDER_8 = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
_LOW_ORDER = {0, 1, _PRIME - 1, _ORDER_8, _PRIME - _ORDER_8}
"""The y of the eight points that a factor of eight takes to nothing."""


class Ed25519:
    """Plain signatures of the text."""

    def check_public(self, public: bytes) -> None:
        """32 bytes that spell, in the one way, a point of the curve of large order."""
        if len(public) != HASH_SIZE:
            raise Unsound(Fault.KEY_MALFORMED, f"an Ed25519 key has {HASH_SIZE} bytes")
        y = int.from_bytes(public, "little") & _Y
        if y >= _PRIME or not _is_on_curve(y):
            raise Unsound(Fault.KEY_MALFORMED, "the key is not a point of the curve")
        if y in _LOW_ORDER:
            raise Unsound(Fault.KEY_WEAK, "the key is of low order: anybody's signature holds")

    def public_of(self, seed: bytes) -> bytes:
        """32 bytes."""
        return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()

    def sign(self, seed: bytes, name: str, text: bytes, at: int) -> bytes:  # noqa: ARG002 - neither is signed
        """64 bytes, always the same for the same text."""
        return Ed25519PrivateKey.from_private_bytes(seed).sign(text)

    def holds(self, public: bytes, name: str, text: bytes, signature: bytes) -> bool:  # noqa: ARG002 - as above
        """As RFC 8032 decides without the cofactor; a second spelling of R or S is refused."""
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
        except InvalidSignature:
            return False
        return True


def _is_on_curve(y: int) -> bool:
    """Whether some x belongs to y: x**2 = (y**2 - 1) / (d * y**2 + 1) is a square."""
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _PRIME) % _PRIME
    return pow(square, (_PRIME - 1) // 2, _PRIME) in {0, 1}
