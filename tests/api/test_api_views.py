import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from councils_at_work import Clock, Council, a_case
from guests_at_work import Guest, shared
from httpx2 import Response

from concerns.projections import VIEWS, fold
from concerns.projector import Projector
from concerns.register import Register

CASE_NOUNS = (
    "story",
    "decision-log",
    "duties",
    "tellings",
    "plans",
    "logs",
    "suspensions",
    "departures",
    "chronology",
    "rag",
)
COUNCIL_NOUNS = ("rag", "decision-log", "duties", "suspensions", "tellings", "departures", "logs")


def _rows(said: Response) -> list[dict[str, object]]:
    assert said.status_code == 200, said.text
    return said.json()["rows"]


def _at_risk(council: Council) -> tuple[str, int]:
    """A case at risk, and the position of the last fact."""
    case = council.opened()
    return case, council.stepped(case, "agree_at_risk", "sprg").json()["position"]


def test_a_story_read_after_ones_own_act_holds_it(council: Council) -> None:
    """Design 12: min_position waits until the views hold one's own act."""
    case, position = _at_risk(council)
    story = _rows(council.get(f"/v1/cases/{case}/story", min_position=position))
    assert [row["name"] for row in story] == ["case-opened/1", "at-risk-status-agreed/1"]
    assert story[-1]["position"] == position
    assert datetime.fromisoformat(str(story[-1]["known_since"])) <= datetime.now(UTC)


