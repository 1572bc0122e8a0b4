"""Why a token is not accepted: a stable word for programs, a sentence for people."""

from collections.abc import Mapping
from typing import Literal

from api.problems import ProblemFound

Reason = Literal[
    "no-token",
    "malformed",
    "header",
    "algorithm",
    "unknown-key",
    "signature",
    "issuer",
    "audience",
    "expired",
    "not-yet-valid",
    "claims",
    "not-an-access-token",
    "tenant",
]

REASONS: Mapping[Reason, str] = {
    "no-token": "send a token: Authorization: Bearer …",
    "malformed": "this is not a signed token (RFC 7519)",
    "header": "the token's header asks for what is not done here",
    "algorithm": "the token is signed by a method that is not accepted here",
    "unknown-key": "the token is signed with a key that its issuer does not publish",
    "signature": "the token's signature is not right",
    "issuer": "the token is from an issuer that is not trusted here",
    "audience": "the token was meant for another program",
    "expired": "the token has expired",
    "not-yet-valid": "the token is not valid yet, or does not say since when",
    "claims": "the token leaves out what must be said, or says it in another form",
    "not-an-access-token": "this is not an access token",
    "tenant": "the token is from a tenant that stands for no authority here",
}
"""Stable for ever, like the kinds of problems. Nothing that a token says is ever repeated."""


def refused(reason: Reason) -> ProblemFound:
    """401 with a challenge (RFC 6750, 3)."""
    error = "" if reason == "no-token" else ', error="invalid_token"'
    challenge = f'Bearer realm="concerns"{error}'
    return ProblemFound(
        "not-identified", REASONS[reason], reason=reason, headers={"WWW-Authenticate": challenge}
    )
