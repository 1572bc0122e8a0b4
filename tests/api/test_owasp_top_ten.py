"""OWASP API Security Top 10 (2023): what no other test of ours shows already.

Which test shows which of the ten is in docs/explanation/security.md.
"""

import time
from typing import Any

import pytest
from councils_at_work import Council, a_case, routes
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient
from test_api_walk import SIGNED, awaiting_sign_off

PATIENT = 5.0
"""Seconds within which even a busy machine answers what is refused; a pattern that goes back and
forth over 50,000 characters takes minutes."""


def sent(council: Council, path: str, content: bytes) -> Response:
    headers = council.bearer() | {"Content-Type": "application/json", "If-Match": '"v1"'}
    return council.client.post(path, content=content, headers=headers)


def closed(told: dict[str, Any], schema: dict[str, Any], seen: set[str]) -> list[str]:
    """Names of schemas below one that would take a field nobody knows."""
    found = list[str]()
    reference = schema.get("$ref")
    if reference and reference not in seen:
        seen.add(reference)
        name = reference.rsplit("/", 1)[-1]
        named = told["components"]["schemas"][name]
        if named.get("properties") and named.get("additionalProperties") is not False:
            found.append(name)
        found += closed(told, named, seen)
    for value in schema.values():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                found += closed(told, one, seen)
    return found


def test_api3_no_command_takes_a_field_nobody_knows(client: TestClient) -> None:
    """Nothing can be set that is not asked for: of every body that the description describes."""
    told, seen, bodies = client.get("/openapi.json").json(), set[str](), 0
    open_to_more = set[str]()
    for path, operations in told["paths"].items():
        for operation in operations.values():
            content = operation.get("requestBody", {}).get("content", {})
            if "application/json" in content and not path.startswith("/v1/development"):
                bodies += 1
                open_to_more |= set(closed(told, content["application/json"]["schema"], seen))
    assert open_to_more == set()
    assert bodies > 40


@pytest.mark.parametrize("field", ["by", "recorded_at", "authority", "version", "roles", "id"])
def test_api3_nobody_says_who_acted_or_when(council: Council, field: str) -> None:
    """These come from the token and the clock; whoever sends them is refused, by name."""
    said = council.post("/v1/cases", a_case(**{field: "x"}), "cm")
    assert (said.status_code, said.json()["where"]) == (422, f"body.{field}")


@pytest.mark.parametrize(
    "detail",
    [
        b"[" * 5_000 + b"]" * 5_000,
        b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
        b"9" * 50_000,
        b"-" + b"9" * 4_300,
        b"1e99999",
        b'"' + b"x" * 900_000 + b'"',
        b"[" + b"0," * 400_000 + b"0]",
        b"{" + b",".join(b'"k%d":0' % n for n in range(60_000)) + b"}",
    ],
    ids=["lists", "objects", "digits", "negative", "exponent", "text", "items", "names"],
)
def test_api4_a_body_that_costs_much_is_refused_quickly(council: Council, detail: bytes) -> None:
    """Deep, wide, long or huge: an answer in words and nothing recorded."""
    case = council.opened()
    body = b'{"step": "agree_at_risk", "reason": "x", "details": {"x": ' + detail + b"}}"
    began = time.monotonic()
    said = sent(council, f"/v1/cases/{case}/decisions", body)
    assert time.monotonic() - began < PATIENT
    assert 400 <= said.status_code < 500, said.text[:200]
    assert len(said.content) < 5_000
    assert council.get(f"/v1/cases/{case}").headers["etag"] == '"v1"'


@pytest.mark.parametrize(
    "query",
    [
        "limit=201",
        "limit=0",
        "limit=-1",
        f"limit={'9' * 400}",
        f"min_position={2**63}",
        f"cursor={'A' * 50_000}",
        f"as_known={'2026-01-01T00:00:00.' + '0' * 50_000}",
        f"as_known={'2026-01-01T00:00:00' + '+' * 50_000}",
    ],
)
def test_api4_a_question_for_too_much(council: Council, query: str) -> None:
    """Pages have a longest, numbers an end; patterns are matched once, however long the text."""
    began = time.monotonic()
    said = council.client.get(f"/v1/decision-log?{query}", headers=council.bearer())
    assert time.monotonic() - began < PATIENT
    assert said.status_code in {400, 422}


