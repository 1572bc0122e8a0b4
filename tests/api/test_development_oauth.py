"""A client written against the development issuer works against a real one."""

from base64 import b64encode
from typing import Any

import pytest
from httpx2 import Response
from joserfc import jwt
from joserfc.jwk import KeySet
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import DEVELOPMENT, Settings
from concerns.procedures.procedure import Procedure

BASE = "/v1/development"
GRANT = {"grant_type": "client_credentials", "client_id": "crm", "client_secret": "any"}


def _asked(client: TestClient, form: dict[str, Any], **headers: str) -> Response:
    return client.post(f"{BASE}/token", data=form, headers=headers)


def _claims(client: TestClient, token: str) -> dict[str, Any]:
    """Verified as a client would: by the keys that the description leads to."""
    told = client.get(f"{BASE}/.well-known/openid-configuration").json()
    keys = KeySet.import_key_set(client.get(told["jwks_uri"]).json())
    return jwt.decode(token, keys, algorithms=["ES256"]).claims


def test_a_client_finds_its_way_from_the_issuer(client: TestClient) -> None:
    """OpenID Connect Discovery 4: description, keys, token; the issuer is the address asked."""
    at_home = TestClient(client.app, base_url="http://127.0.0.1:8000")
    told = at_home.get(f"{DEVELOPMENT}/.well-known/openid-configuration").json()
    assert told["issuer"] == DEVELOPMENT
    assert told["token_endpoint"] == f"{DEVELOPMENT}/token"
    said = at_home.post(told["token_endpoint"], data={**GRANT, "scope": "cm dmt"})
    assert said.status_code == 200
    assert said.headers["cache-control"] == "no-store"
    assert (said.json()["token_type"], said.json()["expires_in"]) == ("Bearer", 3600)
    claims = _claims(at_home, said.json()["access_token"])
    assert (claims["iss"], claims["client_id"]) == (DEVELOPMENT, "crm")
    assert claims["roles"] == ["cm", "dmt"]
    assert "name" not in claims


def test_keys_are_public_halves_only(client: TestClient) -> None:
    """RFC 7517, 9.2."""
    (key,) = client.get(f"{BASE}/jwks").json()["keys"]
    assert key["kid"]
    assert "d" not in key


def test_a_program_acts_as_itself(settings: Settings, procedures: dict[str, Procedure]) -> None:
    """RFC 6749, 4.4: it opens a case under the name that the settings give it."""
    named = settings.model_copy(update={"service_accounts": {"crm": "Northtown CRM"}})
    with TestClient(create_app(named, known=procedures)) as client:
        token = _asked(client, {**GRANT, "scope": "cm"}).json()["access_token"]
        bearer = {"Authorization": f"Bearer {token}"}
        body = {
            "procedure": "north-west-routes",
            "provider": {"id": "1-101", "name": "Acme Care"},
            "services": [{"id": "1-7007", "name": "Elm House", "type": "care home"}],
            "reason": "three alerts in a week",
        }
        said = client.post("/v1/cases", json=body, headers=bearer)
        assert said.status_code == 201, said.text
        assert "Northtown CRM" in said.json()["facts"][0]["sentence"]
        (event,) = [
            one
            for one in client.get("/v1/feed", headers=bearer).json()
            if one["subject"] == said.json()["case"]
        ]
        person = event["data"]["by"]["person"]
        assert person == {"issuer": DEVELOPMENT, "subject": "crm", "name": "Northtown CRM"}


def test_the_secret_may_be_in_the_header(client: TestClient) -> None:
    """RFC 6749, 2.3.1: words are coded as in a form."""
    coded = b64encode(b"the%3Acrm:a+secret").decode()
    form = {"grant_type": "client_credentials"}
    said = _asked(client, form, Authorization=f"Basic {coded}")
    assert _claims(client, said.json()["access_token"])["client_id"] == "the:crm"


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": ""}, 400, "unsupported_grant_type"),
        ({"grant_type": ["client_credentials", "password"]}, 400, "invalid_request"),
        ({"client_secret": ""}, 401, "invalid_client"),
        ({"client_id": ""}, 401, "invalid_client"),
        ({"client_id": "x" * 300}, 400, "invalid_request"),
        ({"client_id": "a\nb"}, 400, "invalid_request"),
    ],
)
def test_a_form_that_is_refused(
    client: TestClient, change: dict[str, Any], status: int, error: str
) -> None:
    """RFC 6749, 5.2: in the words that every client library knows."""
    said = _asked(client, {**GRANT, **change})
    assert (said.status_code, said.json()["error"]) == (status, error)
    assert said.headers["content-type"] == "application/json"


def test_a_header_that_cannot_be_read(client: TestClient) -> None:
    """RFC 6749, 5.2: 401 with a challenge."""
    said = _asked(client, GRANT, Authorization="Basic ?")
    assert (said.status_code, said.json()["error"]) == (401, "invalid_client")
    assert said.headers["www-authenticate"] == "Basic"


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ('{"sub": "a", "name": "A"}', "body.authority"),
        ('{"sub": "a", "name": "A", "authority": "n", "mood": "gloomy"}', "body.mood"),
        ('{"sub": "", "name": "A", "authority": "n"}', "body.sub"),
    ],
)
def test_a_wish_that_is_refused(client: TestClient, body: str, where: str) -> None:
    """As everywhere else: what is wrong and where."""
    json = {"Content-Type": "application/json"}
    said = client.post(f"{BASE}/token", content=body, headers=json)
    assert said.status_code == 422
    assert said.json()["where"] == where


def test_a_wish_that_is_not_json(client: TestClient) -> None:
    """RFC 9457."""
    json = {"Content-Type": "application/json"}
    said = client.post(f"{BASE}/token", content="{", headers=json)
    assert (said.status_code, said.json()["type"]) == (400, "/problems/not-readable")
