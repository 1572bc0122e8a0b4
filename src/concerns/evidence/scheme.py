"""What every kind of signature on a note can do; the kinds are C2SP's signature types."""

from typing import Protocol


class Scheme(Protocol):
    """One kind of signature.

    `at` is in seconds since 1970, UTC; a kind that carries no time leaves it out. `text` is the
    note's text with its final newline.
    """

    def check_public(self, public: bytes) -> None:
        """Raise Unsound (KEY_MALFORMED, KEY_WEAK) unless this is a public key to rely on."""
        ...

    def public_of(self, seed: bytes) -> bytes:
        """The public key of a private one of 32 bytes."""
        ...

    def sign(self, seed: bytes, name: str, text: bytes, at: int) -> bytes:
        """What stands after the key id in the signature."""
        ...

    def holds(self, public: bytes, name: str, text: bytes, signature: bytes) -> bool:
        """Whether this is the key's signature of this text."""
        ...
