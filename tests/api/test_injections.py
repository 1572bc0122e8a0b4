"""What is sent is text: never SQL, a path, a header, a pattern or a line of a log."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import orjson
import pytest
from councils_at_work import Council, a_case, routes
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant

SQL = [
    "' OR '1'='1",
    "'; DROP TABLE concerns.fact; --",
    '" OR 1=1 --',
    "%",
    "_",
    "\\'",
    "$$x$$",
    "{0}",
]
NUL = ["a\0b", "\0"]
PATHS = [
    "..%2f..%2fetc%2fpasswd",
    "..%5c..%5cetc",
    "%2e%2e",
    "%00",
    "a%0d%0ab",
    "%ff",
    "....//",
    "~root",
]
TRICKS = [
    "\u202eevil",
    "a\u200bb",
    "\ufeffx",
    "\u0430nn",
    "A\u030a" * 50,
    "\ud7ff\U0010ffff",
    "ﬁ",
    "İ",
]


def _asked(of: Dependant) -> Iterator[str]:
    for one in of.query_params:
        yield one.alias
    for one in of.dependencies:
        yield from _asked(one)


def _questions(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Every address of a council's whole record, with each thing that can be asked of it."""
    for route in routes(app):
        path = route.path
        ours = path.startswith("/v1/") and not path.startswith(("/v1/development", "/v1/shared/"))
        if ours and "GET" in route.methods and "{" not in path:
            yield from ((path, name) for name in sorted(set(_asked(route.dependant))))


@pytest.mark.parametrize("text", [*SQL, *NUL, *TRICKS], ids=ascii)
def test_no_question_is_read_as_sql(app: FastAPI, council: Council, text: str) -> None:
    """Answered with no more rows than without it, or refused in words; the record is there."""
    council.opened()
    asked = 0
    for path, name in _questions(app):
        said = council.client.get(path, params={name: text}, headers=council.bearer())
        assert said.status_code in {200, 400, 403, 422}, (path, name, said.text)
        asked += 1
    assert asked > 100
    assert len(council.get("/v1/feed").json()) == 1


@pytest.mark.parametrize("name", PATHS)
def test_no_part_of_an_address_is_a_path(council: Council, name: str) -> None:
    """Documents, papers, dossiers, exports and procedures are looked up, never opened by name."""
    case = council.opened()
    for path in (
        f"/v1/cases/{case}/documents/{name}",
        f"/v1/cases/{case}/papers/{name}",
        f"/v1/cases/{case}/dossiers/{name}",
        f"/v1/procedures/{name}",
        f"/v1/exports/{name}",
        f"/v1/cases/{name}",
    ):
        said = council.client.get(path, headers=council.bearer())
        assert said.status_code in {404, 405, 422}, (path, said.text)
        assert "root:" not in said.text


@pytest.mark.parametrize("word", ["a\r\nSet-Cookie: x=1", "a\nb", 'a"b', "a;b=c", "ä", "a b"])
def test_no_header_of_ours_holds_what_a_caller_sent(council: Council, word: str) -> None:
    """A correlation id comes back only where it is plain; a title never becomes a header."""
    raw = word.encode()
    said = council.client.get("/v1/rag", headers=council.bearer() | {"X-Correlation-Id": raw})
    assert said.headers["x-correlation-id"] == said.headers["x-request-id"]
    assert "set-cookie" not in said.headers
    case = council.opened()
    lodged = council.client.post(
        f"/v1/cases/{case}/documents",
        params={"title": f"Minutes {word}", "source": word},
        content=b"Minutes",
        headers=council.bearer() | {"Content-Type": "text/plain", "If-Match": '"v1"'},
    )
    assert lodged.status_code in {200, 422}
    for row in council.get(f"/v1/cases/{case}/documents").json()["rows"]:
        read = council.client.get(
            f"/v1/cases/{case}/documents/{row['sha256']}", headers=council.bearer()
        )
        assert read.status_code == 200
        assert word not in str(read.headers)


@pytest.mark.parametrize("text", [*SQL, *TRICKS], ids=ascii)
def test_words_are_kept_as_they_were_sent(council: Council, text: str) -> None:
    """In the record they are the text that somebody wrote; nothing is lost and nothing runs."""
    body: dict[str, Any] = a_case(reason=f"because {text} was said")
    said = council.post("/v1/cases", body, "cm")
    assert said.status_code in {201, 422}, said.text
    if said.status_code == 201:
        facts = council.get(f"/v1/cases/{said.json()['case']}/facts")
        assert orjson.dumps(body["reason"]) in facts.content


def test_a_name_that_looks_like_another_is_another(council: Council) -> None:
    """Persons are told apart by issuer and subject; letters that look alike are not alike."""
    case = council.opened()
    named = {"issuer": "https://id.example", "subject": "ann", "name": "Ann Archer"}
    dana = {"issuer": "http://127.0.0.1:8000/v1/development", "subject": "dana", "name": "Dana"}
    council.did(
        case, "restrictions", {"persons": [dana, named], "reason": "to see"}, "Dana Drew", "dass"
    )
    for subject in ("d\u0430na", "DANA", "dana ", "dana\u200b"):
        token = council.token("Dana Drew", "dass", sub=subject)
        said = council.client.get(f"/v1/cases/{case}", headers={"Authorization": f"Bearer {token}"})
        assert said.status_code in {401, 404}, subject
    assert council.get(f"/v1/cases/{uuid4()}").status_code == 404
