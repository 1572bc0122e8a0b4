"""A case for named persons only: for everybody else it does not exist, anywhere."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from councils_at_work import Council, routes
from fastapi import FastAPI
from fastapi.routing import APIRoute

from api.settings import DEVELOPMENT
from concerns.casework import Casework
from concerns.commands.break_glass import BreakGlass
from concerns.vocabulary import Officer, Person

SERVICE = "Zebra House"
REASON = "the registered manager's sister works in the team"
NAMED = {"issuer": DEVELOPMENT, "subject": "ann", "name": "Ann Archer"}
BOB = "Bob Baker"


def restricted(council: Council) -> str:
    """A case that only Ann may see."""
    case = council.opened(services=[{"id": "1-999", "name": SERVICE, "type": "care home"}])
    council.stepped(case, "agree_at_risk", "sprg")
    council.did(case, "restrictions", {"persons": [NAMED], "reason": REASON}, "Ann Archer", "dass")
    return case


def addresses(app: FastAPI, method: str, *, of_a_case: bool) -> list[APIRoute]:
    """Every address of that method, of a case or of none, among those that need a token."""
    found = [
        one
        for one in routes(app)
        if method in one.methods
        and one.path.startswith("/v1")
        and "/development" not in one.path
        and ("{case}" in one.path) is of_a_case
    ]
    assert len(found) > 10, "the addresses were not found"
    return found


def as_bob(council: Council, path: str, *roles: str, **asked: str) -> Any:
    return council.client.get(
        path, headers=council.bearer(BOB, *(roles or ("cm", "dass"))), params=asked
    )


def filled(route: APIRoute, case: str, council: Council) -> str:
    """The address with something in each place of it."""
    found = council.get(f"/v1/cases/{case}/facts").json()["rows"]
    parts = {
        "case": case,
        "decision": found[-1]["fact"]["id"] if found else str(uuid4()),
        "fact": found[-1]["fact"]["id"] if found else str(uuid4()),
        "duty": "tell_cqc#2",
        "paper": "at_risk_letter",
        "procedure": "north-west-routes",
        "form": "cloudevents",
        "position": "2",
        "sha256": "0" * 64,
        "item": str(uuid4()),
    }
    return route.path.format_map(parts)


def test_no_address_tells_an_outsider_of_a_restricted_case(app: FastAPI, council: Council) -> None:
    """Lists, counts, feed, exports: what Bob reads is what he would read were it not there."""
    case = restricted(council)
    told = []
    for route in addresses(app, "GET", of_a_case=False):
        asked = {"purpose": "looking around", "q": "zebra"}
        said = as_bob(council, filled(route, case, council), **asked)
        if SERVICE in said.text or case in said.text or REASON in said.text:
            told.append(route.path)
    assert told == []
    assert as_bob(council, "/v1/rag").json()["rows"] == []
    assert as_bob(council, "/v1/rag", by="council").json()["open_cases"] == 0
    assert as_bob(council, "/v1/feed").json() == []
    known = council.get("/v1/rag").json()["rows"]
    assert [row["case"] for row in known] == [case]


def test_every_address_of_the_case_answers_as_if_there_were_none(
    app: FastAPI, council: Council
) -> None:
    """The same status and words as for an id that was never given out, then and now."""
    case, nothing = restricted(council), str(uuid4())
    before = council.get(f"/v1/cases/{case}/facts").json()["rows"][0]["known_since"]
    for route in addresses(app, "GET", of_a_case=True):
        path = filled(route, case, council)
        for asked in ({}, {"as_known": before}):
            here, there = (
                as_bob(council, one, **asked) for one in (path, path.replace(case, nothing))
            )
            assert here.status_code == there.status_code != 200, route.path
            assert without_ids(here.json()) == without_ids(there.json()), route.path


def test_every_act_on_the_case_answers_as_if_there_were_none(
    app: FastAPI, council: Council
) -> None:
    """Whatever is sent: not even which version is current is told."""
    case, nothing = restricted(council), str(uuid4())
    for route in addresses(app, "POST", of_a_case=True):
        if "glass-breakings" in route.path:
            continue
        path = filled(route, case, council)
        headers = council.bearer(BOB, "cm", "dass") | {"If-Match": '"v2"'}
        body = {"fact": str(uuid4()), "purpose": "to know", "reason": "to know"}
        here, there = (
            council.client.post(one, json=body, headers=headers)
            for one in (path, path.replace(case, nothing))
        )
        assert here.status_code == there.status_code, route.path
        assert here.status_code in {404, 422}, route.path
        assert without_ids(here.json()) == without_ids(there.json()), route.path


def test_another_may_open_a_case_about_the_same_service(council: Council) -> None:
    """A refusal because one is open already would tell that there is one."""
    case = restricted(council)
    body = council.get(f"/v1/cases/{case}").json()["services"]
    said = council.post(
        "/v1/cases",
        {
            "procedure": "north-west-routes",
            "reason": "a concern of my own",
            "provider": {"id": "1-101", "name": "Acme"},
            "services": body,
        },
        "cm",
        name=BOB,
    )
    assert said.status_code == 201, said.text
    assert as_bob(council, "/v1/rag").json()["rows"][0]["case"] == said.json()["case"]


def test_an_auditor_reads_it_and_changes_nothing(council: Council) -> None:
    """Everything of their council; every act is refused, whatever other roles they hold."""
    case = restricted(council)
    seen = as_bob(council, f"/v1/cases/{case}", "auditor", "dass")
    assert seen.status_code == 200
    assert as_bob(council, "/v1/feed", "auditor").json()
    headers = council.bearer(BOB, "auditor", "dass") | {"If-Match": seen.headers["etag"]}
    said = council.client.post(
        f"/v1/cases/{case}/log-entries",
        json={"log": "action", "text": "x", "reason": "x"},
        headers=headers,
    )
    assert said.status_code == 403
    assert "auditor" in said.json()["detail"]


@pytest.mark.parametrize("guest", ["provider", "placing_authority", "regulator"])
def test_a_guest_reads_no_case(council: Council, guest: str) -> None:
    """Those outside see what is shared with them, whatever other roles their token names."""
    case = council.opened()
    for path in ("/v1/rag", "/v1/feed", f"/v1/cases/{case}"):
        assert as_bob(council, path, guest, "cm").status_code == 403


def test_the_glass_is_broken_on_record_and_reviewed_by_another(
    council: Council, capsys: pytest.CaptureFixture[str]
) -> None:
    """For some hours; an alarm is raised, the named persons see it, and somebody else reviews."""
    case = restricted(council)
    asked = {"hours": 2, "reason": "a resident's daughter is on the telephone"}
    path = f"/v1/cases/{case}/glass-breakings"
    said = council.post(path, asked, "cm", name=BOB)
    assert said.status_code == 200, said.text
    assert '"event": "glass-broken"' in capsys.readouterr().out.replace('":"', '": "')
    assert as_bob(council, f"/v1/cases/{case}").status_code == 200
    row = council.get("/v1/glass-breakings", min_position=said.json()["position"]).json()["rows"][0]
    assert (row["by"]["name"], row["reviewed"]) == (BOB, None)
    tag = council.get(f"/v1/cases/{case}").headers["etag"]
    review = {"fact": row["fact"], "finding": "justified", "reason": "it could not wait"}
    own = council.post(f"/v1/cases/{case}/glass-reviews", review, "dass", name=BOB, if_match=tag)
    assert (own.status_code, "another" in own.json()["detail"]) == (409, True)
    council.did(case, "glass-reviews", review, "Ann Archer", "dass")


def test_the_glass_is_whole_again_when_the_hours_are_over(app: FastAPI, council: Council) -> None:
    """For reading and for acting alike; nobody has to remember to close anything."""
    case = restricted(council)
    works = app.state.service.councils.of(council.authority).casework
    earlier = Casework(
        works.register,
        works.procedures,
        clock=lambda: datetime.now(UTC) - timedelta(hours=3),
        new_id=uuid4,
    )
    bob = Person(issuer=DEVELOPMENT, subject="bob", name=BOB)
    officer = Officer(person=bob, authority=council.authority, roles=frozenset({"cm"}))
    earlier.ask(BreakGlass(hours=2, reason="it was urgent"), officer, UUID(case))
    assert as_bob(council, f"/v1/cases/{case}").status_code == 404
    assert as_bob(council, f"/v1/cases/{case}/permitted").status_code == 404


def test_nobody_breaks_the_glass_of_what_is_not_there(
    council: Council, new_council: Callable[[], Council]
) -> None:
    """Nor of an open case, nor of another council's, nor without a role in the procedure."""
    case, asked = restricted(council), {"hours": 2, "reason": "to know"}
    path = f"/v1/cases/{case}/glass-breakings"
    assert council.post(path, asked, "administrator", name=BOB).status_code == 404
    assert new_council().post(path, asked, "cm", name=BOB).status_code == 404
    assert council.post(path.replace(case, str(uuid4())), asked, "cm").status_code == 404
    assert council.post(path, {**asked, "hours": 25}, "cm", name=BOB).status_code == 422
    assert council.post(path, asked, "cm").status_code == 409


def test_opened_again_everybody_sees_it(council: Council) -> None:
    """The reason why it was restricted is then on record for all."""
    case = restricted(council)
    council.did(case, "restriction-endings", {"reason": "the sister left"}, "Ann Archer", "dass")
    assert as_bob(council, f"/v1/cases/{case}").status_code == 200


def test_nobody_shuts_themselves_out(council: Council) -> None:
    """Whoever restricts a case can open it again."""
    case = council.opened()
    tag = council.get(f"/v1/cases/{case}").headers["etag"]
    said = council.post(
        f"/v1/cases/{case}/restrictions",
        {"persons": [NAMED], "reason": REASON},
        "dass",
        name=BOB,
        if_match=tag,
    )
    assert (said.status_code, said.json()["where"]) == (422, "persons")


def without_ids(said: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if key != "request_id"}
