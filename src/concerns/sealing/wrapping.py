"""Keys that wrap keys: read from a file, used to wrap the subjects' keys, and exchanged."""

import binascii
import hashlib
import os
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from concerns.sealing.field import KEY_BYTES, NONCE_BYTES, new_key
from concerns.sealing.refused import NotOpened

_WRAPPED = b"provider-concerns/wrapped-key/1\0"
_ID = b"provider-concerns/kek-id/1\0"


class KekFaulty(ValueError):
    """A file does not hold keys that wrap keys; says what is wrong, never what it holds."""


class Wrapped(NamedTuple):
    """A key under another: which one (by its id), and nonce and ciphertext."""

    kek: str
    content: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Keks:
    """The key that wraps now, and those before it that still unwrap."""

    current: bytes
    former: tuple[bytes, ...] = ()

    @property
    def id(self) -> str:
        """The id of the key that wraps now."""
        return kek_id(self.current)

    def wrap(self, key: bytes) -> Wrapped:
        """A key under the current one."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return Wrapped(self.id, nonce + AESGCM(self.current).encrypt(nonce, key, _WRAPPED))

    def unwrap(self, wrapped: Wrapped) -> bytes:
        """The key.

        Raises:
            NotOpened: WRONG_KEK where none of ours wrapped it; NOT_AUTHENTIC where it was changed.
        """
        for kek in (self.current, *self.former):
            if kek_id(kek) == wrapped.kek:
                return _unwrapped(kek, wrapped.content)
        raise NotOpened("WRONG_KEK", f"the key is wrapped under {wrapped.kek}, which is not here")


def kek_id(kek: bytes) -> str:
    """What tells keys that wrap keys apart, in 16 letters."""
    return hashlib.sha256(_ID + kek).hexdigest()[:16]


def _unwrapped(kek: bytes, content: bytes) -> bytes:
    try:
        return AESGCM(kek).decrypt(content[:NONCE_BYTES], content[NONCE_BYTES:], _WRAPPED)
    except (InvalidTag, ValueError):
        raise NotOpened("NOT_AUTHENTIC", "the wrapped key was changed") from None


def read_keks(file: Path) -> Keks:
    """The keys in a file: base64 of 32 bytes a line, the current one first; # begins a comment.

    Raises:
        KekFaulty: there is none, or a line is not one. OSError: the file cannot be read.
    """
    lines = [line.partition("#")[0].strip() for line in file.read_text("ascii").splitlines()]
    found = [_read(file, nth, line) for nth, line in enumerate(lines, start=1) if line]
    if not found:
        raise KekFaulty(f"{file} holds no key: it takes 32 bytes in base64 on a line of their own")
    return Keks(found[0], tuple(found[1:]))


def _read(file: Path, nth: int, line: str) -> bytes:
    try:
        key = b64decode(line, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise KekFaulty(f"{file}, line {nth}, is not 32 bytes in base64")
    return key


def have_kek(file: Path) -> None:
    """Make a file with a new key that only its owner may read, unless it is there."""
    if file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    begun = _written(file, [new_key()])
    try:
        os.link(begun, file)
    except FileExistsError:
        pass  # another program made it at the same moment
    finally:
        begun.unlink()


def add_kek(file: Path) -> None:
    """Put a new key before those in the file; it wraps from now on, the others still unwrap.

    Raises:
        KekFaulty, OSError: as `read_keks`.
    """
    keks = read_keks(file)
    _written(file, [new_key(), keks.current, *keks.former]).replace(file)


def _written(beside: Path, keys: list[bytes]) -> Path:
    """A new file that only its owner may read, complete on the disk."""
    descriptor, begun = mkstemp(prefix=f"{beside.name}.", dir=beside.parent)
    with os.fdopen(descriptor, "w", encoding="ascii") as new:
        new.writelines(f"{b64encode(key).decode()}\n" for key in keys)
        new.flush()
        os.fsync(new.fileno())
    return Path(begun)
