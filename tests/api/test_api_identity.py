import base64
import hmac
import stat
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from councils_at_work import Clock, Council
from fastapi import FastAPI
from fastapi.routing import APIRoute
from httpx2 import Response
from joserfc import jwt
from joserfc.jwk import ECKey
from pydantic import ValidationError
from starlette.testclient import TestClient

from api.app import create_app
from api.development import DevelopmentIssuer
from api.settings import DEVELOPMENT, Settings
from concerns.procedures.procedure import Procedure

OPEN_TO_ALL = {"/health/live", "/health/ready", "/v1/development/token"}


def _with(client: TestClient, token: str) -> Response:
    return client.get("/v1/rag", headers={"Authorization": f"Bearer {token}"})


def _refused(said: Response) -> None:
    assert said.status_code == 401
    assert said.json()["type"] == "/problems/not-identified"
    assert said.headers["www-authenticate"].startswith('Bearer realm="concerns"')


def _routes(app: FastAPI) -> list[APIRoute]:
    """Every route, also those of included routers, whether described or not."""
    included = [getattr(one, "original_router", None) for one in app.routes]
    found = [*app.routes, *(one for router in included if router for one in router.routes)]
    return [one for one in found if isinstance(one, APIRoute)]


def test_every_address_needs_a_token(client: TestClient, app: FastAPI) -> None:
    """Design 7: taken from the routes themselves, so that a new one without a token fails here."""
    told = client.get("/openapi.json").json()["paths"]
    asked = 0
    for path, operations in told.items():
        if path in OPEN_TO_ALL:
            continue
        filled = path.replace("{case}", "00000000-0000-7000-8000-000000000000")
        for method in operations:
            _refused(client.request(method, filled.format_map(defaultdict(lambda: "x")), json={}))
            asked += 1
    assert asked > 30
    assert {one.path for one in _routes(app)} == set(told)


def test_a_valid_token_opens_the_record_of_its_authority(council: Council) -> None:
    """Design 7."""
    assert _with(council.client, council.token()).status_code == 200


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer x", "Bearer a.b.c", "Bearer ..."]
)
def test_something_that_is_no_token(client: TestClient, header: str) -> None:
    """RFC 6750, 3: 401 with a challenge."""
    _refused(client.get("/v1/rag", headers={"Authorization": header}))


def test_an_expired_token(council: Council, clock: Clock) -> None:
    """RFC 7519, 4.1.4: not accepted after its expiry, by the server's clock."""
    token = council.token(minutes=5)
    clock.ahead = timedelta(minutes=4)
    before = _with(council.client, token)
    clock.ahead = timedelta(minutes=6)
    after = _with(council.client, token)
    clock.ahead = timedelta()
    assert before.status_code == 200
    _refused(after)


def _claims(council: Council, **other: object) -> dict[str, object]:
    now = datetime.now(UTC).timestamp()
    return {
        "iss": DEVELOPMENT,
        "aud": "provider-concerns",
        "sub": "ann",
        "name": "Ann Archer",
        "authority": council.authority,
        "roles": ["cm"],
        "iat": int(now),
        "exp": int(now) + 600,
    } | other


def _part(content: dict[str, object]) -> str:
    """A part of a token (RFC 7515, 2)."""
    return base64.urlsafe_b64encode(orjson.dumps(content)).decode().rstrip("=")


def _signed(settings: Settings, claims: dict[str, object]) -> str:
    """By the right key."""
    key = ECKey.import_key(orjson.loads((settings.data / "development-issuer.jwk").read_bytes()))
    return jwt.encode({"alg": "ES256", "kid": key.kid}, claims, key, algorithms=["ES256"])


def test_a_token_signed_by_hand_with_the_right_key_and_claims(
    council: Council, settings: Settings
) -> None:
    """So that the refusals below are for the reason they name."""
    assert _with(council.client, _signed(settings, _claims(council))).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another-program"},
        {"exp": "tomorrow"},
        {"exp": 0},
        {"iat": 4_000_000_000},
        {"sub": ""},
        {"sub": 7},
        {"name": ""},
        {"authority": ["a", "b"]},
        {"roles": "cm"},
    ],
)
def test_a_well_signed_token_that_says_something_else(
    council: Council, settings: Settings, wrong: dict[str, object]
) -> None:
    """RFC 7519, 4.1: issuer, audience, times and subject are all checked."""
    _refused(_with(council.client, _signed(settings, _claims(council, **wrong))))


@pytest.mark.parametrize("missing", ["iss", "aud", "sub", "name", "authority", "iat", "exp"])
def test_a_well_signed_token_that_leaves_something_out(
    council: Council, settings: Settings, missing: str
) -> None:
    """RFC 7519, 4.1: what must be said must be said."""
    claims = _claims(council)
    del claims[missing]
    _refused(_with(council.client, _signed(settings, claims)))