def test_a_position_that_does_not_come_is_not_waited_for_for_ever(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Design 12: the wait is bounded, then 503 with Retry-After."""
    monkeypatch.setattr("api.asking.PATIENCE", 0.05)
    case, position = _at_risk(council)
    said = council.get(f"/v1/cases/{case}/story", min_position=position + 1)
    assert said.status_code == 503
    assert said.json()["type"] == "/problems/try-again"
    assert said.headers["retry-after"] == "2"


@pytest.mark.parametrize("noun", CASE_NOUNS)
def test_a_case_as_known_before_an_act_and_after(council: Council, noun: str) -> None:
    """Design 5: as known at an instant, a view is the fold of the facts recorded by then."""
    case, position = _at_risk(council)
    path = f"/v1/cases/{case}/{noun}"
    register = Register(council.client.app.state.service.councils.pool, council.authority)
    facts = register.of_case(UUID(case))
    council.did(case, "log-entries", {"log": "request", "entry": "records"}, "Cm", "cm")
    view = VIEWS[{"story": "case-story", "rag": "rag-status"}.get(noun, noun)]
    for known in (facts[:1], facts):
        asked = known[-1].recorded_at.isoformat()
        rows = _rows(council.get(path, as_known=asked, min_position=position))
        expected = fold(view, [one.fact for one in known])
        told = [
            {key: row[key] for key in doc} for row, doc in zip(rows, _docs(expected), strict=True)
        ]
        assert told == _docs(expected)


def _docs(folded: dict[str, dict[str, object]]) -> list[dict[str, object]]:
    return [doc for _, doc in sorted(folded.items())]


def test_before_it_was_opened_there_was_no_such_case(council: Council) -> None:
    """Design 5: nobody knew of it then."""
    case, _ = _at_risk(council)
    before = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    for path in ("", "/story", "/facts"):
        said = council.get(f"/v1/cases/{case}{path}", as_known=before)
        assert said.status_code == 404


def test_a_case_stands_as_it_was_known_then(council: Council) -> None:
    """Design 5: the same question about the same instant has the same answer for ever."""
    case = council.opened()
    then = council.get(f"/v1/cases/{case}").json()["known_since"]
    before = council.get(f"/v1/cases/{case}", as_known=then).json()
    council.stepped(case, "agree_at_risk", "sprg")
    after = council.get(f"/v1/cases/{case}", as_known=then).json()
    assert after == before
    assert after["colour"] == {"answer": None, "cannot_be_told": ""}
    assert council.get(f"/v1/cases/{case}").json()["colour"]["answer"] == "amber"


def test_a_case_as_at_a_day_counts_what_had_happened(council: Council) -> None:
    """Design 5: what happened and when it was recorded are two clocks."""
    case = council.opened(occurred="2026-01-05")
    council.stepped(case, "agree_at_risk", "sprg", occurred="2026-01-12")
    path = f"/v1/cases/{case}"
    early, late = council.get(path, as_at="2026-01-11"), council.get(path, as_at="2026-01-12")
    assert early.json()["stage"]["answer"] == "Routine monitoring"
    assert late.json()["stage"]["answer"] == "Route 1: at risk of suspension"
    story = council.get(f"{path}/story", as_at="2026-01-11")
    assert [row["name"] for row in _rows(story)] == ["case-opened/1"]
    assert _rows(council.get(f"{path}/duties", as_at="2026-01-11")) == []
    assert len(_rows(council.get(f"{path}/duties", as_at="2026-01-12"))) == 2


def test_an_uncertain_date_is_not_resolved_by_guessing(council: Council) -> None:
    """Design 5: where the answer depends on it, it cannot be told."""
    case = council.opened(occurred="2026-01-05")
    council.stepped(case, "agree_at_risk", "sprg", occurred="2026-01")
    told = council.get(f"/v1/cases/{case}", as_at="2026-01-20").json()
    assert told["colour"]["answer"] is None
    assert "January 2026" in told["colour"]["cannot_be_told"]
    assert len(told["uncertain"]) == 1
    assert len(council.get(f"/v1/cases/{case}/story", as_at="2026-01-20").json()["uncertain"]) == 1


@pytest.mark.parametrize(
    ("asked", "bad"),
    [
        ("as_known", "2026-01-05"),
        ("as_known", "2026-01-05T10:00:00"),
        ("as_known", "2026-01-05T10:00:00 01:00"),
        ("as_known", "1767607200"),
        ("as_known", "2026-02-30T10:00:00Z"),
        ("as_known", "2026-01-05T25:00:00Z"),
        ("as_known", "0001-01-01T00:00:00+23:59"),
        ("as_known", "9999-12-31T23:59:59-23:59"),
        ("as_at", "2026-02-30"),
        ("as_at", "5 January"),
        ("as_at", "20260105"),
        ("min_position", "-1"),
        ("min_position", "9" * 30),
        ("limit", "0"),
        ("limit", "201"),
    ],
)
def test_a_question_that_cannot_be_understood(council: Council, asked: str, bad: str) -> None:
    """Design 12: 422 that says what is wrong and where."""
    case = council.opened()
    said = council.get(f"/v1/cases/{case}/story", **{asked: bad})
    assert said.status_code == 422
    assert said.json()["where"] == f"query.{asked}"


def test_pages_follow_each_other_without_gap_or_repeat(council: Council) -> None:
    """Design 12: keyset pages with opaque cursors and Link: rel=next."""
    case, position = _at_risk(council)
    for number in range(3):
        entry = {"log": "request", "entry": f"request {number}"}
        position = council.did(case, "log-entries", entry, "Cm", "cm").json()["position"]
    whole = _rows(council.get(f"/v1/cases/{case}/story", min_position=position))
    path, paged, pages = f"/v1/cases/{case}/story?limit=2", list[dict[str, object]](), 0
    while path:
        said = council.get(path)
        paged += _rows(said)
        pages += 1
        link = re.fullmatch(r'<(.+)>; rel="next"', said.headers.get("link", ""))
        assert (said.json()["next"] is None) == (link is None)
        path = link[1] if link else ""
    assert pages == 3
    assert paged == whole


@pytest.mark.parametrize("path", ["story", "facts", "decision-log"])
def test_every_list_of_a_case_can_be_paged(council: Council, path: str) -> None:
    """Design 12: also the facts themselves, and as at a day."""
    case, position = _at_risk(council)
    whole = _rows(council.get(f"/v1/cases/{case}/{path}", min_position=position))
    for more in ({}, {"as_at": "2999-01-01"}):
        first = council.get(f"/v1/cases/{case}/{path}", limit=1, **more).json()
        cursor = first["next"]
        rest = council.get(f"/v1/cases/{case}/{path}", cursor=cursor, **more).json()
        assert first["rows"] + rest["rows"] == whole
        assert rest["next"] is None


@pytest.mark.parametrize("cursor", ["x", "!!!", "AAAA", "", "é", "YQ==", "_-_-"])
def test_a_cursor_that_nobody_gave(council: Council, cursor: str) -> None:
    """Design 12: 400."""
    said = council.get("/v1/decision-log", cursor=cursor)
    assert (said.status_code, said.json()["type"]) == (400, "/problems/not-readable")


def test_the_decision_log_is_in_the_order_of_the_decisions(council: Council) -> None:
    """Ids of facts sort by time, so a log keyed by them reads in order across cases."""
    cases = [council.opened() for _ in range(6)]
    log = _rows(council.get("/v1/decision-log"))
    assert [row["case"] for row in log] == cases


def test_the_decision_log_of_a_role_holds_that_roles_decisions_only(council: Council) -> None:
    """DER-RC-02: north west names no keeper, so nobody's own log holds its decisions."""
    _at_risk(council)
    assert len(_rows(council.get("/v1/decision-log"))) == 2
    assert _rows(council.get("/v1/decision-log", role="crm")) == []


def test_entries_of_one_log(council: Council) -> None:
    """DER-RC-01 to 10: each log by itself."""
    case = council.opened()
    for log in ("request", "risk"):
        entry = {"log": log, "entry": "something"}
        position = council.did(case, "log-entries", entry, "Cm", "cm").json()["position"]
    assert len(_rows(council.get(f"/v1/cases/{case}/logs", min_position=position))) == 2
    only = _rows(council.get(f"/v1/cases/{case}/logs", log="risk"))
    assert [row["log"] for row in only] == ["risk"]
    assert council.get(f"/v1/cases/{case}/logs", log="gossip").status_code == 422


def _delivered(council: Council) -> tuple[str, int]:
    """A case whose at-risk letter was delivered on Monday 5 January 2026."""
    case = council.opened(occurred="2026-01-05")
    council.stepped(case, "agree_at_risk", "sprg", occurred="2026-01-05")
    letter = {"duty": "at_risk_letter#2", "occurred": "2026-01-05"}
    council.did(case, "notifications", {**letter, "how": "post"}, "Cm", "cm")
    return case, council.did(case, "deliveries", letter, "Cm", "cm").json()["position"]


def test_what_is_overdue_depends_on_the_day_asked_about(council: Council, clock: Clock) -> None:
    """AMB-X-03: lateness is worked out when asked."""
    case, position = _delivered(council)
    late = _rows(council.get("/v1/duties", overdue="true", min_position=position))
    assert {row["duty"] for row in late} == {"plan_made#4", "plan_compliance#4"}
    assert all(row["overdue"] for row in late)
    others = _rows(council.get("/v1/duties", overdue="false"))
    assert {row["duty"] for row in others} == {"at_risk_letter#2", "regular_dialogue#2"}
    then = _rows(council.get(f"/v1/cases/{case}/duties", as_at="2026-01-12", overdue="true"))
    assert then == []
    then = _rows(council.get(f"/v1/cases/{case}/duties", as_at="2026-01-13", overdue="true"))
    assert [row["duty"] for row in then] == ["plan_made#4"]
    assert clock.ahead == timedelta()


def test_a_due_date_is_explained_day_by_day(council: Council) -> None:
    """Design 6: five working days after Monday 5 January 2026 are Monday 12 January."""
    case, position = _delivered(council)
    path = f"/v1/cases/{case}/duties/plan_made%234/explain"
    told = council.get(path, min_position=position).json()
    assert told["due"] == "2026-01-12"
    assert told["same_calendar"] is True
    assert told["lines"][0].startswith("Mon 5 January 2026: not counted")
    assert told["lines"][-1].startswith("Due Mon 12 January 2026: 5 working days after")


def test_a_duty_without_a_date_is_explained_too(council: Council) -> None:
    """Design 6: no date is invented."""
    case, position = _at_risk(council)
    path = f"/v1/cases/{case}/duties/regular_dialogue%232/explain"
    told = council.get(path, min_position=position).json()
    assert told["due"] is None
    assert told["lines"] == ["The procedure sets no date."]


def test_what_an_officer_may_do_now_and_why_not_the_rest(council: Council) -> None:
    """Design 12: permitted lists every step, with what stands against it."""
    case = council.opened()
    said = council.get(f"/v1/cases/{case}/permitted", "sprg")
    steps = {one["step"]: one for one in said.json()["steps"]}
    assert said.headers["etag"] == '"v1"'
    assert steps["agree_at_risk"]["permitted"] is True
    assert steps["sign_off_suspension"]["permitted"] is False
    against = steps["sign_off_suspension"]["against"]
    assert [one["your_role"] for one in against] == [False, True]
    assert all("NWR-ST-11" in one["clause"] for one in against)
    said = council.post(
        f"/v1/cases/{case}/decisions",
        {"step": "agree_at_risk", "reason": "alerts"},
        "sprg",
        if_match=said.headers["etag"],
    )
    assert said.status_code == 200


def test_what_was_permitted_then_is_not_told(council: Council) -> None:
    """A past permission would be a guess: roles come with the token of now."""
    case = council.opened()
    known = datetime.now(UTC).isoformat()
    assert council.get(f"/v1/cases/{case}/permitted", as_known=known).status_code == 422


def test_worry_by_case_service_provider_and_council(council: Council) -> None:
    """AMB-X-05: the worst colour of the open cases, with the cases that give it."""
    amber, _ = _at_risk(council)
    plain = council.opened("1-900")
    position = council.get(f"/v1/cases/{amber}").json()["position"]
    by_case = _rows(council.get("/v1/rag"))
    assert {row["case"]: row["colour"] for row in by_case} == {amber: "amber", plain: None}
    services = _rows(council.get("/v1/rag", by="service"))
    assert sorted(str(row["colour"]) for row in services) == ["None", "amber"]
    (provider,) = _rows(council.get("/v1/rag", by="provider"))
    assert (provider["id"], provider["colour"]) == ("1-101", "amber")
    assert provider["position"] == position + 1
    overview = council.get("/v1/rag", by="council").json()
    assert overview["open_cases"] == 2
    assert overview["by_colour"] == {"red": 0, "amber": 1, "green": 0, "no colour": 1}
    assert overview["position"] == position + 1
    first = council.get("/v1/rag", by="service", limit=1).json()
    rest = council.get("/v1/rag", by="service", cursor=first["next"]).json()
    assert first["rows"] + rest["rows"] == services


def test_two_councils_see_nothing_of_each_other(new_council: Callable[[], Council]) -> None:
    """Design 7: a caller sees the authority of their token; another's case does not exist."""
    ours, theirs = new_council(), new_council()
    case, position = _at_risk(ours)
    ours.get(f"/v1/cases/{case}/story", min_position=position)
    for path in ("", "/facts", "/permitted", *(f"/{noun}" for noun in CASE_NOUNS)):
        assert ours.get(f"/v1/cases/{case}{path}").status_code == 200
        assert theirs.get(f"/v1/cases/{case}{path}").status_code == 404
    for noun in COUNCIL_NOUNS:
        assert _rows(theirs.get(f"/v1/{noun}")) == []
    assert theirs.get("/v1/feed").json() == []
    body = {"log": "request", "entry": "let me in"}
    said = theirs.post(f"/v1/cases/{case}/log-entries", body, "cm", if_match='"v2"')
    assert said.status_code == 404
    assert len(ours.get("/v1/feed").json()) == 2


def test_the_feed_gives_every_fact_once_and_in_order(council: Council) -> None:
    """Design 12: CloudEvents 1.0, gap-free, resumable from any position."""
    case, _ = _at_risk(council)
    council.opened()
    events, after = list[dict[str, object]](), 0
    while batch := council.get("/v1/feed", after=after, limit=2).json():
        events += batch
        after = int(batch[-1]["sequence"])
    assert [event["sequence"] for event in events] == ["1", "2", "3"]
    facts = council.get(f"/v1/cases/{case}/facts").json()["rows"]
    first = events[0]
    assert first["specversion"] == "1.0"
    assert first["type"] == "case-opened/1"
    assert first["subject"] == case
    assert first["source"] == f"/authorities/{council.authority}"
    assert first["data"] == facts[0]["fact"]
    assert first["id"] == facts[0]["fact"]["id"]
    assert first["time"] == facts[0]["known_since"]
    said = council.get("/v1/feed", after=3)
    assert said.json() == []
    assert said.headers["link"] == '</v1/feed?after=3&limit=100>; rel="next"'
    assert said.headers["content-type"] == "application/cloudevents-batch+json"


def test_the_procedures_can_be_read(council: Council) -> None:
    """Design 4: as data, with the digest that decisions carry."""
    case = council.opened()
    (summary,) = council.get("/v1/procedures").json()
    whole = council.get("/v1/procedures/north-west-routes").json()
    standing = council.get(f"/v1/cases/{case}").json()
    assert whole["steps"]["agree_at_risk"]["to"] == "at_risk"
    assert whole["takes"]["sign_off_suspension"]["required"] == ["basis", "scope"]
    assert summary["digest"] == whole["digest"] == standing["procedure"]["digest"]
    assert council.get("/v1/procedures/atlantis").status_code == 404


def test_a_case_not_changed_since_is_not_sent_again(council: Council) -> None:
    """RFC 9110, 13.1.2: 304 for the ETag one has."""
    case = council.opened()
    headers = council.bearer() | {"If-None-Match": '"v1"'}
    assert council.client.get(f"/v1/cases/{case}", headers=headers).status_code == 304
    council.stepped(case, "agree_at_risk", "sprg")
    assert council.client.get(f"/v1/cases/{case}", headers=headers).status_code == 200


def test_no_question_writes_anything(council: Council, database: str) -> None:
    """Design 12: every GET of the description, asked of a real case, changes no table."""
    case, _ = _at_risk(council)
    sha256, _ = _lodged(council, case)
    item, guest = shared(council, case), Guest(council)
    position = council.post("/v1/cases?wait=sealed", a_case(), "cm").json()["position"]
    council.get("/v1/rag", min_position=position)
    before = _content(database, council.authority)
    paths = council.client.get("/openapi.json").json()["paths"]
    opening = council.get(f"/v1/cases/{case}/facts").json()["rows"][0]["fact"]["id"]
    asked = 0
    for path, operations in paths.items():
        if "get" in operations:
            filled = path.format(
                case=case,
                duty="regular_dialogue%232",
                procedure="north-west-routes",
                paper="decision_log",
                decision=opening,
                form="ocel",
                sha256=sha256,
                position=position,
                item=item,
            )
            outside = f"{path}/".startswith("/v1/shared/")
            reads = guest.get if outside else council.get
            assert reads(filled, q="elm").status_code == 200, filled
            asked += 1
    assert asked > 20
    assert _content(database, council.authority) == before


def _lodged(council: Council, case: str) -> tuple[str, int]:
    """A document of the case, by its SHA-256, and the position of its fact."""
    tag = council.get(f"/v1/cases/{case}").headers["etag"]
    said = council.client.post(
        f"/v1/cases/{case}/documents",
        content=b"Minutes",
        params={"title": "Minutes", "source": "Meeting"},
        headers=council.bearer() | {"Content-Type": "text/plain", "If-Match": tag},
    )
    assert said.status_code == 200, said.text
    return hashlib.sha256(b"Minutes").hexdigest(), said.json()["position"]


def _content(database: str, authority: str) -> list[object]:
    """How many rows a council has in each table, and the last transaction that wrote one."""
    tables = ("fact", "view_row", "idempotency", "claim", "progress", "generation", "checkpoint")
    with psycopg.connect(database) as connection:
        return [
            connection.execute(
                f"SELECT count(*), max(xmin::text::bigint) FROM concerns.{table}"  # noqa: S608
                " WHERE authority = %s",
                (authority,),
            ).fetchone()
            for table in tables
        ]


def test_views_that_cannot_follow_are_not_ready(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Design 9: a fact that cannot be read stops the views loudly; nothing is skipped."""
    follower = council.client.app.state.service.follower
    assert council.client.get("/health/ready").status_code == 200

    def lost(_: Projector) -> int:
        raise LookupError("a fact nobody knows")

    with monkeypatch.context() as patched:
        patched.setattr(Projector, "catch_up", lost)
        case = council.opened()
        position = council.get(f"/v1/cases/{case}").json()["position"]
        patched.setattr("api.asking.PATIENCE", 0.5)
        assert council.get(f"/v1/cases/{case}/story", min_position=position).status_code == 503
        said = council.client.get("/health/ready")
    follower.stuck.clear()
    assert said.status_code == 503
    assert council.client.get("/health/live").status_code == 200
    assert council.get(f"/v1/cases/{case}/story", min_position=position).status_code == 200
