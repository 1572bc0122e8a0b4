"""Who asks: a signed token (RFC 7519) read as an officer of one authority."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, Field, ValidationError

from api.problems import ProblemFound
from concerns.vocabulary import Officer, Person

LEEWAY = 30
"""Seconds by which the issuer's clock and ours may differ."""

Word = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]


class Claims(BaseModel):
    """What a token must say about its bearer; whatever else it says is not read."""

    iss: Word
    sub: Word
    name: Word
    authority: Word
    roles: frozenset[Word] = frozenset()
    """Keys of roles in the authority's procedures."""


class Identity:
    """Reads tokens of one issuer, meant for this program, signed by one of its keys."""

    def __init__(
        self,
        issuer: str,
        audience: str,
        keys: KeySet,
        algorithms: Sequence[str],
        clock: Callable[[], datetime],
    ) -> None:
        self.issuer = issuer
        self.audience = audience
        self.keys = keys
        self.algorithms = list(algorithms)
        self.clock = clock

    def officer(self, token: str | None) -> Officer:
        """The officer that a token names.

        Raises:
            ProblemFound: no token (RFC 6750, 3), or one that is not valid here now.
        """
        if not token:
            raise _unknown("send a token: Authorization: Bearer …")
        try:
            claims = self._checked(token)
        except (JoseError, ValidationError, ValueError) as error:
            why = type(error).__name__
            raise _unknown(f"the token is not valid here ({why})", "invalid_token") from None
        person = Person(issuer=claims.iss, subject=claims.sub, name=claims.name)
        return Officer(person=person, authority=claims.authority, roles=claims.roles)

    def _checked(self, token: str) -> Claims:
        read = jwt.decode(token, self.keys, algorithms=self.algorithms)
        required = jwt.JWTClaimsRegistry(
            now=int(self.clock().timestamp()),
            leeway=LEEWAY,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.audience},
            sub={"essential": True},
            iat={"essential": True},
            exp={"essential": True},
        )
        required.validate(read.claims)
        return Claims.model_validate(read.claims)


def _unknown(why: str, error: str = "") -> ProblemFound:
    challenge = 'Bearer realm="concerns"' + (f', error="{error}"' if error else "")
    return ProblemFound("not-identified", why, headers={"WWW-Authenticate": challenge})
