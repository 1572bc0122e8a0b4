"""Tokens for trying the program out. Production refuses to start with them."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from pydantic import BaseModel, ConfigDict, Field

from api.settings import DEVELOPMENT
from api.tokens.shape import Word

LONGEST = 24 * 60


def _may_repeat(told: dict[str, Any]) -> None:
    """A set is read from any list."""
    del told["uniqueItems"]


class Wish(BaseModel):
    """As whom to act."""

    model_config = ConfigDict(extra="forbid")

    sub: Word = Field(description="An id that stays the same for the same person.")
    name: Word
    authority: Word = Field(description="The council for which to act.")
    roles: frozenset[Word] = Field(
        frozenset(),
        description="Role keys of the procedure; one named twice counts once.",
        json_schema_extra=_may_repeat,
    )
    party: Word | None = Field(None, description="Of a guest: the organisation's id.")
    minutes: int = Field(60, ge=1, le=LONGEST)


class Account(BaseModel):
    """A program that acts for itself (RFC 6749, 4.4)."""

    client_id: Word
    authority: Word
    roles: frozenset[Word] = frozenset()


class DevelopmentIssuer:
    """Signs tokens with a key of its own (ES256), made once and kept beside the database."""

    def __init__(self, data: Path, audience: str) -> None:
        self.audience = audience
        self._key = _kept(data / "development-issuer.jwk")

    @property
    def keys(self) -> KeySet:
        """The public key that verifies these tokens."""
        return KeySet([ECKey.import_key(self._key.as_dict(private=False))])

    def token(self, wish: Wish, now: datetime) -> str:
        """A token for whoever was wished for, valid from `now`."""
        who = {"sub": wish.sub, "name": wish.name, **({"party": wish.party} if wish.party else {})}
        return self._signed(who, wish, now, wish.minutes)

    def account_token(self, account: Account, now: datetime, minutes: int) -> str:
        """A token for a program, as a provider gives it: with a client and without a name."""
        who = {"sub": account.client_id, "client_id": account.client_id}
        return self._signed(who, account, now, minutes)

    def _signed(
        self, who: dict[str, Any], acts: Wish | Account, now: datetime, minutes: int
    ) -> str:
        claims = {
            **who,
            "iss": DEVELOPMENT,
            "aud": self.audience,
            "authority": acts.authority,
            "roles": sorted(acts.roles),
            "iat": int(now.timestamp()),
            "exp": int((now + timedelta(minutes=minutes)).timestamp()),
        }
        header = {"alg": "ES256", "kid": self._key.kid}
        return jwt.encode(header, claims, self._key, algorithms=["ES256"])


def _kept(file: Path) -> ECKey:
    """The key in a file only its owner may read; made at the first call, whoever comes first."""
    file.parent.mkdir(parents=True, exist_ok=True)
    begun = file.with_suffix(f".{os.getpid()}")
    made = ECKey.generate_key("P-256", auto_kid=True).as_dict(private=True)
    with os.fdopen(os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as new:
        new.write(orjson.dumps(made))
    try:
        os.link(begun, file)
    except FileExistsError:
        pass  # another program, or an earlier run, made it
    finally:
        begun.unlink()
    return ECKey.import_key(orjson.loads(file.read_bytes()))
