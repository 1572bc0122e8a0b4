"""A token's signature is verified once; that it still counts is asked each time."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from joserfc.jwk import ECKey
from provider_at_work import new_key, signed

from api.identity import Identity
from api.problems import ProblemFound
from api.tokens.key_file import KeyFile
from api.tokens.keys import Key
from api.tokens.plain import Plain

ISSUER = "https://login.example"


class Looked(KeyFile):
    """Counts how often a signature is verified."""

    looks = 0

    def known(self) -> Sequence[Key]:
        self.looks += 1
        return super().known()


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def key() -> ECKey:
    return new_key("one")


@pytest.fixture
def keys(tmp_path: Path, key: ECKey) -> Looked:
    _write(tmp_path / "keys.json", key)
    return Looked(tmp_path / "keys.json")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def identity(keys: Looked, clock: Clock) -> Identity:
    return Identity({ISSUER: keys}, "here", ["ES256"], Plain({}), clock)


def _write(file: Path, key: ECKey) -> None:
    file.write_bytes(orjson.dumps({"keys": [key.as_dict(private=False)]}))


def _token(key: ECKey, subject: str = "ann") -> str:
    now = int(datetime.now(UTC).timestamp())
    who = {"sub": subject, "name": subject, "authority": "northtown"}
    return signed(key, {"iss": ISSUER, "aud": "here", **who, "iat": now, "exp": now + 60})


def _refused(identity: Identity, token: str) -> str | None:
    with pytest.raises(ProblemFound) as found:
        identity.officer(token)
    return found.value.problem.reason


def test_the_same_token_again_is_not_verified_again(
    identity: Identity, keys: Looked, key: ECKey
) -> None:
    """Most of what a request costs would be its signature."""
    token = _token(key)
    assert identity.remembered(token) is None
    first = identity.officer(token)
    assert [identity.officer(token) for _ in range(3)] == [first] * 3
    assert keys.looks == 1


def test_a_remembered_token_expires_when_it_says(
    identity: Identity, clock: Clock, key: ECKey
) -> None:
    """RFC 7519, 4.1.4: memory prolongs nothing."""
    token = _token(key)
    identity.officer(token)
    clock.ahead = timedelta(seconds=91)  # a minute, and the leeway
    assert _refused(identity, token) == "expired"


def test_a_remembered_token_ends_with_its_key(identity: Identity, keys: Looked, key: ECKey) -> None:
    """A key that is withdrawn takes with it what it signed, at once."""
    token = _token(key)
    identity.officer(token)
    _write(keys.file, new_key("another"))
    assert _refused(identity, token) == "unknown-key"


def test_another_token_with_the_same_claims_is_verified(identity: Identity, key: ECKey) -> None:
    """What is remembered is the very token, with its signature."""
    token = _token(key)
    identity.officer(token)
    head, claims, _ = token.split(".")
    forged = _token(new_key("one")).split(".")[2]
    assert _refused(identity, f"{head}.{claims}.{forged}") == "signature"


def test_memory_does_not_grow_for_ever(
    identity: Identity, keys: Looked, key: ECKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is forgotten is verified again, and that is all."""
    monkeypatch.setattr("api.identity.MOST", 3)
    tokens = [_token(key, f"p{nth}") for nth in range(4)]
    for one in tokens:
        identity.officer(one)
    assert sum(identity.remembered(one) is not None for one in tokens) == 1
    assert identity.officer(tokens[0]).person.subject == "p0"
    assert keys.looks == 5
