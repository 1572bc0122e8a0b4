from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from councils_at_work import Council, a_case

AT_RISK = {"step": "agree_at_risk", "reason": "three alerts in a week"}


def test_opening_a_case_is_answered_with_its_address_version_and_facts(council: Council) -> None:
    """Design 12: POST /v1/cases answers 201 with Location, ETag and what was recorded."""
    said = council.post("/v1/cases", a_case(), "cm")
    done = said.json()
    assert said.status_code == 201
    assert said.headers["location"] == f"/v1/cases/{done['case']}"
    assert said.headers["etag"] == '"v1"'
    assert done["version"] == 1
    assert done["position"] == 1
    assert done["facts"][0]["name"] == "case-opened/1"
    assert "Ann Archer (Commissioning Manager) opened a case" in done["facts"][0]["sentence"]
    assert council.get(said.headers["location"]).status_code == 200


def test_a_step_moves_the_case_one_version_on(council: Council) -> None:
    """Design 12: the answer's ETag is the version to act on next; NWR-ST-01, NWR-RAG-01."""
    case = council.opened()
    said = council.stepped(case, "agree_at_risk", "sprg")
    assert said.headers["etag"] == '"v2"'
    fact = said.json()["facts"][0]
    assert fact["consequence"]["rag"] == {"colour": "amber", "scheme": "north-west-routes"}
    standing = council.get(f"/v1/cases/{case}").json()
    assert standing["colour"]["answer"] == "amber"
    assert standing["version"] == 2


def test_without_if_match_nothing_is_decided(council: Council) -> None:
    """Design 12: 428 where the caller does not say which version they saw."""
    case = council.opened()
    said = council.post(f"/v1/cases/{case}/decisions", AT_RISK, "sprg")
    assert said.status_code == 428
    assert said.json()["type"] == "/problems/version-needed"
    assert council.get(f"/v1/cases/{case}").json()["version"] == 1


def test_a_stale_version_is_refused_and_the_present_one_named(council: Council) -> None:
    """Design 12: 412 with the ETag that holds now."""
    case = council.opened()
    council.stepped(case, "agree_at_risk", "sprg")
    said = council.post(f"/v1/cases/{case}/decisions", AT_RISK, "sprg", if_match='"v1"')
    assert said.status_code == 412
    assert said.json()["type"] == "/problems/case-has-changed"
    assert said.json()["current"] == '"v2"'


def test_an_if_match_that_names_no_version_cannot_be_read(council: Council) -> None:
    """RFC 9110, 13.1.1: a weak or foreign ETag, or *, names no version that somebody saw."""
    case = council.opened()
    for tag in ("*", 'W/"v1"', '"1"', "v1", '"v1", "v2"', '"v-1"'):
        said = council.post(f"/v1/cases/{case}/decisions", AT_RISK, "sprg", if_match=tag)
        assert (said.status_code, said.json()["type"]) == (400, "/problems/not-readable"), tag


def test_the_same_key_and_body_give_the_same_answer_and_one_fact(council: Council) -> None:
    """Design 12: Idempotency-Key."""
    key, body = str(uuid4()), a_case()
    first = council.post("/v1/cases", body, "cm", idempotency_key=key)
    again = council.post("/v1/cases", body, "cm", idempotency_key=key)
    assert again.content == first.content
    assert again.status_code == first.status_code == 201
    assert [one.headers["etag"] for one in (first, again)] == ['"v1"', '"v1"']
    assert again.headers["location"] == first.headers["location"]
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert len(council.get("/v1/feed").json()) == 1


def test_a_replayed_step_is_answered_though_the_case_has_moved_on(council: Council) -> None:
    """Design 12: an answer lost on the way can be had again with the same If-Match."""
    case, key = council.opened(), str(uuid4())
    path = f"/v1/cases/{case}/decisions"
    first = council.post(path, AT_RISK, "sprg", if_match='"v1"', idempotency_key=key)
    council.did(case, "log-entries", _entry(), "Ann Archer", "cm")
    again = council.post(path, AT_RISK, "sprg", if_match='"v1"', idempotency_key=key)
    assert first.status_code == 200
    assert again.content == first.content
    assert again.headers["etag"] == '"v2"'