def test_a_token_signed_with_another_key(council: Council, settings: Settings) -> None:
    """RFC 7515, 5.2: whatever key the header names."""
    kept = orjson.loads((settings.data / "development-issuer.jwk").read_bytes())
    other = ECKey.generate_key("P-256")
    for header in ({"alg": "ES256", "kid": kept["kid"]}, {"alg": "ES256"}):
        token = jwt.encode(header, _claims(council), other, algorithms=["ES256"])
        _refused(_with(council.client, token))


def test_a_token_whose_words_were_changed_after_signing(council: Council) -> None:
    """RFC 7515, 5.2."""
    header, payload, signature = council.token("Ann Archer", "cm").split(".")
    read = orjson.loads(base64.urlsafe_b64decode(payload + "=="))
    changed = _part(read | {"roles": ["dass"]})
    _refused(_with(council.client, f"{header}.{changed}.{signature}"))


def test_a_token_that_nobody_signed(council: Council) -> None:
    """RFC 8725, 3.1: `none` is never an algorithm, in whatever letters."""
    for name in ("none", "None", "NONE", ""):
        token = f"{_part({'alg': name, 'typ': 'JWT'})}.{_part(_claims(council))}."
        _refused(_with(council.client, token))


def test_a_token_signed_with_the_public_key_as_a_secret(
    council: Council, settings: Settings
) -> None:
    """RFC 8725, 3.1: the server chooses the algorithms, not the token."""
    kept = orjson.loads((settings.data / "development-issuer.jwk").read_bytes())
    public = ECKey.import_key(kept).as_pem(private=False)
    said = f"{_part({'alg': 'HS256', 'kid': kept['kid']})}.{_part(_claims(council))}"
    signature = hmac.digest(public, said.encode(), "sha256")
    token = f"{said}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"
    _refused(_with(council.client, token))


def test_the_development_key_is_made_once_and_kept_from_others(settings: Settings) -> None:
    """Design 7: only its owner may read it, and tokens outlive a restart."""
    one = DevelopmentIssuer(settings.data, "a").keys.as_dict()
    other = DevelopmentIssuer(settings.data, "a").keys.as_dict()
    mode = (settings.data / "development-issuer.jwk").stat().st_mode
    assert one == other
    assert "d" not in one["keys"][0]
    assert stat.S_IMODE(mode) == 0o600
    assert [file.name for file in settings.data.glob("development-issuer*")] == [
        "development-issuer.jwk"
    ]


def test_a_newcomer_gets_a_token_in_development(council: Council) -> None:
    """So that somebody new can try every role."""
    wish = {"sub": "new", "name": "Nia New", "authority": council.authority, "roles": ["cm"]}
    said = council.client.post("/v1/development/token", json=wish)
    assert said.status_code == 200
    assert said.json()["expires_in"] == 3600
    assert _with(council.client, said.json()["access_token"]).status_code == 200


def _production(settings: Settings, **more: object) -> Settings:
    keys = settings.data / "keys.json"
    public = DevelopmentIssuer(settings.data, "a").keys.as_dict(private=False)
    keys.write_bytes(orjson.dumps(public))
    return Settings(
        **{
            "env": "production",
            "database_url": settings.database_url,
            "data": settings.data,
            "token_keys": keys,
            "token_issuer": "https://login.example",
            **more,
        }
    )


@pytest.mark.parametrize(
    ("without", "named"),
    [
        ({"database_url": None}, "CONCERNS_DATABASE_URL"),
        ({"token_keys": None}, "CONCERNS_TOKEN_KEYS"),
        ({"token_issuer": DEVELOPMENT}, "CONCERNS_TOKEN_ISSUER"),
    ],
)
def test_production_does_not_start_on_what_is_for_trying(
    settings: Settings, without: dict[str, object], named: str
) -> None:
    """Design 13: no database of its own, no development issuer."""
    with pytest.raises(ValidationError, match=named):
        _production(settings, **without)


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_no_setting_allows_an_algorithm_without_a_public_key(algorithm: str) -> None:
    """RFC 8725, 3.1."""
    with pytest.raises(ValidationError, match="token_algorithms"):
        Settings.model_validate({"token_algorithms": [algorithm]})


def test_production_gives_no_tokens_and_takes_none_of_development(
    settings: Settings, procedures: dict[str, Procedure], council: Council
) -> None:
    """Design 13: there is no such address; only the identity provider's own tokens are valid."""
    app = create_app(_production(settings), known=procedures)
    assert "/v1/development/token" not in {one.path for one in _routes(app)}
    with TestClient(app) as client:
        wish = {"sub": "new", "name": "Nia", "authority": council.authority}
        assert client.post("/v1/development/token", json=wish).status_code == 404
        _refused(_with(client, council.token()))
        theirs = _signed(settings, _claims(council, iss="https://login.example"))
        assert _with(client, theirs).status_code == 200
