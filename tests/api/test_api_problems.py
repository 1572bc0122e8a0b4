from typing import Any

import psycopg
import pytest
from councils_at_work import Council, a_case
from httpx2 import Response
from starlette.testclient import TestClient

from concerns.casework import Casework
from concerns.register import Register
from concerns.storage.door import OutcomeUnknown


def _is(said: Response, status: int, kind: str) -> dict[str, Any]:
    told = said.json()
    assert (said.status_code, told["type"]) == (status, f"/problems/{kind}"), said.text
    assert said.headers["content-type"] == "application/problem+json"
    assert told["status"] == status
    assert told["request_id"] == said.headers["x-request-id"]
    return told


def _decide(council: Council, case: str, body: dict[str, object], *roles: str) -> Response:
    return council.post(f"/v1/cases/{case}/decisions", body, *roles, if_match='"v1"')


def test_a_step_the_procedure_does_not_allow_now(council: Council) -> None:
    """Design 12: 409 with the requirement ids that say no, and whether a departure is possible."""
    case = council.opened()
    body = {"step": "report_progress", "reason": "progress", "details": {"summary": "some"}}
    told = _is(_decide(council, case, body, "cqs"), 409, "refused-by-procedure")
    assert "NWR-ST-04" in told["clause"]
    assert told["departure_possible"] is True
    assert "the case stands at “Routine monitoring”" in str(told["detail"])


def test_a_step_for_another_role(council: Council) -> None:
    """Design 12: 403."""
    body = {"step": "agree_at_risk", "reason": "three alerts"}
    told = _is(_decide(council, council.opened(), body, "cm"), 403, "not-your-role")
    assert "Strategic Provider Risk Group" in str(told["detail"])


def test_opening_a_case_in_no_role(council: Council) -> None:
    """Design 12: 403."""
    _is(council.post("/v1/cases", a_case(), "dmt"), 403, "not-your-role")


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_a_decision_without_a_reason(council: Council, reason: str) -> None:
    """Design 3: a blank reason can never be right."""
    body = {"step": "agree_at_risk", "reason": reason}
    told = _is(_decide(council, council.opened(), body, "sprg"), 422, "not-understood")
    assert told["where"] == "reason"


def test_a_procedure_nobody_knows(council: Council) -> None:
    """Design 12: 422 that says which there are."""
    said = council.post("/v1/cases", a_case(procedure="atlantis"), "cm")
    told = _is(said, 422, "not-understood")
    assert told["where"] == "procedure"
    assert "north-west-routes" in str(told["detail"])


def test_a_second_open_case_about_the_same_service(council: Council) -> None:
    """Design 8: one open case for a service under a procedure."""
    council.opened("1-777")
    _is(council.post("/v1/cases", a_case("1-777"), "cm"), 409, "refused-by-procedure")


def test_a_step_the_procedure_does_not_have(council: Council) -> None:
    """Design 12: 422 names the field."""
    body = {"step": "dance", "reason": "why not"}
    told = _is(_decide(council, council.opened(), body, "sprg"), 422, "not-understood")
    assert told["where"] == "step"


@pytest.mark.parametrize("occurred", ["yesterday", "2026-02-30", "2026-13", "32/01/2026", ""])
def test_a_date_that_is_none(council: Council, occurred: str) -> None:
    """Design 3: dates are EDTF; the answer says where the bad one is."""
    body = {"step": "agree_at_risk", "reason": "alerts", "occurred": occurred}
    told = _is(_decide(council, council.opened(), body, "sprg"), 422, "not-understood")
    assert told["where"] == "body.occurred"
    assert "Try 2014-07-26" in str(told["detail"])
    assert not occurred or occurred not in str(told["detail"]).partition("Try")[0]


def test_an_act_dated_in_the_future(council: Council) -> None:
    """Design 3: an act in the future can never be right."""
    body = {"step": "agree_at_risk", "reason": "alerts", "occurred": "2999-01-01"}
    told = _is(_decide(council, council.opened(), body, "sprg"), 422, "not-understood")
    assert told["where"] == "occurred"


