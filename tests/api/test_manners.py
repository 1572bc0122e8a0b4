"""How answers behave towards browsers, proxies and programs that ask again and again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from councils_at_work import Clock, Council
from starlette.testclient import TestClient

from api.manners import DEPRECATED, Retired
from api.problems import KINDS, Kind
from api.routes.problem_pages import ADVICE
from api.settings import DEVELOPMENT

BOB = "Bob Baker"
ANN = {"issuer": DEVELOPMENT, "subject": "ann", "name": "Ann Archer"}


def test_nothing_new_is_answered_without_content(council: Council) -> None:
    """304 until anything is recorded; another question has another tag."""
    case = council.opened()
    for path in ("/v1/decision-log", f"/v1/cases/{case}/duties", f"/v1/cases/{case}/story"):
        settled = council.get(
            path, min_position=council.get(f"/v1/cases/{case}").json()["position"]
        )
        assert settled.status_code == 200
        tag = council.get(path).headers["etag"]
        asked = council.bearer() | {"If-None-Match": f'"x", {tag}'}
        same = council.client.get(path, headers=asked)
        assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
        assert same.headers["cache-control"] == "private, no-cache"
        assert council.client.get(path, headers=asked, params={"limit": 1}).status_code == 200
    council.stepped(case, "agree_at_risk", "sprg")
    assert council.client.get("/v1/decision-log", headers=asked).status_code == 200
    assert council.client.get(path, headers=asked).status_code == 200


def test_another_day_is_something_new(council: Council, clock: Clock) -> None:
    """What is overdue changes at midnight without any fact."""
    council.opened()
    asked = council.bearer() | {"If-None-Match": council.get("/v1/duties").headers["etag"]}
    token = council.token("Ann Archer", "cm", minutes=24 * 60)
    asked["Authorization"] = f"Bearer {token}"
    try:
        clock.ahead = timedelta(days=1)
        assert council.client.get("/v1/duties", headers=asked).status_code == 200
    finally:
        clock.ahead = timedelta()


def test_a_restriction_is_something_new_for_whoever_is_shut_out(council: Council) -> None:
    """The tag of what they saw is worth nothing any more."""
    case = council.opened()
    headers = council.bearer(BOB, "cm")
    before = council.client.get("/v1/decision-log", headers=headers)
    body = {"persons": [ANN], "reason": "a relative works there"}
    council.did(case, "restrictions", body, "Ann Archer", "dass")
    again = headers | {"If-None-Match": before.headers["etag"]}
    assert council.client.get("/v1/decision-log", headers=again).status_code == 200


def test_every_answer_says_how_it_may_be_used(council: Council) -> None:
    """Nothing is stored, guessed at, framed or run, whether it is an answer or a problem."""
    for path in ("/v1/rag", "/v1/feed", "/v1/nothing", "/health/live", "/openapi.json"):
        headers = council.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert headers["content-security-policy"].startswith("default-src 'none'")


def test_pages_run_no_script_and_load_nothing(client: TestClient) -> None:
    """They work without the network and under their own policy."""
    for path in ("/docs", "/problems", "/problems/not-found"):
        said = client.get(path, headers={"Accept": "text/html"})
        assert said.status_code == 200
        assert said.headers["content-type"] == "text/html; charset=utf-8"
        assert "style-src 'sha256-" in said.headers["content-security-policy"]
        assert "<script" not in said.text
        assert 'src="' not in said.text
        assert "<link" not in said.text
        assert '<html lang="en-GB">' in said.text


def test_the_page_of_the_api_shows_every_operation(client: TestClient) -> None:
    """Each with what to send."""
    page = client.get("/docs").text
    for methods in client.get("/openapi.json").json()["paths"].values():
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in page
    assert "if-match" in page


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_problem_has_a_page(client: TestClient, kind: Kind) -> None:
    """Its type is an address: in words for people, as data for programs."""
    page = client.get(f"/problems/{kind}")
    assert KINDS[kind].title in page.text
    told = client.get(f"/problems/{kind}", headers={"Accept": "application/json"}).json()
    assert (told["status"], told["do"]) == (KINDS[kind].status, ADVICE[kind].do)
    assert f'href="/problems/{kind}"' in client.get("/problems").text


def test_a_problem_that_is_none(client: TestClient) -> None:
    """404, as a problem document."""
    assert client.get("/problems/%3Cscript%3E").json()["type"] == "/problems/not-found"


def test_head_is_get_without_its_content(council: Council) -> None:
    """RFC 9110, 9.3.2."""
    headers = council.bearer()
    said = council.client.head("/v1/rag", headers=headers)
    assert (said.status_code, said.content) == (200, b"")
    assert said.headers["content-length"] == council.get("/v1/rag").headers["content-length"]


def test_a_method_that_is_not_taken(council: Council) -> None:
    """RFC 9110, 15.5.6: Allow names all methods of the address, of whichever route."""
    case = council.opened()
    expected = {
        "/v1/rag": "GET, HEAD",
        "/v1/cases": "POST",
        f"/v1/cases/{case}/disclosures": "GET, HEAD, POST",
    }
    for path, allowed in expected.items():
        said = council.client.delete(path, headers=council.bearer())
        assert (said.status_code, said.headers["allow"]) == (405, allowed)


def test_an_address_on_its_way_out_says_so(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """RFC 9745 and RFC 8594, from a table of routes."""
    since, ends = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    monkeypatch.setitem(DEPRECATED, "live", Retired(since, ends, "/docs#ready"))
    headers = client.get("/health/live").headers
    assert headers["deprecation"] == "@1767225600"
    assert headers["sunset"] == "Fri, 01 Jan 2027 00:00:00 GMT"
    assert headers["link"] == '</docs#ready>; rel="deprecation"; type="text/html"'
    assert "deprecation" not in client.get("/health/ready").headers


def test_a_body_in_pieces_is_counted_as_a_whole(council: Council) -> None:
    """Nobody gets past the limit by announcing no length."""

    def pieces() -> Iterator[bytes]:
        for _ in range(20):
            yield b"{}\n" * 20_000

    headers = council.bearer() | {"Content-Type": "application/x-ndjson"}
    said = council.client.post("/v1/imports", content=pieces(), headers=headers)
    assert (said.status_code, said.json()["type"]) == (413, "/problems/too-large")
