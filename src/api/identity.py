"""Who asks: a signed token (RFC 7519) read as an officer of one authority."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from joserfc.errors import ClaimError, ExpiredTokenError, MissingClaimError
from joserfc.jwt import JWTClaimsRegistry

from api.tokens.header import header_of, issuer_of
from api.tokens.keys import Key, Keys, verified
from api.tokens.refused import Reason, refused
from api.tokens.shape import Shape
from concerns.vocabulary import Officer

LEEWAY = 30
"""Seconds by which the issuer's clock and ours may differ."""

MOST = 4_000
"""Tokens that are remembered; whoever comes then makes room by having all forgotten."""

_WRONG: Mapping[str, Reason] = {
    "iss": "issuer",
    "aud": "audience",
    "nbf": "not-yet-valid",
    "iat": "not-yet-valid",
}


class _Verified(NamedTuple):
    """What a token says, and the keys among which one showed that its issuer said it."""

    issuer: str
    keys: Sequence[Key]
    claims: dict[str, Any]
    officer: Officer


class Identity:
    """Reads tokens of known issuers, meant for this program, signed by a key of their issuer."""

    def __init__(
        self,
        issuers: Mapping[str, Keys],
        audience: str,
        algorithms: Sequence[str],
        shape: Shape,
        clock: Callable[[], datetime],
    ) -> None:
        self.issuers = issuers
        self.audience = audience
        self.algorithms = list(algorithms)
        self.shape = shape
        self.clock = clock
        self._verified: dict[bytes, _Verified] = {}

    def officer(self, token: str | None) -> Officer:
        """The officer that a token names.

        Raises:
            ProblemFound: no token (RFC 6750, 3), or one that is not valid here now; try again,
                where the issuer's keys cannot be had.
        """
        if not token:
            raise refused("no-token")
        return self.remembered(token) or self._read(token)

    def remembered(self, token: str) -> Officer | None:
        """As `officer`, if this very token was verified by keys that still hold. Asks nobody.

        Only the signature is not verified again: the token must still be in force.

        Raises:
            ProblemFound: the token was valid and is no longer.
        """
        known = self._verified.get(_digest(token))
        if known is None or known.keys is not self.issuers[known.issuer].held():
            return None
        self._in_force(known.issuer, known.claims)
        return known.officer

    def _read(self, token: str) -> Officer:
        header = header_of(token, self.algorithms)
        issuer = issuer_of(token)
        keys = self.issuers.get(issuer)
        if keys is None:
            raise refused("issuer")
        held = keys.held()  # before the look: keys that change meanwhile are not trusted for it
        claims = verified(token, header, keys, self.algorithms)
        self._in_force(issuer, claims)
        officer = self.shape(claims)
        if held is not None:
            self._remember(token, _Verified(issuer, held, claims, officer))
        return officer

    def _remember(self, token: str, known: _Verified) -> None:
        if len(self._verified) >= MOST:
            self._verified.clear()
        self._verified[_digest(token)] = known

    def _in_force(self, issuer: str, claims: dict[str, Any]) -> None:
        required = JWTClaimsRegistry(
            now=int(self.clock().timestamp()),
            leeway=LEEWAY,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": self.audience},
            sub={"essential": True},
            iat={"essential": True},
            exp={"essential": True},
        )
        try:
            required.validate(claims)
        except ExpiredTokenError:
            raise refused("expired") from None
        except MissingClaimError:
            raise refused("claims") from None
        except ClaimError as error:
            raise refused(_WRONG.get(error.claim, "claims")) from None


def _digest(token: str) -> bytes:
    """SHA-256: what lies in memory opens nothing."""
    return sha256(token.encode()).digest()
