import json
from typing import Any

import pytest
from councils_at_work import Council, a_case

from concerns.register import Register


def _lines(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines()]


def test_a_request_is_one_line_without_anything_about_a_person(
    council: Council, capsys: pytest.CaptureFixture[str]
) -> None:
    """Design 11: no names, no reasons, no questions, no ids of cases: the route's template."""
    case = council.opened()
    capsys.readouterr()
    body = {"step": "agree_at_risk", "reason": "Mrs Secret fell"}
    council.post(
        f"/v1/cases/{case}/decisions", body, "sprg", name="Wilhelmina Nameless", if_match='"v1"'
    )
    council.get(f"/v1/cases/{case}/story", cursor="U2VjcmV0", limit=7)
    printed = capsys.readouterr().out
    act, question = _lines(printed)
    for secret in ("Secret", "Wilhelmina", "Nameless", "wilhelmina", case, "limit", "U2Vj"):
        assert secret not in printed
    assert act["route"] == "/v1/cases/{case}/decisions"
    assert (act["method"], act["status"]) == ("POST", 200)
    assert act["authority"] == council.authority
    assert act["ms"] > 0
    assert question["route"] == "/v1/cases/{case}/story"
    assert act["position"] > 0
    assert (
        set(act) - {"position"}
        == set(question)
        == {
            "authority",
            "correlation_id",
            "event",
            "level",
            "method",
            "ms",
            "request_id",
            "route",
            "status",
            "timestamp",
        }
    )


def test_a_request_is_found_again_by_its_id(
    council: Council, capsys: pytest.CaptureFixture[str]
) -> None:
    """Design 12: the answer names the line, and a caller's own id joins lines across systems."""
    headers = council.bearer() | {"X-Correlation-Id": "job-42.step_1"}
    said = council.client.get("/v1/rag", headers=headers)
    (line,) = _lines(capsys.readouterr().out)
    assert line["request_id"] == said.headers["x-request-id"]
    assert line["correlation_id"] == said.headers["x-correlation-id"] == "job-42.step_1"


@pytest.mark.parametrize("said", ["Mrs Secret", "a@b.example", "x" * 65, "a;b", ""])
def test_a_correlation_id_that_could_name_a_person_is_not_kept(
    council: Council, capsys: pytest.CaptureFixture[str], said: str
) -> None:
    """Design 11."""
    headers = council.bearer() | {"X-Correlation-Id": said}
    answer = council.client.get("/v1/rag", headers=headers)
    (line,) = _lines(capsys.readouterr().out)
    assert line["correlation_id"] == line["request_id"] == answer.headers["x-correlation-id"]


def test_an_error_of_ours_is_logged_by_its_place_never_its_words(
    council: Council, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Design 11: an error's text may quote what somebody wrote."""

    def broken(*_: object) -> int:
        raise RuntimeError("Mrs Secret fell")

    monkeypatch.setattr(Register, "append", broken)
    said = council.post("/v1/cases", a_case(), "cm")
    printed = capsys.readouterr()
    (line,) = _lines(printed.out)
    assert "Secret" not in printed.out + printed.err
    assert line["status"] == said.status_code == 500
    assert line["level"] == "error"
    assert line["error"] == "RuntimeError"
    assert "test_api_logs.py:" in line["error_at"]
    assert line["request_id"] == said.json()["request_id"]


def test_a_callers_trace_joins_lines_and_a_problem_is_named_by_its_kind(
    council: Council, capsys: pytest.CaptureFixture[str]
) -> None:
    """W3C Trace Context: the trace id, where no correlation id is given."""
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    sent = council.bearer() | {"traceparent": f"00-{trace}-00f067aa0ba902b7-01"}
    council.client.get("/v1/rag", headers=sent)
    council.client.get("/v1/nowhere", headers=sent | {"X-Correlation-Id": "job-42"})
    council.client.get("/v1/rag", headers=sent | {"traceparent": f"00-{'0' * 32}-00f067aa-01"})
    known, named, wrong = _lines(capsys.readouterr().out)
    assert known["correlation_id"] == trace
    assert (named["correlation_id"], named["problem"]) == ("job-42", "not-found")
    assert wrong["correlation_id"] == wrong["request_id"]
