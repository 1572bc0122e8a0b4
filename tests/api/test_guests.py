"""The guests' desk: what is shared with one organisation, frozen, and its right of reply."""

from collections.abc import Callable
from hashlib import sha256
from uuid import uuid4

import pytest
from councils_at_work import Council, routes
from fastapi import FastAPI
from guests_at_work import ACME, NOTICE, SOUTHTOWN, Guest, shared

from given import plan

FORBIDDEN = 403
REPLY = {"text": "The doses were signed for on the back of the sheet"}
ADDRESSES = [
    ("GET", "/v1/shared/{item}"),
    ("POST", "/v1/shared/{item}/replies"),
    ("POST", "/v1/shared/{item}/acknowledgements"),
]


def test_what_is_shared_is_listed_and_read(council: Council) -> None:
    """By whom and about which services; the bytes read have the digest that the record holds."""
    case = council.opened()
    item = shared(council, case, reply_by="2099-01-31")
    guest = Guest(council)
    (row,) = guest.get().json()["rows"]
    said = guest.get(f"/v1/shared/{item}")
    assert said.json() == {
        "title": "What we found",
        "parts": [
            {"heading": "", "paragraphs": NOTICE["paragraphs"], "columns": [], "rows": []},
        ],
    }
    assert row == {
        "id": item,
        "title": "What we found",
        "kind": "notice",
        "council": "A Council",
        "services": ["Elm House"],
        "shared_on": row["shared_on"],
        "reply_by": "2099-01-31",
        "sha256": sha256(said.content).hexdigest(),
    }
    again = guest.get(f"/v1/shared/{item}", If_None_Match=said.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")


def test_it_comes_in_pages(council: Council) -> None:
    """In the order in which it was shared."""
    case = council.opened()
    titles = [f"Notice {nth}" for nth in range(3)]
    for title in titles:
        shared(council, case, {**NOTICE, "title": title})
    guest, found, cursor = Guest(council), list[str](), ""
    while cursor is not None:
        said = guest.get(f"/v1/shared?limit=2{cursor and '&cursor='}{cursor}").json()
        found += [row["title"] for row in said["rows"]]
        cursor = said["next"]
    assert found == titles


def test_a_guest_is_told_nothing_of_the_case(council: Council) -> None:
    """No id, version, position, stage or procedure; in a paper and in an answer neither."""
    case = council.opened()
    council.stepped(case, "agree_at_risk", "sprg")
    item = shared(council, case, {"kind": "paper", "paper": "at_risk_letter"})
    guest = Guest(council)
    told = [
        guest.get(),
        guest.get(f"/v1/shared/{item}"),
        guest.post(f"/v1/shared/{item}/replies", REPLY),
        guest.post(f"/v1/shared/{item}/acknowledgements"),
    ]
    assert [one.status_code for one in told] == [200] * 4
    for one in told:
        assert case not in one.text + str(one.headers)
        for word in ("version", "position", "log_of", "stage", '"v', "north-west-routes"):
            assert word not in one.text + str(one.headers), word


def test_what_was_shared_stays_as_it_was(council: Council) -> None:
    """The plan changes in the case; the guest reads the plan as shared until it is shared anew."""
    case = council.opened()
    council.stepped(case, "agree_at_risk", "sprg")
    letter = {"duty": "at_risk_letter#2"}
    council.did(case, "notifications", {**letter, "how": "post"}, "Cm", "cm")
    council.did(case, "deliveries", letter, "Cm", "cm")
    council.stepped(case, "agree_improvement_plan", "cqs", details=plan("2099-03-30"))
    item = shared(council, case, {"kind": "plan", "plan": "improvement_plan"})
    guest = Guest(council)
    before = guest.get(f"/v1/shared/{item}")
    assert "put right" in before.text
    assert "two people sign" not in before.text
    done = {"plan": "improvement_plan", "item": "1", "how": "two people sign", "reason": "seen"}
    council.did(case, "plan-items-done", done, "Ann Archer", "cm")
    assert guest.get(f"/v1/shared/{item}").content == before.content
    anew = shared(council, case, {"kind": "plan", "plan": "improvement_plan"})
    assert "two people sign" in guest.get(f"/v1/shared/{anew}").text


def test_no_other_party_finds_it(council: Council, new_council: Callable[[], Council]) -> None:
    """Another provider, the same id in another role, another council: as for an id never given."""
    item, nothing = shared(council, council.opened()), str(uuid4())
    others = [
        Guest(council, party="1-999"),
        Guest(council, party=ACME["id"].upper() + "0"),
        Guest(council, roles=("regulator",)),
        Guest(council, roles=("placing_authority",)),
        Guest(new_council()),
    ]
    for other in others:
        assert other.sees() == []
        for method, path in ADDRESSES:
            ask = other.get if method == "GET" else other.post
            body = {} if method == "GET" else {"body": REPLY if "replies" in path else None}
            here, there = (ask(path.format(item=one), **body) for one in (item, nothing))
            assert here.status_code == there.status_code == 404, path
            assert _without_id(here.json()) == _without_id(there.json())
    assert council.get("/v1/shared-items").json()["rows"][0]["replies"] == 0


@pytest.mark.parametrize("roles", [("cm", "dass"), ("auditor",), ("visitor",)])
def test_nobody_of_the_council_comes_to_the_guests_desk(
    council: Council, roles: tuple[str, ...]
) -> None:
    """Officers and auditors have the record itself, even with a party in their token."""
    item = shared(council, council.opened())
    inside = Guest(council, roles=roles)
    found = [inside.get()]
    for method, path in ADDRESSES:
        said = path.format(item=item)
        body = REPLY if "replies" in path else None
        found.append(inside.get(said) if method == "GET" else inside.post(said, body))
    assert {one.status_code for one in found} == {403}


@pytest.mark.parametrize(
    ("roles", "party"), [(("provider", "regulator"), ACME["id"]), (("provider",), None)]
)
def test_a_guest_comes_in_one_role_for_one_party(
    council: Council, roles: tuple[str, ...], party: str | None
) -> None:
    """Else it would be for the caller to choose as whom they read."""
    assert Guest(council, roles=roles, party=party).get().status_code == 403


def test_a_guest_with_an_officers_roles_is_still_a_guest(council: Council) -> None:
    """They read what is shared, and nothing of the record."""
    case = council.opened()
    shared(council, case)
    guest = Guest(council, roles=("provider", "cm", "auditor"))
    assert guest.sees() == ["What we found"]
    assert guest.get(f"/v1/cases/{case}").status_code == 403
    assert guest.get("/v1/shared-items").status_code == 403


def test_no_mapping_of_roles_makes_a_guest_an_officer(app: FastAPI, council: Council) -> None:
    """A council maps the roles of its sign-in and leaves the guests' out, or means them well."""
    case = council.opened()
    shared(council, case)
    roles = {"Directors": ["administrator"], "provider": ["cm"]}
    body = {"roles": roles, "reason": "as our directory has them"}
    said = council.post("/v1/app-roles", body, "administrator")
    assert said.status_code in {200, 201}, said.text
    app.state.service.councils.of(council.authority).casework.arrangements.scheme(newest=True)
    guest = Guest(council)
    outsider = Guest(council, roles=("regulator",))
    app_roles = [guest.get(f"/v1/cases/{case}"), outsider.get("/v1/rag")]
    assert [one.status_code for one in app_roles] == [403, 403]


def test_an_ended_sharing_is_gone_at_once(council: Council) -> None:
    """For reading, replying and acknowledging; what was said meanwhile stays on record."""
    case = council.opened()
    item = shared(council, case)
    ended = {"item": item, "reason": "sent to the wrong provider"}
    council.did(case, "sharing-endings", ended, "Ann Archer", "cm")
    guest = Guest(council)
    assert guest.sees() == []
    assert guest.get(f"/v1/shared/{item}").status_code == 404
    assert guest.post(f"/v1/shared/{item}/replies", REPLY).status_code == 404
    assert guest.post(f"/v1/shared/{item}/acknowledgements").status_code == 404
    (row,) = council.get(f"/v1/cases/{case}/shared-items").json()["rows"]
    assert (row["state"], row["ended"]["reason"]) == ("ended", "sent to the wrong provider")


def test_a_restricted_case_shares_with_those_it_shared_with_alone(council: Council) -> None:
    """The party reads and replies; an officer who may not see the case learns of no item."""
    case = council.opened()
    before = shared(council, case)
    ann = {"issuer": "urn:concerns:development", "subject": "ann", "name": "Ann Archer"}
    known = council.get(f"/v1/cases/{case}/facts").json()["rows"][0]["fact"]["by"]["person"]
    named = {"persons": [{**ann, "issuer": known["issuer"]}], "reason": "it names a colleague"}
    council.did(case, "restrictions", named, "Ann Archer", "dass")
    after = shared(council, case, {**NOTICE, "title": "What we found since"})
    guest = Guest(council)
    assert guest.sees() == ["What we found", "What we found since"]
    for item in (before, after):
        assert guest.get(f"/v1/shared/{item}").status_code == 200
        assert guest.post(f"/v1/shared/{item}/replies", REPLY).status_code == 200
    bob = council.bearer("Bob Baker", "cm", "dass")
    for path in ("/v1/shared-items", "/v1/replies"):
        assert council.client.get(path, headers=bob).json()["rows"] == []
    assert Guest(council, party="1-999").sees() == []


def test_the_right_of_reply_is_seen_to_be_offered_used_and_answered(council: Council) -> None:
    """The reply opens a duty; the answer ends it, with what it changed, in the decision log."""
    case = council.opened()
    item = shared(council, case, reply_by="2099-01-31")
    guest = Guest(council)
    guest.post(f"/v1/shared/{item}/acknowledgements")
    given = guest.post(f"/v1/shared/{item}/replies", REPLY).json()
    (duty,) = (
        row
        for row in council.get(f"/v1/cases/{case}/duties", min_position=4).json()["rows"]
        if row["duty"].startswith("answer_reply#")
    )
    assert (duty["what"], duty["kind"], duty["state"]) == ("Answer the reply", "check", "open")
    body = {"reply": given["id"], "outcome": "changed", "reason": "the sheet shows it"}
    done = council.did(case, "reply-answers", body, "Ann Archer", "cm").json()
    view = council.get(f"/v1/cases/{case}/replies", min_position=done["position"]).json()
    (reply,) = view["rows"]
    assert (reply["text"], reply["by"]["name"]) == (REPLY["text"], "Pat Price")
    assert reply["party"] == ACME
    assert (reply["answer"]["outcome"], reply["answer"]["reason"]) == (
        "changed",
        "the sheet shows it",
    )
    (row,) = council.get("/v1/shared-items").json()["rows"]
    assert (row["reply_by"], row["replies"], row["changed"], row["unchanged"]) == (
        "2099-01-31",
        1,
        1,
        0,
    )
    assert [one["name"] for one in row["acknowledged"]] == ["Pat Price"]
    log = council.get(f"/v1/cases/{case}/decision-log").json()["rows"]
    assert log[-1]["sentence"].endswith(
        "answered Acme Care Ltd's reply to “What we found”; "
        "what was decided is changed: the sheet shows it"
    )
    twice = council.post(
        f"/v1/cases/{case}/reply-answers", body, "cm", if_match=f'"v{done["version"]}"'
    )
    assert twice.status_code == 409


def test_the_same_key_is_one_reply(council: Council) -> None:
    """Sent again, it is answered alike; another text under the same key is refused."""
    case = council.opened()
    path = f"/v1/shared/{shared(council, case)}/replies"
    guest = Guest(council)
    first, again = (guest.post(path, REPLY, Idempotency_Key="k-1") for _ in range(2))
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    other = guest.post(path, {"text": "something else"}, Idempotency_Key="k-1")
    assert (other.status_code, other.json()["type"]) == (422, "/problems/key-already-used")
    assert council.get("/v1/shared-items").json()["rows"][0]["replies"] == 1


def test_one_person_acknowledges_once(council: Council) -> None:
    """Their colleague may too."""
    item = shared(council, council.opened())
    path = f"/v1/shared/{item}/acknowledgements"
    said = [Guest(council, name).post(path) for name in ("Pat Price", "Pat Price", "Quin Quill")]
    assert [one.status_code for one in said] == [200, 409, 200]


def test_no_word_of_a_reply_reaches_the_programs_log(
    council: Council, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor whose it is, accepted or refused."""
    item = shared(council, council.opened())
    capsys.readouterr()
    guest = Guest(council, "Wilhelmina Price")
    guest.post(f"/v1/shared/{item}/replies", {"text": "Mrs Secret fell"})
    refused = guest.post(f"/v1/shared/{item}/replies", {"text": 7, "Secret": "Secret"})
    assert refused.status_code == 422
    printed = capsys.readouterr()
    for secret in ("Secret", "ilhelmina", item, ACME["id"]):
        assert secret not in printed.out + printed.err


@pytest.mark.parametrize("text", ["", " \n", "x" * 15_001])
def test_a_reply_says_something_and_is_not_a_book(council: Council, text: str) -> None:
    """What is longer is a document."""
    item = shared(council, council.opened())
    said = Guest(council).post(f"/v1/shared/{item}/replies", {"text": text})
    assert (said.status_code, said.json()["where"]) == (422, "body.text")


def test_the_longest_reply_fits_in_any_script(council: Council) -> None:
    """Four bytes a character."""
    item = shared(council, council.opened())
    said = Guest(council).post(
        f"/v1/shared/{item}/replies", {"text": "\N{CUNEIFORM SIGN A}" * 15_000}
    )
    assert said.status_code == 200, said.text


@pytest.mark.parametrize(
    ("more", "status", "where"),
    [
        ({"what": {**NOTICE, "paragraphs": ["x" * 61_000]}}, 422, "what"),
        ({"reply_by": "2020-01-01"}, 422, "reply_by"),
        ({"reason": ""}, 422, "reason"),
        ({"party": {**ACME, "kind": "family"}}, 422, "body.party.kind"),
        ({"party": {**ACME, "id": "two words"}}, 422, "body.party.id"),
        ({"what": {"kind": "paper", "paper": "no_such"}}, 404, "what.paper"),
        ({"what": {"kind": "plan", "plan": "no_such"}}, 404, "what.plan"),
        ({"what": {"kind": "plan", "plan": "improvement_plan"}}, 409, None),
        ({"what": {"kind": "paper", "paper": "at_risk_letter"}}, 409, None),
        ({"parts": [{"paragraphs": ["made up"]}]}, 422, "body.parts"),
    ],
)
def test_what_cannot_be_shared_is_refused_where_it_is_wrong(
    council: Council, more: dict[str, object], status: int, where: str | None
) -> None:
    """And nothing is shared."""
    case = council.opened()
    body = {"party": ACME, "what": NOTICE, "reason": "they must know", **more}
    said = council.post(f"/v1/cases/{case}/shared-items", body, "cm", if_match='"v1"')
    assert (said.status_code, said.json().get("where")) == (status, where)
    assert Guest(council).sees() == []


def test_whoever_keeps_the_logs_shares(council: Council) -> None:
    """The director does not, under this procedure."""
    case = council.opened()
    body = {"party": SOUTHTOWN, "what": NOTICE, "reason": "they must know"}
    said = council.post(f"/v1/cases/{case}/shared-items", body, "dass", if_match='"v1"')
    assert (said.status_code, said.json()["type"]) == (403, "/problems/not-your-role")


def test_every_address_but_their_own_is_closed_to_a_guest(app: FastAPI, council: Council) -> None:
    """Made from the list of routes: whatever is added is closed until somebody opens it."""
    case = council.opened()
    guest, found = Guest(council), dict[str, int]()
    parts = {"case": case, "decision": case, "fact": case, "duty": "x", "paper": "x", "item": case}
    parts |= {"procedure": "north-west-routes", "form": "cloudevents", "position": "2"}
    parts |= {"webhook": case}
    for route in routes(app):
        path = route.path
        if not path.startswith("/v1") or path.startswith(("/v1/shared/", "/v1/development")):
            continue
        address = path.format_map(parts | {"sha256": "0" * 64})
        for method in route.methods & {"GET", "POST"}:
            said = guest.get(address) if method == "GET" else guest.post(address, {})
            found[f"{method} {path}"] = said.status_code
    assert {path for path, status in found.items() if status != FORBIDDEN} == {"GET /v1/shared"}
    assert len(found) > 50


def _without_id(said: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in said.items() if key != "request_id"}
