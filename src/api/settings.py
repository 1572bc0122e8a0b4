from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator

from api.tokens.fetching import is_safe
from api.tokens.keys import read_keys
from concerns.storage.key_settings import Settings as KeySettings

DEVELOPMENT = "http://127.0.0.1:8000/v1/development"
"""The issuer whose tokens anybody can ask for: development only. Its name stays the same wherever
it is served, so that people keep their identity in a database for development."""

Algorithm = Literal["ES256", "RS256", "PS256", "Ed25519"]
"""Signatures that a public key verifies. Never `none`, never a secret shared with the issuer."""


Rate = Annotated[str, Field(pattern=r"^[1-9]\d{0,8}/(second|minute|hour|day)$")]
"""So many in any stretch of that length, such as "600/minute"."""


class Settings(KeySettings):
    """What the API needs besides database and keys, read from CONCERNS_* environment variables.

    `token_issuer` is the identity provider; where it is an https address, its keys are found there
    (OpenID Connect Discovery) and kept in memory. `token_keys` is a file with them instead (a JWK
    Set, RFC 7517): then no network is needed at all. With neither, in development, a development
    issuer signs tokens.

    `token_shape` is how the provider says who somebody is. For Microsoft Entra ID, the issuer may
    hold `{tid}` for the tenant, and `token_authorities` says which tenant is which council's.
    `service_accounts` names programs that act for themselves, by their client id.
    """

    token_issuer: str = DEVELOPMENT
    token_audience: str = "provider-concerns"  # noqa: S105 - names this program
    token_algorithms: tuple[Algorithm, ...] = Field(default=("ES256",), min_length=1)
    token_keys: Path | None = None
    token_shape: Literal["plain", "entra"] = "plain"  # noqa: S105 - a kind of provider
    token_authorities: dict[str, str] = {}
    service_accounts: dict[str, str] = {}
    development_authority: str = Field(default="northtown", pattern=r"^[a-z][a-z0-9-]{1,62}$")
    """The council that a new development database holds, so that a newcomer can try."""
    pool_size: int = Field(default=8, ge=2, le=200)
    follow: bool = True
    """Whether this process may keep the views; `no` where `concerns project` runs beside it."""
    drain: float = Field(default=0.0, ge=0, le=300)
    """Seconds for which, asked to stop, it says that it is not ready and still answers."""
    metrics_token: SecretStr | None = Field(default=None, min_length=16)
    """Who shows this as a bearer token reads /metrics. Without it, production has no metrics."""
    largest_request: int = Field(default=1_000_000, ge=1_000)
    """Bytes of a request's body."""
    largest_document: int = Field(default=50_000_000, ge=1_000)
    """Bytes of a document that is lodged."""
    streams: int = Field(default=100, ge=1, le=10_000)
    """How many may follow the feed of one process at once."""
    longest_stream: float = Field(default=3_600, gt=0)
    """Seconds after which a stream ends by itself and whoever follows it resumes."""

    rate_reads: Rate = "3000/minute"
    rate_writes: Rate = "600/minute"
    """How often one person may ask, counted by each process for itself (api/rates.py)."""

    @field_validator("token_keys", mode="before")
    @classmethod
    def _empty_names_no_file(cls, said: object) -> object:
        return None if said == "" else said

    @field_validator("token_keys")
    @classmethod
    def _holds_keys(cls, file: Path | None) -> Path | None:
        """Said when the program starts, and not by refusing everybody."""
        try:
            if file is not None:
                read_keys(file.read_bytes())
        except OSError as wrong:
            raise ValueError(f"{file}: {wrong.strerror}") from None
        except ValueError as wrong:
            raise ValueError(f"{file}: {wrong}") from None
        return file

    @model_validator(mode="after")
    def _fit_for_production(self) -> Self:
        """Production never falls back on what is only for trying (design 13)."""
        if self.env == "production" and (missing := self._missing()):
            raise ValueError("production does not start: " + "; ".join(missing))
        return self

    @model_validator(mode="after")
    def _fit_for_the_provider(self) -> Self:
        """A provider's keys are fetched where nobody on the way can exchange them."""
        development = self.env == "development"
        known = self.token_keys is not None or self.development_issuer
        if not known and not is_safe(self.token_issuer, development=development):
            raise ValueError(
                "CONCERNS_TOKEN_ISSUER is no https address: name the file of your identity "
                "provider's public keys in CONCERNS_TOKEN_KEYS"
            )
        return self

    @model_validator(mode="after")
    def _fit_for_entra(self) -> Self:
        """Entra's tokens name no council, and are signed in one way only."""
        if self.token_shape == "entra":  # noqa: S105 - a kind of provider
            if self.token_issuer == DEVELOPMENT:
                raise ValueError("CONCERNS_TOKEN_ISSUER must name the tenant's issuer")
            if not self.token_authorities:
                raise ValueError("CONCERNS_TOKEN_AUTHORITIES must say which tenant is whose")
            if "RS256" not in self.token_algorithms:
                raise ValueError("Entra signs with RS256: CONCERNS_TOKEN_ALGORITHMS must name it")
        return self

    def _missing(self) -> list[str]:
        wanted = {
            "CONCERNS_DATABASE_URL must name the PostgreSQL that keeps the record": (
                self.database_url is None
            ),
            "CONCERNS_TOKEN_ISSUER must name your identity provider, not the development issuer": (
                self.token_issuer == DEVELOPMENT
            ),
        }
        return [what for what, is_missing in wanted.items() if is_missing]

    @property
    def development_issuer(self) -> bool:
        """Whether tokens are signed here, for anybody who asks."""
        return (
            self.env == "development"
            and self.token_keys is None
            and self.token_issuer == DEVELOPMENT
            and self.token_shape == "plain"  # noqa: S105 - a kind of provider
        )

    def issuers(self) -> list[str]:
        """Every issuer that is trusted: one, or one for each tenant."""
        if self.token_shape == "plain":  # noqa: S105 - a kind of provider
            return [self.token_issuer]
        tenants = self.token_authorities
        return sorted({self.token_issuer.replace("{tid}", tenant) for tenant in tenants})
