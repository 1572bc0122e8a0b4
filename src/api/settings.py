from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from concerns.storage.key_settings import Settings as KeySettings

DEVELOPMENT = "concerns-development"
"""The issuer whose tokens anybody can ask for: development only."""

Algorithm = Literal["ES256", "RS256", "PS256", "Ed25519"]
"""Signatures that a public key verifies. Never `none`, never a secret shared with the issuer."""


class Settings(KeySettings):
    """What the API needs besides database and keys, read from CONCERNS_* environment variables.

    `token_keys` is a file with the identity provider's public keys (a JWK Set, RFC 7517): a token
    is judged without the network. Without it, in development, a development issuer signs tokens.
    """

    token_issuer: str = DEVELOPMENT
    token_audience: str = "provider-concerns"  # noqa: S105 - names this program
    token_algorithms: tuple[Algorithm, ...] = Field(default=("ES256",), min_length=1)
    token_keys: Path | None = None
    development_authority: str = Field(default="northtown", pattern=r"^[a-z][a-z0-9-]{1,62}$")
    """The council that a new development database holds, so that a newcomer can try."""
    pool_size: int = Field(default=8, ge=2, le=200)
    largest_request: int = Field(default=1_000_000, ge=1_000)
    """Bytes of a request's body."""

    @model_validator(mode="after")
    def _fit_for_production(self) -> Self:
        """Production never falls back on what is only for trying (design 13)."""
        if self.env == "production" and (missing := self._missing()):
            raise ValueError("production does not start: " + "; ".join(missing))
        return self

    def _missing(self) -> list[str]:
        wanted = {
            "CONCERNS_DATABASE_URL must name the PostgreSQL that keeps the record": (
                self.database_url is None
            ),
            "CONCERNS_TOKEN_KEYS must name the file of your identity provider's public keys": (
                self.token_keys is None
            ),
            "CONCERNS_TOKEN_ISSUER must name your identity provider, not the development issuer": (
                self.token_issuer == DEVELOPMENT
            ),
        }
        return [what for what, is_missing in wanted.items() if is_missing]

    @property
    def development_issuer(self) -> bool:
        """Whether tokens are signed here, for anybody who asks."""
        return self.env == "development" and self.token_keys is None
