import base64
import hmac
import stat
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from councils_at_work import Clock, Council, routes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from fastapi import FastAPI
from httpx2 import Response
from joserfc import jwt
from joserfc.jwk import ECKey
from pydantic import ValidationError
from starlette.testclient import TestClient

from api.app import create_app
from api.development import DevelopmentIssuer
from api.settings import DEVELOPMENT, Settings
from api.tokens.refused import REASONS
from concerns.procedures.procedure import Procedure

DEVELOPMENT_ONLY = {
    f"/v1/development/{place}" for place in (".well-known/openid-configuration", "jwks", "token")
}
PAGES = {"/docs", "/problems", "/problems/{kind}"}
"""For people: the same for everybody, with nothing of any record, and not described."""
OPEN_TO_ALL = {"/health/live", "/health/ready", *DEVELOPMENT_ONLY}


def _with(client: TestClient, token: str) -> Response:
    return client.get("/v1/rag", headers={"Authorization": f"Bearer {token}"})


def _refused(said: Response, reason: str) -> None:
    """Told by a stable word, and nothing of what the token said is told back."""
    assert said.status_code == 401
    assert said.json()["type"] == "/problems/not-identified"
    assert said.json()["reason"] == reason
    assert said.json()["detail"] == REASONS[reason]
    assert said.headers["www-authenticate"].startswith('Bearer realm="concerns"')


def test_every_address_needs_a_token(client: TestClient, app: FastAPI) -> None:
    """Design 7: taken from the routes themselves, so that a new one without a token fails here."""
    told = client.get("/openapi.json").json()["paths"]
    asked = 0
    for path, operations in told.items():
        if path in OPEN_TO_ALL:
            continue
        filled = path.replace("{case}", "00000000-0000-7000-8000-000000000000")
        for method in operations:
            place = filled.format_map(defaultdict(lambda: "x"))
            _refused(client.request(method, place, json={}), "no-token")
            asked += 1
    assert asked > 30
    others = PAGES | {"/metrics"}  # which has a token of its own
    assert {one.path for one in routes(app)} == set(told) | others


def test_a_valid_token_opens_the_record_of_its_authority(council: Council) -> None:
    """Design 7: to whoever holds some role there; a colleague without one reads nothing."""
    assert _with(council.client, council.token("Ann Archer", "cm")).status_code == 200
    for roles in ((), ("visitor",)):
        said = _with(council.client, council.token("Ann Archer", *roles))
        assert (said.status_code, said.json()["type"]) == (403, "/problems/not-your-role")


NO_TOKENS = {
    "": "no-token",
    "Bearer": "no-token",
    "Bearer ": "no-token",
    "Basic YTpi": "no-token",
    "Bearer x": "malformed",
    "Bearer a.b.c": "malformed",
    "Bearer ä.b.c": "malformed",
    "Bearer ...": "malformed",
    "Bearer e30.e30.e30": "header",
    "Bearer W10.e30.e30": "header",
    "Bearer WyJhbGciXQ.e30.e30": "header",
    "Bearer eyJhbGciOjd9.e30.e30": "header",
    "Bearer eyJhbGciOiJFUzI1NiJ9.e30.e30": "claims",
    "Bearer eyJhbGciOiJFUzI1NiJ9.W10.e30": "claims",
    "Bearer eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOlsxXX0.e30": "claims",
}


@pytest.mark.parametrize(("header", "reason"), NO_TOKENS.items())
def test_something_that_is_no_token(client: TestClient, header: str, reason: str) -> None:
    """RFC 6750, 3: 401 with a challenge."""
    _refused(client.get("/v1/rag", headers={"Authorization": header.encode()}), reason)


def test_the_challenge_names_an_error_only_where_there_was_a_token(client: TestClient) -> None:
    """RFC 6750, 3.1."""
    without = client.get("/v1/rag").headers["www-authenticate"]
    wrong = _with(client, "x").headers["www-authenticate"]
    assert without == 'Bearer realm="concerns"'
    assert wrong == 'Bearer realm="concerns", error="invalid_token"'


