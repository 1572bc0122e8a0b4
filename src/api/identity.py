"""Who asks: a signed token (RFC 7519) read as an officer of one authority."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from joserfc.errors import ClaimError, ExpiredTokenError, MissingClaimError
from joserfc.jwt import JWTClaimsRegistry

from api.tokens.header import header_of, issuer_of
from api.tokens.keys import Keys, verified
from api.tokens.refused import Reason, refused
from api.tokens.shape import Shape
from concerns.vocabulary import Officer

LEEWAY = 30
"""Seconds by which the issuer's clock and ours may differ."""

_WRONG: Mapping[str, Reason] = {
    "iss": "issuer",
    "aud": "audience",
    "nbf": "not-yet-valid",
    "iat": "not-yet-valid",
}


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

    def officer(self, token: str | None) -> Officer:
        """The officer that a token names.

        Raises:
            ProblemFound: no token (RFC 6750, 3), or one that is not valid here now; try again,
                where the issuer's keys cannot be had.
        """
        if not token:
            raise refused("no-token")
        return self.shape(self._checked(token))

    def _checked(self, token: str) -> dict[str, Any]:
        header = header_of(token, self.algorithms)
        issuer = issuer_of(token)
        keys = self.issuers.get(issuer)
        if keys is None:
            raise refused("issuer")
        claims = verified(token, header, keys, self.algorithms)
        self._in_force(issuer, claims)
        return claims

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
