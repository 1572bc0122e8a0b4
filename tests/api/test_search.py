"""Search: in plain words, over one's own council, and never what one may not see."""

from collections.abc import Callable
from typing import Any

import pytest
from councils_at_work import Council

from api.settings import DEVELOPMENT

NAMED = {"issuer": DEVELOPMENT, "subject": "ann", "name": "Ann Archer"}


def found(council: Council, q: str, name: str = "Ann Archer", **asked: str) -> list[dict[str, Any]]:
    said = council.client.get(
        "/v1/search", headers=council.bearer(name, "cm"), params={"q": q, **asked}
    )
    assert said.status_code == 200, said.text
    return said.json()["rows"]


def about(council: Council, name: str, service: str = "1-4711") -> str:
    services = [{"id": service, "name": name, "type": "care home"}]
    return council.opened(services=services)


def kinds(rows: list[dict[str, Any]]) -> set[str]:
    return {row["kind"] for row in rows}


def test_a_case_and_its_service_by_their_words_and_ids(council: Council) -> None:
    """Any form of a word; of an id, its beginning."""
    case = about(council, "Willow Gardens")
    for q in ("willow", "WILLOW garden", '"willow gardens"', "1-47", "1-4711", "willow 1-47"):
        rows = found(council, q)
        assert {"case", "service"} <= kinds(rows), q
        assert {row["case"] for row in rows} == {case}, q
    for q in ("willow -gardens", "1-4712", '"gardens willow"', "1-47 oak", "4711"):
        assert found(council, q) == [], q
    (row,) = found(council, "willow", kind="service")
    assert (row["id"], row["text"]) == ("1-4711", "Willow Gardens, care home")


def test_a_decision_by_the_words_of_its_reason(council: Council) -> None:
    """Words are found in any form, and shown as plain text."""
    case = about(council, "Oak Lodge")
    reason = "unexplained bruising <b>was</b> reported by the district nurse"
    body = {"step": "agree_at_risk", "reason": reason}
    council.did(case, "decisions", body, "Sid", "sprg")
    (row,) = found(council, "bruises reporting", kind="decision")
    assert (row["case"], "bruising" in row["text"]) == (case, True)
    assert found(council, "bruises", kind="case") == []


def test_nobody_finds_what_is_restricted_to_others(council: Council) -> None:
    """Canary: not by words, ids, kind, nor as known before; whoever is named finds it."""
    case = about(council, "Canary House", "1-9999")
    before = council.get(f"/v1/cases/{case}").json()["known_since"]
    restriction = {"persons": [NAMED], "reason": "canary relative on the team"}
    council.did(case, "restrictions", restriction, "Ann Archer", "dass")
    for asked in ({}, {"as_known": before}, {"kind": "case"}, {"kind": "decision"}):
        for q in ("canary", "1-9999", "canary or house"):
            assert found(council, q, name="Bob Baker", **asked) == []
    assert {"case", "service", "decision"} <= kinds(found(council, "canary"))


def test_nobody_finds_what_is_another_councils(
    council: Council, new_council: Callable[[], Council]
) -> None:
    """Councils are apart."""
    about(council, "Canary House")
    assert found(new_council(), "canary") == []
    assert found(council, "canary")


def test_as_known_then(council: Council) -> None:
    """What was recorded later is not found in the past."""
    first = about(council, "Birch Court", "1-1")
    then = council.get(f"/v1/cases/{first}").json()["known_since"]
    second = about(council, "Birch View", "1-2")
    assert {row["case"] for row in found(council, "birch", as_known=then)} == {first}
    assert {row["case"] for row in found(council, "birch")} == {first, second}


def test_a_row_that_says_it_no_more_is_found_only_in_the_past(council: Council) -> None:
    """Search answers from the rows that stand."""
    case = about(council, "Cedar Place")
    then = council.get(f"/v1/cases/{case}").json()["known_since"]
    council.stepped(case, "agree_at_risk", "sprg")
    assert found(council, "routine cedar", kind="case") == []
    assert len(found(council, "routine cedar", kind="case", as_known=then)) == 1


def test_page_by_page_newest_first(council: Council) -> None:
    """Each once, however many pages."""
    cases = [about(council, "Maple Row", f"1-{number}") for number in range(5)]
    seen, asked = list[str](), dict[str, str]()
    while True:
        said = council.get("/v1/search", "cm", q="maple", kind="case", limit=2, **asked)
        seen += [row["case"] for row in said.json()["rows"]]
        if said.json()["next"] is None:
            break
        asked = {"cursor": said.json()["next"]}
    assert seen == cases[::-1]


@pytest.mark.parametrize("q", ["the", "a of", "-", '"', "x", "", "a" * 201, "nul \0 here"])
def test_nothing_to_look_for(council: Council, q: str) -> None:
    """Refused in words, with the field."""
    said = council.get("/v1/search", "cm", q=q)
    assert said.status_code == 422
    assert said.json()["type"] == "/problems/not-understood"


@pytest.mark.parametrize("q", ["1-1':*|'x", "' | zebra", "a & !b", "<-> :*", "\\", "1-'", "💥 x1"])
def test_signs_of_the_query_language_are_only_text(council: Council, q: str) -> None:
    """Nothing that is sent is read as more than words."""
    assert council.get("/v1/search", "cm", q=q).status_code in {200, 422}


def test_no_log_holds_what_was_asked(council: Council, capsys: pytest.CaptureFixture[str]) -> None:
    """The line of a request names the address, not the question."""
    found(council, "wolverine")
    said = capsys.readouterr()
    assert '"route":"/v1/search"' in said.out
    assert "wolverine" not in said.out + said.err