def test_api4_thousands_of_parameters(council: Council) -> None:
    """Nobody reads them; they cost no more than their bytes."""
    query = "&".join(f"p{number}=x" for number in range(5_000))
    began = time.monotonic()
    said = council.client.get(f"/v1/rag?{query}", headers=council.bearer())
    assert time.monotonic() - began < PATIENT
    assert said.status_code == 200


LONG = [
    "a" * 50_000,
    "1-" * 25_000,
    "2026-" * 10_000,
    " " * 50_000 + "!",
    "X" * 49_999 + "\n",
    "~?" * 25_000,
]


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_api4_fifty_thousand_characters_where_a_pattern_is_expected(
    council: Council, text: str
) -> None:
    """In dates, ids and headers: refused or taken, but never pondered."""
    began = time.monotonic()
    case = a_case(occurred=text, procedure=text, provider={"id": text, "name": text})
    answers = [council.post("/v1/cases", case, "cm")]
    headers = council.bearer() | {"Idempotency-Key": text.strip() or "x", "If-Match": text.strip()}
    headers["X-Correlation-Id"] = text.strip()
    answers.append(council.client.post("/v1/cases", json=a_case(), headers=headers))
    answers.append(
        council.client.get("/v1/rag", headers={"Authorization": f"Bearer {text.strip()}"})
    )
    assert time.monotonic() - began < PATIENT
    assert [one.status_code for one in answers if one.status_code >= 500] == []
    assert (answers[0].status_code, answers[2].status_code) == (422, 401)


def test_api6_one_person_in_both_roles_signs_once(council: Council) -> None:
    """NWR-RO-12: two signatures are of two people, whatever roles one person's token names."""
    case = awaiting_sign_off(council)
    body = {"step": "sign_off_suspension", "reason": "urgent", **SIGNED}
    council.did(case, "decisions", body, "Dora Dean", "dass", "nursing_director")
    tag = council.get(f"/v1/cases/{case}").headers["etag"]
    for roles in (("dass", "nursing_director"), ("nursing_director",)):
        said = council.post(
            f"/v1/cases/{case}/decisions", body, *roles, name="Dora Dean", if_match=tag
        )
        assert said.status_code == 409, said.text
    assert council.get("/v1/suspensions", suspended="true").json()["rows"] == []


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "X"])
def test_api8_no_other_method_does_anything(app: FastAPI, council: Council, method: str) -> None:
    """At no address of a case."""
    case = council.opened()
    paths = {one.path for one in routes(app) if "{case}" in one.path}
    for path in sorted(path.format_map({"case": case}) for path in paths if path.count("{") == 1):
        assert council.client.request(method, path, headers=council.bearer()).status_code == 405, (
            path
        )
    assert council.get(f"/v1/cases/{case}").headers["etag"] == '"v1"'


def test_api8_no_page_of_another_site_may_read_an_answer(council: Council) -> None:
    """CORS is closed: neither when asked beforehand nor with the answer is an origin let in."""
    origin = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    answers = [
        council.client.options("/v1/cases", headers=origin),
        council.client.get("/v1/rag", headers=council.bearer() | origin),
    ]
    for said in answers:
        assert not [name for name in said.headers if name.startswith("access-control-")]
        assert "server" not in said.headers
        assert "x-powered-by" not in said.headers


@pytest.mark.parametrize(
    "path", ["/debug", "/admin", "/redoc", "/.env", "/.git/config", "/v0/cases", "/static"]
)
def test_api9_nothing_is_there_that_is_often_forgotten(client: TestClient, path: str) -> None:
    """Pages of other programs, of an earlier version, of the folder it is served from."""
    assert client.get(path).status_code == 404


def test_api9_what_is_served_is_what_is_described(client: TestClient, app: FastAPI) -> None:
    """Method by method, for all that needs a token."""
    told = client.get("/openapi.json").json()["paths"]
    described = {(path, m.upper()) for path, operations in told.items() for m in operations}
    served = {
        (one.path, m) for one in routes(app) for m in one.methods if one.path.startswith("/v1")
    }
    assert served - described == set()
    assert len(served) > 100
