"""The API as in production: its sealer a program of its own, and the council's own login."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import orjson
from councils_at_work import Council
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from starlette.testclient import TestClient

from api.development import Wish
from api.settings import Settings
from concerns import sealers
from concerns.events import CheckpointAnchored
from concerns.evidence.keys import Key
from concerns.record_keeping import tell
from concerns.register import Register
from concerns.storage.authorities import create_authority
from concerns.storage.pool import Pool
from concerns.storage.tree import Sealed

ISSUER = "https://login.council.example"


@dataclass(frozen=True)
class Login:
    """The council's identity provider."""

    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", auto_kid=True))

    def settings(self, database: str, folder: Path, pool_size: int = 4) -> Settings:
        file = folder / "login.json"
        file.write_bytes(orjson.dumps(KeySet([self.key]).as_dict(private=False)))
        return Settings(
            env="production",
            database_url=database,
            data=folder,
            token_keys=file,
            token_issuer=ISSUER,
            pool_size=pool_size,
        )

    def token(self, wish: Wish, now: datetime) -> str:
        claims = {
            "iss": ISSUER,
            "aud": "provider-concerns",
            "sub": wish.sub,
            "name": wish.name,
            "authority": wish.authority,
            "roles": sorted(wish.roles),
            "iat": int(now.timestamp()),
            "exp": int((now + timedelta(hours=1)).timestamp()),
        }
        header = {"alg": "ES256", "kid": self.key.kid}
        return jwt.encode(header, claims, self.key, algorithms=["ES256"])


@dataclass
class Served:
    """A council in production. `pool` acts as the sealer, `app_pool` as the program."""

    council: Council
    folder: Path
    pool: Pool
    app_pool: Pool
    key: Key

    def seals(self) -> Sealed | None:
        """Sign what is new."""
        return sealers.seal(self.folder, self.pool, self.council.authority)

    def anchored(self, size: int) -> None:
        """A witness has cosigned the record at a size, and the record is told."""
        tell(
            Register(self.app_pool, self.council.authority),
            CheckpointAnchored,
            clock=lambda: datetime.now(UTC),
            new_id=uuid4,
            size=size,
            root="ab" * 32,
            kind="witness",
            where="https://witness.example",
            evidence_sha256="cd" * 32,
        )


def served(
    client: TestClient, login: Login, database: str, folder: Path, pool: Pool, app_pool: Pool
) -> Served:
    """A new council, with a key for its sealer."""
    authority = f"council-{uuid4().hex[:12]}"
    create_authority(database, authority, "A Council")
    sealers.approve(folder, pool)
    made = sealers.made_key(pool, authority)
    sealers.keep(folder, authority, [made])
    council = Council(client, login, authority)  # type: ignore[arg-type]  # signs tokens alike
    return Served(council, folder, pool, app_pool, made.key)