def test_an_expired_token(council: Council, clock: Clock) -> None:
    """RFC 7519, 4.1.4: not accepted after its expiry, by the server's clock."""
    token = council.token("Ann Archer", "cm", minutes=5)
    clock.ahead = timedelta(minutes=4)
    before = _with(council.client, token)
    clock.ahead = timedelta(minutes=6)
    after = _with(council.client, token)
    clock.ahead = timedelta()
    assert before.status_code == 200
    _refused(after, "expired")


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
    return _coded(orjson.dumps(content))


def _coded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _signed(settings: Settings, claims: dict[str, object], **header: object) -> str:
    """By the right key, whatever else the header says."""
    key = ECKey.import_key(orjson.loads((settings.data / "development-issuer.jwk").read_bytes()))
    said = {"alg": "ES256", "typ": "JWT", "kid": key.kid} | header
    shown = {name: value for name, value in said.items() if value is not None}
    signed = f"{_part(shown)}.{_part(claims)}"
    pair = decode_dss_signature(key.private_key.sign(signed.encode(), ECDSA(SHA256())))
    return f"{signed}.{_coded(b''.join(half.to_bytes(32) for half in pair))}"


def test_a_token_signed_by_hand_with_the_right_key_and_claims(
    council: Council, settings: Settings
) -> None:
    """So that the refusals below are for the reason they name."""
    assert _with(council.client, _signed(settings, _claims(council))).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"iss": "https://elsewhere.example"}, "issuer"),
        ({"iss": f"{DEVELOPMENT}/"}, "issuer"),
        ({"aud": "another-program"}, "audience"),
        ({"aud": ["another-program", "a-third"]}, "audience"),
        ({"aud": 7}, "audience"),
        ({"exp": "tomorrow"}, "claims"),
        ({"exp": 0}, "expired"),
        ({"iat": 4_000_000_000}, "not-yet-valid"),
        ({"nbf": 4_000_000_000}, "not-yet-valid"),
        ({"nbf": "soon"}, "not-yet-valid"),
        ({"sub": ""}, "claims"),
        ({"sub": 7}, "claims"),
        ({"name": ""}, "claims"),
        ({"name": "Ann\nArcher"}, "claims"),
        ({"authority": ["a", "b"]}, "claims"),
        ({"roles": "cm"}, "claims"),
    ],
)
def test_a_well_signed_token_that_says_something_else(
    council: Council, settings: Settings, wrong: dict[str, object], reason: str
) -> None:
    """RFC 7519, 4.1: issuer, audience, times and subject are all checked."""
    _refused(_with(council.client, _signed(settings, _claims(council, **wrong))), reason)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ({"crit": ["exp"], "exp": 4_000_000_000}, "header"),
        ({"crit": ["b64"], "b64": False}, "header"),
        ({"crit": []}, "header"),
        ({"crit": 7}, "header"),
        ({"typ": 7}, "header"),
        ({"typ": "logout+jwt"}, "not-an-access-token"),
        ({"typ": "dpop+jwt"}, "not-an-access-token"),
        ({"kid": "another"}, "unknown-key"),
    ],
)
def test_a_well_signed_token_with_another_header(
    council: Council, settings: Settings, header: dict[str, object], reason: str
) -> None:
    """RFC 7515, 4.1.11; RFC 8725, 3.11: what must be understood is not, or it is no such token."""
    _refused(_with(council.client, _signed(settings, _claims(council), **header)), reason)


@pytest.mark.parametrize("kind", ["JWT", "jwt", "at+jwt", "application/at+jwt", None])
def test_kinds_of_token_that_are_access_tokens(
    council: Council, settings: Settings, kind: str | None
) -> None:
    """RFC 9068, 2.1: and those that say nothing of their kind."""
    token = _signed(settings, _claims(council), typ=kind)
    assert _with(council.client, token).status_code == 200


