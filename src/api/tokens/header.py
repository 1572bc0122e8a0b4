from base64 import urlsafe_b64decode
from collections.abc import Collection

from pydantic import BaseModel, ValidationError

from api.tokens.refused import refused

TYPES = {None, "jwt", "application/jwt", "at+jwt", "application/at+jwt"}
"""Kinds of token that may be access tokens (RFC 9068, 2.1; RFC 8725, 3.11)."""


class Header(BaseModel):
    """What a token says of its own signature (RFC 7515, 4)."""

    alg: str
    kid: str | None = None
    typ: str | None = None
    crit: None = None
    """Nothing that must be understood beyond the standard is (RFC 7515, 4.1.11)."""
    b64: None = None


class Issued(BaseModel):
    """Who is said to have issued a token: not proven yet, good only to choose the keys."""

    iss: str


def header_of(token: str, algorithms: Collection[str]) -> Header:
    """The header, if a token so signed could be accepted here.

    Raises:
        ProblemFound: malformed, header, algorithm.
    """
    try:
        header = Header.model_validate_json(_part(token, 0))
    except ValidationError:
        raise refused("header") from None
    if header.alg not in algorithms:
        raise refused("algorithm")
    if (header.typ and header.typ.lower()) not in TYPES:
        raise refused("not-an-access-token")
    return header


def issuer_of(token: str) -> str:
    """The issuer that a token names.

    Raises:
        ProblemFound: malformed, claims.
    """
    try:
        return Issued.model_validate_json(_part(token, 1)).iss
    except ValidationError:
        raise refused("claims") from None


def _part(token: str, nth: int) -> bytes:
    parts = token.split(".")
    try:
        if len(parts) == len(("header", "payload", "signature")):
            return urlsafe_b64decode(parts[nth] + "==")
    except ValueError:
        pass  # said below, with whatever else is no token
    raise refused("malformed")
