from councils_at_work import Council

PLAN = {
    "deadline": "2026-03-31",
    "items": [
        {
            "id": "1",
            "area": "staffing",
            "action": "fill vacancies",
            "owner": "the manager",
            "due": "2026-02-27",
        }
    ],
}
SIGNED = {
    "choices": {"nursing_relevant": True},
    "details": {"scope": "all placements", "basis": "contract clause 12"},
}


def awaiting_sign_off(council: Council) -> str:
    """A case by the urgent path, up to the signatures."""
    case = council.opened()
    council.stepped(case, "escalate_urgently", "sprg")
    council.stepped(case, "recommend_suspension", "sprg")
    council.stepped(case, "draft_suspension_plan", "cm", details=PLAN)
    council.stepped(case, "report_suspension", "cm", details={"summary": "staffing"})
    council.stepped(case, "consider_suspension", "dmt")
    return case


def test_a_suspension_takes_two_signatures_and_stands_in_the_register(council: Council) -> None:
    """NWR-ST-11, NWR-RO-11, NWR-RO-12: the first signature alone suspends nothing."""
    case = awaiting_sign_off(council)
    first = council.stepped(case, "sign_off_suspension", "dass", **SIGNED)
    assert first.json()["facts"][0]["name"] == "signature-given/1"
    before = council.get("/v1/suspensions", suspended="true", min_position=first.json()["position"])
    assert before.json()["rows"] == []
    second = council.stepped(case, "sign_off_suspension", "nursing_director", **SIGNED)
    assert second.json()["facts"][0]["name"] == "suspension-signed-off/1"
    after = council.get("/v1/suspensions", suspended="true", min_position=second.json()["position"])
    (row,) = after.json()["rows"]
    assert (row["case"], row["episodes"][0]["scope"]) == (case, "all placements")
    standing = council.get(f"/v1/cases/{case}").json()
    assert standing["beside"] == ["suspended"]
    assert standing["colour"]["answer"] == "red"
    owed = council.get(f"/v1/cases/{case}/tellings").json()["rows"]
    assert {"CQC", "the provider"} <= {one["whom"] for one in owed}
    assert {one["issued"] for one in owed} == {None}


def test_a_departure_is_possible_where_the_refusal_says_so_and_marked_for_ever(
    council: Council,
) -> None:
    """Design 3: a step out of order is a decision with its reason and authoriser."""
    case = council.opened()
    path, body = f"/v1/cases/{case}/decisions", {"step": "recommend_suspension", "reason": "fire"}
    no = council.post(path, body, "sprg", "dass", if_match='"v1"').json()
    assert no["departure_possible"] is True
    departing = {**body, "departure": {"reason": "the home burned down"}}
    said = council.post(path, departing, "sprg", "dass", if_match='"v1"')
    assert said.status_code == 200
    asked = {"min_position": said.json()["position"]}
    (row,) = council.get("/v1/departures", **asked).json()["rows"]
    assert row["reason"] == "the home burned down"
    assert row["confirmed"] == "by the person acting"
    assert "Departure from the procedure" in said.json()["facts"][0]["sentence"]