def test_a_header_with_a_word_that_nobody_knows(council: Council, settings: Settings) -> None:
    """RFC 7515, 4: passed over, as long as it need not be understood."""
    token = _signed(settings, _claims(council), mood="gloomy")
    assert _with(council.client, token).status_code == 200


def test_a_token_meant_for_several_programs(council: Council, settings: Settings) -> None:
    """RFC 7519, 4.1.3: this one among them."""
    claims = _claims(council, aud=["another-program", "provider-concerns"])
    assert _with(council.client, _signed(settings, claims)).status_code == 200


@pytest.mark.parametrize("missing", ["iss", "aud", "sub", "name", "authority", "iat", "exp"])
def test_a_well_signed_token_that_leaves_something_out(
    council: Council, settings: Settings, missing: str
) -> None:
    """RFC 7519, 4.1: what must be said must be said."""
    claims = _claims(council)
    del claims[missing]
    _refused(_with(council.client, _signed(settings, claims)), "claims")


def test_a_token_signed_with_another_key(council: Council, settings: Settings) -> None:
    """RFC 7515, 5.2: whatever key the header names."""
    kept = orjson.loads((settings.data / "development-issuer.jwk").read_bytes())
    other = ECKey.generate_key("P-256")
    for header in ({"alg": "ES256", "kid": kept["kid"]}, {"alg": "ES256"}):
        token = jwt.encode(header, _claims(council), other, algorithms=["ES256"])
        _refused(_with(council.client, token), "signature")


def test_a_token_whose_words_were_changed_after_signing(council: Council) -> None:
    """RFC 7515, 5.2."""
    header, payload, signature = council.token("Ann Archer", "cm").split(".")
    read = orjson.loads(base64.urlsafe_b64decode(payload + "=="))
    changed = _part(read | {"roles": ["dass"]})
    _refused(_with(council.client, f"{header}.{changed}.{signature}"), "signature")


def test_a_token_that_nobody_signed(council: Council) -> None:
    """RFC 8725, 3.1: `none` is never an algorithm, in whatever letters."""
    for name in ("none", "None", "NONE", ""):
        token = f"{_part({'alg': name, 'typ': 'JWT'})}.{_part(_claims(council))}."
        _refused(_with(council.client, token), "algorithm")


def test_a_token_signed_with_the_public_key_as_a_secret(
    council: Council, settings: Settings
) -> None:
    """RFC 8725, 3.1: the server chooses the algorithms, not the token."""
    kept = orjson.loads((settings.data / "development-issuer.jwk").read_bytes())
    public = ECKey.import_key(kept).as_pem(private=False)
    said = f"{_part({'alg': 'HS256', 'kid': kept['kid']})}.{_part(_claims(council))}"
    signature = hmac.digest(public, said.encode(), "sha256")
    token = f"{said}.{_coded(signature)}"
    _refused(_with(council.client, token), "algorithm")


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
        ({"token_keys": None, "token_issuer": "our-login"}, "CONCERNS_TOKEN_KEYS"),
        ({"token_keys": None, "token_issuer": "http://login.example"}, "CONCERNS_TOKEN_KEYS"),
        ({"token_keys": None, "token_issuer": "http://localhost:9"}, "CONCERNS_TOKEN_KEYS"),
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
    assert not [one.path for one in routes(app) if "development" in one.path]
    with TestClient(app) as client:
        wish = {"sub": "new", "name": "Nia", "authority": council.authority}
        for path in DEVELOPMENT_ONLY:
            assert client.get(path).status_code == 404
            assert client.post(path, json=wish).status_code == 404
        _refused(_with(client, council.token()), "issuer")
        theirs = _signed(settings, _claims(council, iss="https://login.example"))
        assert _with(client, theirs).status_code == 200
