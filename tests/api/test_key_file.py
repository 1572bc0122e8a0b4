"""Keys in a file: no network, and a file that is exchanged is read at once."""

from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from joserfc.jwk import ECKey
from provider_at_work import new_key, signed
from pydantic import ValidationError

from api.identity import Identity
from api.problems import ProblemFound
from api.settings import Settings
from api.tokens.key_file import KeyFile
from api.tokens.keys import KeysFaulty
from api.tokens.plain import Plain

ISSUER = "https://login.example"


def _write(file: Path, *keys: ECKey) -> None:
    file.write_bytes(orjson.dumps({"keys": [one.as_dict(private=False) for one in keys]}))


def _identity(file: Path) -> Identity:
    keys, shape = {ISSUER: KeyFile(file)}, Plain({})
    return Identity(keys, "here", ["ES256"], shape, lambda: datetime.now(UTC))


def _token(key: ECKey) -> str:
    now = int(datetime.now(UTC).timestamp())
    who = {"sub": "ann", "name": "Ann", "authority": "northtown"}
    return signed(key, {"iss": ISSUER, "aud": "here", **who, "iat": now, "exp": now + 60})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


def test_a_new_file_is_read_when_the_next_token_comes(file: Path) -> None:
    """Rotation without a restart: the new key is accepted, the old one no more."""
    old, new = new_key("old"), new_key("new")
    _write(file, old)
    identity = _identity(file)
    assert identity.officer(_token(old)).person.subject == "ann"
    _write(file, new)
    assert identity.officer(_token(new)).person.subject == "ann"
    with pytest.raises(ProblemFound) as found:
        identity.officer(_token(old))
    assert found.value.problem.reason == "unknown-key"


def test_a_file_that_is_spoilt_or_gone_changes_nothing(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The keys of before stay, and the log says so, once."""
    key, next_key = new_key("one"), new_key("two")
    _write(file, key)
    identity = _identity(file)
    file.write_text("{half")
    assert identity.officer(_token(key)).person.subject == "ann"
    assert identity.officer(_token(key)).person.subject == "ann"
    assert capsys.readouterr().out.count("token-keys-stay") == 1
    file.unlink()
    assert identity.officer(_token(key)).person.subject == "ann"
    _write(file, next_key)
    assert identity.officer(_token(next_key)).person.subject == "ann"


@pytest.mark.parametrize("content", ["", "{}", '{"keys": []}', '{"keys": [{"kty": "oct"}]}'])
def test_a_file_without_keys_is_an_error_at_the_start(file: Path, content: str) -> None:
    """Said with the file's name, before anybody's token is refused for it."""
    file.write_text(content)
    with pytest.raises(ValidationError, match=r"keys\.json: .*JWK Set"):
        Settings(token_keys=file)
    with pytest.raises(KeysFaulty, match="JWK Set"):
        KeyFile(file)


def test_a_file_that_is_not_there(file: Path) -> None:
    """The same."""
    with pytest.raises(ValidationError, match=r"keys\.json: No such file"):
        Settings(token_keys=file)


def test_no_file_is_named() -> None:
    """An empty variable is one that is not set."""
    assert Settings.model_validate({"token_keys": ""}).token_keys is None