def _entry() -> dict[str, str]:
    return {"log": "request", "entry": "records asked for"}


def test_the_same_key_for_another_body_is_refused(council: Council) -> None:
    """Design 12: 422; nothing is recorded."""
    key = str(uuid4())
    council.post("/v1/cases", a_case(), "cm", idempotency_key=key)
    other = council.post("/v1/cases", a_case(), "cm", idempotency_key=key)
    assert other.status_code == 422
    assert other.json()["type"] == "/problems/key-already-used"
    assert len(council.get("/v1/feed").json()) == 1


def test_the_same_key_for_another_case_is_refused(council: Council) -> None:
    """Design 12: a key stands for one act on one case."""
    one, other, key = council.opened(), council.opened(), str(uuid4())
    for case, status in ((one, 200), (other, 422)):
        path = f"/v1/cases/{case}/decisions"
        said = council.post(path, AT_RISK, "sprg", if_match='"v1"', idempotency_key=key)
        assert said.status_code == status


def test_another_person_may_use_the_same_key(council: Council) -> None:
    """Design 12: keys belong to who sends them, and tell nobody what another did."""
    key = str(uuid4())
    council.post("/v1/cases", a_case(), "cm", name="Ann Archer", idempotency_key=key)
    said = council.post("/v1/cases", a_case(), "cm", name="Bea Brook", idempotency_key=key)
    assert said.status_code == 201
    assert "idempotency-replayed" not in said.headers


def test_a_request_sent_several_times_at_once_is_one_act(council: Council) -> None:
    """Design 12: the answer is kept in the transaction of the facts, so the race has one winner."""
    key, body = str(uuid4()), a_case()
    with ThreadPoolExecutor(4) as together:
        sent = [
            together.submit(council.post, "/v1/cases", body, "cm", idempotency_key=key)
            for _ in range(4)
        ]
        said = [one.result() for one in sent]
    assert {one.status_code for one in said} == {201}
    assert len({one.content for one in said}) == 1
    assert len(council.get("/v1/feed").json()) == 1


def test_a_refused_request_may_be_sent_again_with_its_key(council: Council) -> None:
    """Design 12: a refusal leaves nothing; what was refused may be right later."""
    case, key = council.opened(), str(uuid4())
    path, body = f"/v1/cases/{case}/decisions", {"step": "report_progress", "reason": "progress"}
    refused = council.post(path, body, "cqs", if_match='"v1"', idempotency_key=key)
    assert refused.status_code == 409
    allowed = council.post(path, AT_RISK, "sprg", if_match='"v1"', idempotency_key=key)
    assert allowed.status_code == 200


def test_several_people_who_saw_the_same_version_cannot_all_decide(council: Council) -> None:
    """Design 7: a decision binds the version that was seen; the others are told to look again."""
    case = council.opened()
    path, body = f"/v1/cases/{case}/log-entries", _entry()
    with ThreadPoolExecutor(4) as together:
        sent = [
            together.submit(council.post, path, body, "cm", name=name, if_match='"v1"')
            for name in ("Ann A", "Bea B", "Cas C", "Dan D")
        ]
        said = sorted(one.result().status_code for one in sent)
    assert said == [200, 412, 412, 412]


def test_telling_and_delivery_have_their_own_addresses(council: Council) -> None:
    """NWR-NT-01, AMB-NWR-05: issue and delivery are recorded apart; delivery starts the limits."""
    case = council.opened()
    council.stepped(case, "agree_at_risk", "sprg")
    letter = {"duty": "at_risk_letter#2"}
    council.did(case, "notifications", {**letter, "how": "post"}, "Cm", "cm")
    said = council.did(case, "deliveries", letter, "Cm", "cm")
    begun = {duty["key"] for duty in said.json()["facts"][0]["consequence"]["begins"]}
    assert begun == {"plan_made", "plan_compliance"}