def test_what_was_sent_is_never_repeated(council: Council) -> None:
    """Design 11: an answer about a bad field holds no text that the caller sent."""
    said = council.post("/v1/cases", a_case(provider="Mrs Secret of Elm Lane"), "cm")
    told = _is(said, 422, "not-understood")
    assert told["errors"][0]["where"] == "body.provider"
    assert "Secret" not in said.text


def test_a_field_nobody_asked_for(council: Council) -> None:
    """Design 12: 422 names each wrong field."""
    told = _is(council.post("/v1/cases", a_case(colour="red"), "cm"), 422, "not-understood")
    assert told["where"] == "body.colour"


@pytest.mark.parametrize("body", [b"{", b"", b"\xff\xfe", b'{"reason": ', b"[" * 100_000])
def test_a_body_that_is_not_json(council: Council, body: bytes) -> None:
    """Design 12: malformed, and never a stack trace. Nothing at all is a missing body: 422."""
    headers = council.bearer() | {"Content-Type": "application/json"}
    said = council.client.post("/v1/cases", content=body, headers=headers)
    kind = (400, "not-readable") if body else (422, "not-understood")
    _is(said, *kind)


@pytest.mark.parametrize(
    "body",
    [
        a_case(reason="nul \0 character"),
        a_case(services=[{"id": "1-\0", "name": "Elm", "type": "care home"}]),
    ],
)
def test_a_character_that_the_record_cannot_hold(council: Council, body: dict[str, object]) -> None:
    """Design 12: bad input is answered with what is wrong, and changes nothing."""
    _is(council.post("/v1/cases", body, "cm"), 422, "not-understood")
    assert council.get("/v1/feed").json() == []


@pytest.mark.parametrize("number", ["9" * 30, "1e400", "-1", '"\\ud800"'])
def test_a_detail_that_the_record_cannot_hold(council: Council, number: str) -> None:
    """Design 12: numbers too large and broken text are refused like any other bad field."""
    case = council.opened()
    said = '{"step": "agree_at_risk", "reason": "x", "details": {"number": NUMBER}}'
    content = said.replace("NUMBER", number)
    headers = council.bearer("Bea", "sprg") | {
        "Content-Type": "application/json",
        "If-Match": '"v1"',
    }
    path = f"/v1/cases/{case}/decisions"
    _is(council.client.post(path, content=content, headers=headers), 422, "not-understood")


def test_a_body_larger_than_the_record_takes(council: Council) -> None:
    """Design 12: 413, whether or not the length was announced."""
    huge = b'{"reason": "' + b"x" * 1_100_000 + b'"}'
    headers = council.bearer() | {"Content-Type": "application/json"}
    _is(council.client.post("/v1/cases", content=huge, headers=headers), 413, "too-large")
    parts = iter([huge[:600_000], huge[600_000:]])
    _is(council.client.post("/v1/cases", content=parts, headers=headers), 413, "too-large")


def test_a_fact_larger_than_the_record_takes(council: Council) -> None:
    """Design 3: long material is a document, referred to by its digest."""
    told = _is(council.post("/v1/cases", a_case(reason="x" * 70_000), "cm"), 413, "too-large")
    assert "Lodge long material as a document" in str(told["detail"])


def test_an_address_that_is_none(council: Council) -> None:
    """RFC 9457 for the framework's own answers too; it says where every address is described."""
    told = _is(council.get("/v1/nothing"), 404, "not-found")
    assert "/docs" in str(told["detail"])
    _is(council.get("/v1/cases/not-a-uuid"), 422, "not-understood")
    _is(council.client.delete("/v1/rag"), 405, "not-possible-here")


def test_a_case_that_is_none(council: Council) -> None:
    """Design 12: 404, whatever is asked about it."""
    case = "00000000-0000-7000-8000-000000000000"
    for path in ("", "/story", "/facts", "/permitted", "/duties", "/duties/x/explain"):
        _is(council.get(f"/v1/cases/{case}{path}"), 404, "not-found")
    body = {"step": "agree_at_risk", "reason": "alerts"}
    for tag in ('"v0"', '"v1"'):
        said = council.post(f"/v1/cases/{case}/decisions", body, "sprg", if_match=tag)
        _is(said, 404, "not-found")


