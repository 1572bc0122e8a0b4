"""Secrets that sign hints: made here, given away once, wrapped where there is a key for it."""

import hashlib
import secrets
from base64 import b64encode
from typing import NamedTuple

from concerns.sealing.wrapping import Keks, Wrapped

_BYTES = 32
_PREFIX = "whsec_"


class Secret(NamedTuple):
    """A secret as it is kept; `kek` names the key that it is wrapped under, if it is."""

    content: bytes
    kek: str | None


def new_secret() -> bytes:
    """A secret that nobody else has."""
    return secrets.token_bytes(_BYTES)


def shown(secret: bytes) -> str:
    """As Standard Webhooks writes it."""
    return _PREFIX + b64encode(secret).decode()


def fingerprint(secret: bytes) -> str:
    """What the record says of a secret: its SHA-256, as hexadecimal."""
    return hashlib.sha256(secret).hexdigest()


def to_keep(secret: bytes, keks: Keks | None) -> Secret:
    """Wrapped under the current key; as it is, where no key is set up."""
    if keks is None:
        return Secret(secret, None)
    wrapped = keks.wrap(secret)
    return Secret(wrapped.content, wrapped.kek)


def opened(kept: Secret, keks: Keks | None) -> bytes:
    """The secret.

    Raises:
        NotOpened: it was changed, or is wrapped under a key that is not here.
    """
    if kept.kek is None:
        return kept.content
    return (keks or Keks(bytes(_BYTES))).unwrap(Wrapped(kept.kek, kept.content))
