"""One field sealed under a key of its own, so that one can be disclosed without the others.

AES-256-GCM (NIST SP 800-38D), the field's key by HKDF-SHA256 (RFC 5869) from the subject's. GCM
does not commit to its key: whoever prepares a ciphertext can make it open to two contents under two
keys. So a digest of the key stands beside the ciphertext, in the bytes that the record hashes.
"""

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from concerns.sealing.refused import NotOpened

KEY_BYTES, NONCE_BYTES = 32, 12

_FIELD_KEY = b"provider-concerns/field-key/1\n"
_FIELD = b"provider-concerns/sealed-field/1\n"
_COMMITMENT = b"provider-concerns/key-commitment/1\0"
_FINGERPRINT = b"provider-concerns/fingerprint/1\n"


class Where(NamedTuple):
    """The only place where a sealed field can be opened: whose record, which fact, which field."""

    authority: str
    fact: UUID
    path: str


class Sealed(NamedTuple):
    """The commitment to the key (hexadecimal), the nonce and the ciphertext (base64)."""

    kc: str
    n: str
    ct: str


class SealedBytes(NamedTuple):
    """As Sealed, each as bytes: for what is too long to stand in a fact."""

    kc: str
    nonce: bytes
    content: bytes


def new_key() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(KEY_BYTES)


def commitment(key: bytes) -> str:
    """What may be shown of a key: it fits no other key and tells nothing about this one."""
    return hashlib.sha256(_COMMITMENT + key).hexdigest()


def field_key(subject_key: bytes, where: Where) -> bytes:
    """The key of one field. It opens nothing else, so it can be given away for that field."""
    return _derived(subject_key, _FIELD_KEY + where.fact.bytes + where.path.encode())


def seal(key: bytes, where: Where, content: bytes) -> Sealed:
    """The content under a field's key, bound to its place."""
    kc, nonce, sealed = seal_bytes(key, where, content)
    return Sealed(kc, b64encode(nonce).decode(), b64encode(sealed).decode())


def seal_bytes(key: bytes, where: Where, content: bytes) -> SealedBytes:
    """As `seal`."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return SealedBytes(
        commitment(key), nonce, AESGCM(key).encrypt(nonce, content, _bound_to(where))
    )


def open_sealed(key: bytes, where: Where, sealed: Sealed) -> bytes:
    """The content.

    Raises:
        NotOpened: KEY_COMMITMENT, before anything is decrypted, for another key than was committed
            to; NOT_AUTHENTIC for changed bytes or another place; MALFORMED.
    """
    _committed_to(key, sealed.kc)
    try:
        nonce, content = b64decode(sealed.n, validate=True), b64decode(sealed.ct, validate=True)
    except ValueError:
        raise _malformed() from None
    return open_bytes(key, where, SealedBytes(sealed.kc, nonce, content))


def open_bytes(key: bytes, where: Where, sealed: SealedBytes) -> bytes:
    """As `open_sealed`."""
    _committed_to(key, sealed.kc)
    try:
        return AESGCM(key).decrypt(sealed.nonce, sealed.content, _bound_to(where))
    except ValueError:
        raise _malformed() from None
    except InvalidTag:
        raise NotOpened(
            "NOT_AUTHENTIC", "the sealed field was changed, or stands in another place"
        ) from None


def _committed_to(key: bytes, kc: str) -> None:
    if not hmac.compare_digest(commitment(key).encode(), kc.encode()):
        raise NotOpened("KEY_COMMITMENT", "this is not the key that the field was sealed with")


def _malformed() -> NotOpened:
    return NotOpened("MALFORMED", "nonce or content are not what a sealed field holds")


def fingerprint(subject_key: bytes, content: bytes) -> str:
    """Tells the same content again as long as the subject's key exists; nobody can guess at it."""
    key = _derived(subject_key, _FINGERPRINT)
    return hmac.new(key, content, hashlib.sha256).hexdigest()


def _derived(key: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(key)


def _bound_to(where: Where) -> bytes:
    return _FIELD + f"{where.authority}\n{where.fact}\n{where.path}".encode()