def test_an_error_of_ours_tells_nothing_of_itself(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Design 12: never a stack trace; the request's id says where to look."""

    def broken(*_: object) -> int:
        raise RuntimeError("Mrs Secret of Elm Lane")

    monkeypatch.setattr(Register, "of_case", broken)
    said = council.get("/v1/cases/00000000-0000-7000-8000-000000000000")
    _is(said, 500, "unexpected")
    assert "Secret" not in said.text
    assert "RuntimeError" not in said.text
    assert "Traceback" not in said.text


@pytest.mark.parametrize(
    "lost", [OutcomeUnknown("an id"), psycopg.OperationalError("host 10.0.0.1 is down")]
)
def test_a_database_that_does_not_answer(
    council: Council, monkeypatch: pytest.MonkeyPatch, lost: Exception
) -> None:
    """Design 12: 503 with Retry-After, and nothing about the server."""

    def away(*_: object, **__: object) -> None:
        raise lost

    monkeypatch.setattr(Casework, "ask", away)
    said = council.post("/v1/cases", a_case(), "cm")
    _is(said, 503, "try-again")
    assert int(said.headers["retry-after"]) > 0
    assert str(lost) not in said.text


def test_a_token_of_an_authority_that_keeps_no_record_here(council: Council) -> None:
    """Design 7: a signed token alone opens no record."""
    token = council.token(authority="elsewhere")
    said = council.client.get("/v1/rag", headers={"Authorization": f"Bearer {token}"})
    _is(said, 403, "unknown-authority")


def test_every_problem_is_described(client: TestClient) -> None:
    """Design 12: the description names each type of problem that a command can meet."""
    told = client.get("/openapi.json").json()
    responses = told["paths"]["/v1/cases/{case}/decisions"]["post"]["responses"]
    described = " ".join(one["description"] for one in responses.values())
    for kind in ("refused-by-procedure", "not-your-role", "case-has-changed", "version-needed"):
        assert f"/problems/{kind}" in described


def test_everything_that_is_wrong_with_the_details_at_once(council: Council) -> None:
    """A client mends one request, not one field at a time; each place is below `details`."""
    case = council.opened()
    council.stepped(case, "escalate_urgently", "sprg")
    council.stepped(case, "recommend_suspension", "sprg")
    tag = council.get(f"/v1/cases/{case}").headers["etag"]
    body = {"step": "draft_suspension_plan", "reason": "x", "details": {"items": {"id": "1"}}}
    said = council.post(f"/v1/cases/{case}/decisions", body, "cm", if_match=tag)
    told = _is(said, 422, "not-understood")
    assert told["where"] == "details.deadline"
    assert told["errors"] == [
        {"where": "details.deadline", "what": "Field required"},
        {"where": "details.items", "what": "Input should be a valid list"},
    ]
    assert told["detail"] == "deadline: Field required; items: Input should be a valid list"


def test_a_detail_the_step_does_not_have(council: Council) -> None:
    """The answer names those that it has."""
    case = council.opened()
    body = {"step": "hold_at_risk_session", "reason": "weekly", "details": {"mood": "good"}}
    told = _is(_decide(council, case, body, "sprg"), 422, "not-understood")
    assert told["where"] == "details.mood"
    assert "the details of “Hold the risk group's session on at-risk status” are: chair" in str(
        told["detail"]
    )


def test_a_choice_that_may_be_left_out(council: Council) -> None:
    """What is offered is named once, and not that one may leave it out."""
    told = _is(council.get("/v1/search", q="elm", kind="cases"), 422, "not-understood")
    assert told["errors"] == [
        {
            "where": "query.kind",
            "what": "Input should be 'case', 'service', 'decision' or 'concern'",
        }
    ]


def test_a_digest_of_a_case_that_has_changed(council: Council) -> None:
    """The version may be right and the digest another: the answer says which was wrong."""
    body = {"step": "agree_at_risk", "reason": "alerts", "seen": "0" * 64}
    told = _is(_decide(council, council.opened(), body, "sprg"), 412, "case-has-changed")
    assert told["where"] == "seen"
