"""An issuer's public keys (a JWK Set, RFC 7517), and which of them may have signed a token."""

from base64 import urlsafe_b64decode
from collections.abc import Collection, Sequence
from typing import Any, Protocol

from joserfc import jwt
from joserfc.errors import BadSignatureError, JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry
from pydantic import BaseModel, ValidationError

from api.tokens.header import Header
from api.tokens.refused import refused

Key = RSAKey | ECKey | OKPKey
KINDS: dict[str, type[Key]] = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}
SIGNED_BY = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC", "Ed25519": "OKP"}
SHORTEST = 2048
"""Bits of an RSA key (RFC 7518, 3.3)."""


class KeysFaulty(ValueError):
    """What should be a set of keys is none, or holds no key that could be used."""


class Keys(Protocol):
    """Where an issuer's keys come from."""

    def known(self) -> Sequence[Key]:
        """The keys as known; ProblemFound, try again, where there are none to rely on."""
        ...

    def held(self) -> Sequence[Key] | None:
        """The very keys that `known` would give, if that needs no waiting; None if it may."""
        ...

    def renewed(self) -> Sequence[Key]:
        """The keys, looked at anew if that may be, because a token names one not known."""
        ...


class _Set(BaseModel):
    keys: list[dict[str, Any]]


def read_keys(document: bytes) -> tuple[Key, ...]:
    """The keys of a set that can verify a signature; others are passed over (RFC 7517, 5).

    Raises:
        KeysFaulty: it is no set of keys, or none of them will do.
    """
    try:
        listed = _Set.model_validate_json(document).keys
    except ValidationError:
        raise KeysFaulty("this is not a JWK Set (RFC 7517)") from None
    found = tuple(key for one in listed if (key := _key(one)))
    if not found:
        raise KeysFaulty("the JWK Set holds no public key for signatures")
    return found


def _key(said: dict[str, Any]) -> Key | None:
    kind = KINDS.get(str(said.get("kty")))
    if kind is None or said.get("use", "sig") != "sig":
        return None
    try:
        if kind is RSAKey and 8 * len(urlsafe_b64decode(f"{said.get('n')}==")) < SHORTEST:
            return None
        return kind.import_key(said)
    except (JoseError, ValueError, TypeError, KeyError):
        return None  # a key that cannot be read signs nothing


def verified(token: str, header: Header, keys: Keys, algorithms: Collection[str]) -> dict[str, Any]:
    """What a token says, once one of the keys shows that its issuer said it.

    Raises:
        ProblemFound: unknown-key, signature, malformed; try again where there are no keys.
    """
    known = keys.known()
    fit = _fitting(known, header)
    claims = _opened(token, fit, algorithms)
    named = header.kid is not None and any(one.kid == header.kid for one in known)
    if claims is None and not named:
        fit = _fitting(keys.renewed(), header)
        claims = _opened(token, fit, algorithms)
    if claims is None:
        raise refused("signature" if fit else "unknown-key")
    return claims


def _fitting(keys: Sequence[Key], header: Header) -> list[Key]:
    """The key that is named; where names are missing on either side, each that could be it."""
    named = [one for one in keys if one.kid == header.kid]
    unnamed = [one for one in keys if one.kid is None]
    chosen = keys if header.kid is None else named or unnamed
    kind = SIGNED_BY[header.alg]
    return [one for one in chosen if one.key_type == kind and one.alg in {None, header.alg}]


def _opened(token: str, keys: Sequence[Key], algorithms: Collection[str]) -> dict[str, Any] | None:
    # Words of a header that nobody knows are passed over (RFC 7515, 4).
    registry = JWSRegistry(algorithms=list(algorithms), strict_check_header=False)
    for key in keys:
        try:
            return jwt.decode(token, key, registry=registry).claims
        except BadSignatureError:
            continue
        except (JoseError, ValueError, TypeError):
            raise refused("malformed") from None
    return None
