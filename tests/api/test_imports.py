"""Bulk import: each line is one act, once, whatever happens to the others."""

from typing import Any
from uuid import uuid4

import orjson
from councils_at_work import Council, a_case
from httpx2 import Response

from api.settings import DEVELOPMENT

MEDIA_TYPE = "application/x-ndjson"


def opening(key: str, **more: object) -> dict[str, Any]:
    return {"key": key, "command": "cases", "body": a_case(**more)}


def entry(key: str, case: str, text: str = "checked") -> dict[str, Any]:
    body = {"log": "action", "entry": text, "reason": "as the old system says"}
    return {"key": key, "case": case, "command": "log-entries", "body": body}


def sent(council: Council, content: bytes, *roles: str, name: str = "Ann Archer") -> Response:
    headers = council.bearer(name, *roles) | {"Content-Type": MEDIA_TYPE}
    return council.client.post("/v1/imports", content=content, headers=headers)


def results(
    council: Council, *lines: dict[str, Any] | bytes, name: str = "Ann Archer"
) -> list[dict[str, Any]]:
    content = b"\n".join(one if isinstance(one, bytes) else orjson.dumps(one) for one in lines)
    said = sent(council, content, name=name)
    assert (said.status_code, said.headers["content-type"]) == (200, MEDIA_TYPE), said.text
    return [orjson.loads(line) for line in said.content.splitlines()]


def test_a_case_is_opened_and_spoken_of_by_its_key(council: Council) -> None:
    """`#` and the key of an earlier line means the case that it opened."""
    first, second, end = results(council, opening("a"), entry("b", "#a"))
    assert (first["result"], second["result"]) == ("done", "done")
    assert first["answer"]["case"] == second["answer"]["case"]
    assert second["answer"]["version"] == 2
    assert end == {"result": "end", "done": 2, "replayed": 0, "refused": 0}


def test_a_thousand_lines_ten_of_them_bad_and_all_of_it_again(council: Council) -> None:
    """In order; the bad ones are named and stop nobody; the second run does nothing twice."""
    case, stamp = council.opened(), uuid4().hex
    lines: list[dict[str, Any] | bytes] = [
        entry(f"{stamp}-{n}", case, f"line {n}") for n in range(1_000)
    ]
    bad = {n: f"no {n}" for n in range(50, 1_000, 100)}
    for n in bad:
        lines[n] = b'{"key": "half' if n < 500 else entry(f"{stamp}-{n}", str(uuid4()))
    first = results(council, *lines)
    assert [one["line"] for one in first[:-1]] == list(range(1, 1_001))
    assert {one["line"] - 1 for one in first[:-1] if one["result"] == "refused"} == set(bad)
    assert first[-1] == {"result": "end", "done": 990, "replayed": 0, "refused": 10}
    before = council.get(f"/v1/cases/{case}").json()["version"]
    again = results(council, *lines)
    assert again[-1] == {"result": "end", "done": 0, "replayed": 990, "refused": 10}
    assert council.get(f"/v1/cases/{case}").json()["version"] == before == 991
    done = [one["answer"]["facts"] for one in first if one["result"] == "done"]
    assert done == [one["answer"]["facts"] for one in again if one["result"] == "replayed"]


def test_each_refusal_says_what_is_wrong_and_where(council: Council) -> None:
    """The problem documents of the addresses, with the line's own places."""
    case = council.opened()
    unsigned = {"key": "k", "case": case, "command": "decisions", "body": {"step": "agree_at_risk"}}
    early = {"step": "report_progress", "reason": "p", "details": {"summary": "some"}}
    told = results(
        council,
        b"[]",
        opening("k1") | {"case": case},
        opening("k2", services="none"),
        unsigned,
        unsigned | {"key": "k3", "body": early},
        unsigned | {"key": "k4", "if_version": 9},
        unsigned | {"key": "k5", "command": "documents"},
        entry("k6", "#k2"),
        entry("k7", "elm house"),
        entry("not a key", case),
        b"\xff",
        b"",
    )
    kinds = [(one["problem"]["type"], one["problem"].get("where")) for one in told[:-1]]
    assert kinds[0][0] == "/problems/not-understood"
    assert kinds[1] == ("/problems/not-understood", "case")
    assert kinds[2] == ("/problems/not-understood", "body.services")
    assert kinds[3] == ("/problems/not-understood", "reason")
    assert kinds[4][0] == "/problems/refused-by-procedure"
    assert told[4]["problem"]["clause"]
    assert kinds[5][0] == "/problems/case-has-changed"
    assert kinds[6] == ("/problems/not-understood", "command")
    assert kinds[7] == ("/problems/not-found", "case")
    assert kinds[8] == ("/problems/not-understood", "case")
    assert kinds[9] == ("/problems/not-understood", "key")
    assert kinds[10] == ("/problems/not-readable", None)
    assert told[-1] == {"result": "end", "done": 0, "replayed": 0, "refused": 11}


def test_one_key_is_one_act_however_it_is_sent(council: Council) -> None:
    """A line replays what the address did, and a key used for something else is refused."""
    case = council.opened()
    line = entry("shared", case)
    said = council.post(
        f"/v1/cases/{case}/log-entries",
        line["body"],
        if_match='"v1"',
        Idempotency_Key="shared",
    )
    replayed, used, _ = results(council, line, entry("shared", case, "something else"))
    assert (replayed["result"], replayed["answer"]) == ("replayed", said.json())
    assert used["problem"]["type"] == "/problems/key-already-used"


def test_a_restricted_case_is_no_case(council: Council) -> None:
    """A line about it is refused as one about nothing is."""
    case = council.opened()
    ann = {"issuer": DEVELOPMENT, "subject": "ann", "name": "Ann Archer"}
    body = {"persons": [ann], "reason": "a relative works there"}
    council.did(case, "restrictions", body, "Ann Archer", "dass")
    here, there, _ = results(council, entry("a", case), entry("b", str(uuid4())), name="Bob Baker")
    assert here["problem"] == there["problem"]


def test_who_may_not_act_imports_nothing(council: Council) -> None:
    """An auditor is refused before any line is read."""
    assert sent(council, orjson.dumps(opening("x")), "auditor").status_code == 403


def test_too_many_lines_and_too_many_bytes(council: Council) -> None:
    """Refused whole, before the first act."""
    said = sent(council, b"{}\n" * 5_001)
    assert (said.status_code, "5000 lines" in said.json()["detail"]) == (413, True)
    assert sent(council, b"x" * 1_100_000).status_code == 413
    assert council.get("/v1/feed").json() == []
