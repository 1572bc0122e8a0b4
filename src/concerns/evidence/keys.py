"""Keys as people exchange them: `<name>+<key id>+<kind and public key>` (C2SP signed-note)."""

import re
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256
from typing import Self

from concerns.evidence.cosignature import Cosignature
from concerns.evidence.ed25519 import Ed25519
from concerns.evidence.mldsa import MLDSA44
from concerns.evidence.scheme import Scheme
from concerns.evidence.strict import from_base64, is_name, to_base64
from concerns.evidence.unsound import Fault, Unsound

SEED_SIZE = 32
"""Bytes of a private key of any kind."""

_KEY_ID_SIZE = 4
_VKEY = re.compile(r"([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)")
_SKEY = re.compile(r"PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)")


class Kind(IntEnum):
    """C2SP's signature types, as far as they are used here."""

    ED25519 = 0x01
    COSIGNATURE = 0x04
    ML_DSA_44 = 0x06


_SCHEMES: dict[Kind, Scheme] = {
    Kind.ED25519: Ed25519(),
    Kind.COSIGNATURE: Cosignature(),
    Kind.ML_DSA_44: MLDSA44(),
}


@dataclass(frozen=True, slots=True)
class Key:
    """A public key, under the name and id by which signature lines refer to it.

    Raises:
        Unsound: KEY_MALFORMED; KEY_WEAK, it would accept signatures that nobody made.
    """

    name: str
    kind: Kind
    public: bytes = field(repr=False)
    id: bytes = field(init=False)

    def __post_init__(self) -> None:
        if not is_name(self.name):
            raise Unsound(
                Fault.KEY_MALFORMED, "a key's name is short, without blanks or plus signs"
            )
        _SCHEMES[self.kind].check_public(self.public)
        named = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        object.__setattr__(self, "id", sha256(named).digest()[:_KEY_ID_SIZE])

    @classmethod
    def parse(cls, vkey: str) -> Self:
        """A key as it was exchanged.

        Raises:
            Unsound: KEY_MALFORMED, also if the id is not that of the key; KEY_WEAK.
        """
        name, id_, kind, public = _taken_apart(_VKEY, vkey)
        key = cls(name, kind, public)
        _check_id(key, id_)
        return key

    def __str__(self) -> str:
        """The key for exchange, one line."""
        return f"{self.name}+{self.id.hex()}+{to_base64(bytes([self.kind]) + self.public)}"

    def holds(self, text: bytes, signature: bytes) -> bool:
        """Whether this is the key's signature of a note's text."""
        return _SCHEMES[self.kind].holds(self.public, self.name, text, signature)


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key. It is shown nowhere but in `secret`, for the file that keeps it.

    Raises:
        Unsound: KEY_MALFORMED.
    """

    name: str
    kind: Kind
    seed: bytes = field(repr=False)
    key: Key = field(init=False)

    def __post_init__(self) -> None:
        if len(self.seed) != SEED_SIZE:
            raise Unsound(Fault.KEY_MALFORMED, f"a private key has {SEED_SIZE} bytes")
        public = _SCHEMES[self.kind].public_of(self.seed)
        object.__setattr__(self, "key", Key(self.name, self.kind, public))

    @classmethod
    def parse(cls, secret: str) -> Self:
        """A private key as `secret` says it.

        Raises:
            Unsound: KEY_MALFORMED; what is wrong is said without any part of the key.
        """
        name, id_, kind, seed = _taken_apart(_SKEY, secret)
        signer = cls(name, kind, seed)
        _check_id(signer.key, id_)
        return signer

    def secret(self) -> str:
        """The private key in one line, as Go's note package also reads it."""
        private = to_base64(bytes([self.kind]) + self.seed)
        return f"PRIVATE+KEY+{self.name}+{self.key.id.hex()}+{private}"

    def sign(self, text: bytes, at: int) -> bytes:
        """What follows the key id in a signature. `at`: seconds since 1970, UTC.

        Raises:
            Unsound: CHECKPOINT_MALFORMED, this kind signs checkpoints only.
        """
        return _SCHEMES[self.kind].sign(self.seed, self.name, text, at)


def _taken_apart(form: re.Pattern[str], line: str) -> tuple[str, str, Kind, bytes]:
    found = form.fullmatch(line)
    if not found:
        raise Unsound(Fault.KEY_MALFORMED, "this is not a key")
    name, id_, encoded = found.groups()
    try:
        raw = from_base64(encoded, Fault.KEY_MALFORMED)
        return name, id_, Kind(raw[0]), raw[1:]
    except ValueError:
        why = "the last part of the key is not base64, or of a kind that is not known here"
        raise Unsound(Fault.KEY_MALFORMED, why) from None


def _check_id(key: Key, id_: str) -> None:
    if key.id.hex() != id_:
        raise Unsound(Fault.KEY_MALFORMED, f"the id {id_} is not that of the key {key}")
