"""A council's own arrangements over HTTP: acting for another, roles, settings, what was seen."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from councils_at_work import Council

from api.settings import DEVELOPMENT

TODAY = datetime.now(UTC).date()
EVE = {"issuer": DEVELOPMENT, "subject": "eve", "name": "Eve Ellis"}


def delegated(council: Council, **more: Any) -> str:
    """Dora, the director, lets Eve sign for ten days; the delegation's id."""
    body = {
        "delegate": EVE,
        "roles": ["dass"],
        "starts": TODAY.isoformat(),
        "ends": (TODAY + timedelta(days=10)).isoformat(),
        "reason": "annual leave",
        **more,
    }
    said = council.post("/v1/delegations", body, "dass", name="Dora Dean")
    assert said.status_code == 201, said.text
    assert len(said.json()["leaf_hashes"]) == 1
    return said.json()["id"]


def test_a_delegate_acts_with_both_names_on_the_act(council: Council) -> None:
    """Permitted says what the delegation opens; without it, the same step is not theirs."""
    under, case = delegated(council), council.opened()
    path = f"/v1/cases/{case}/permitted"
    eve = council.bearer("Eve Ellis", "cm")
    told = council.client.get(path, headers=eve, params={"delegation": under}).json()
    step = next(one for one in told["steps"] if one["step"] == "sign_off_suspension")
    assert all(one["your_role"] for one in step["against"])
    assert (step["choices"], step["signed_by"]) == (
        ["nursing_relevant"],
        ["Director of Adult Social Services"],
    )
    own = council.client.get(path, headers=eve).json()
    step = next(one for one in own["steps"] if one["step"] == "sign_off_suspension")
    assert not all(one["your_role"] for one in step["against"])
    tag = council.get(f"/v1/cases/{case}").headers["etag"]
    said = council.post(
        f"/v1/cases/{case}/log-entries",
        {"log": "action", "entry": "rang the home", "reason": "as agreed", "delegation": under},
        "cm",
        name="Bob Baker",
        if_match=tag,
    )
    assert (said.status_code, said.json()["where"]) == (404, "delegation")


def test_whose_it_is_is_listed_for_both(council: Council) -> None:
    """Dora sees what she gave, Eve what she was given; the record's log has the decision."""
    under = delegated(council)
    eve = council.bearer("Eve Ellis", "cm")
    dora = council.bearer("Dora Dean", "dass")
    position = council.get("/v1/feed").json()[-1]["sequence"]
    asked: dict[str, str | bool] = {"min_position": position}
    to_eve = council.client.get("/v1/my-delegations", headers=eve, params=asked).json()["rows"]
    by_dora = council.client.get(
        "/v1/my-delegations", headers=dora, params={**asked, "made": True}
    ).json()["rows"]
    assert [one["delegation"] for one in to_eve] == [under]
    assert [one["delegation"] for one in by_dora] == [under]
    assert council.client.get("/v1/my-delegations", headers=dora, params=asked).json()["rows"] == []
    (decision,) = council.get("/v1/decision-log").json()["rows"]
    assert "Dora Dean" in decision["sentence"]
    assert "Eve Ellis" in decision["sentence"]


def test_revoked_it_opens_nothing_from_the_next_request_on(council: Council) -> None:
    """No second passes in which a revoked delegation still counts."""
    under, case = delegated(council), council.opened()
    asked = {"delegation": under}
    eve, path = council.bearer("Eve Ellis", "cm"), f"/v1/cases/{case}/permitted"
    assert council.client.get(path, headers=eve, params=asked).status_code == 200
    revoke = {"delegation": under, "reason": "back early"}
    said = council.post("/v1/delegation-revocations", revoke, "dass", name="Dora Dean")
    assert said.status_code == 201, said.text
    refused = council.client.get(path, headers=eve, params=asked)
    assert (refused.status_code, "revoked" in refused.json()["detail"]) == (403, True)


def test_a_sign_in_has_the_roles_that_the_council_gave_its_roles(council: Council) -> None:
    """Once mapped, what is not mapped opens nothing; a role of the same name as before too."""
    mapping = {"Concerns.Manager": ["cm"], "Concerns.Admin": ["administrator"]}
    body = {"roles": mapping, "reason": "the directory's names"}
    assert council.post("/v1/app-roles", body, "cm").status_code == 403
    said = council.post("/v1/app-roles", body, "administrator")
    assert said.status_code == 201, said.text
    assert council.get("/v1/rag", "Concerns.Manager").status_code == 200
    assert council.get("/v1/rag", "cm").status_code == 403


def test_settings_are_adopted_whole_or_refused_by_line(council: Council) -> None:
    """What a procedure leaves to the council is a fact with its reason, and can be read back."""
    body = {"procedure": "north-west-routes", "text": "no_such: 1\n", "reason": "as voted"}
    said = council.post("/v1/settings", body, "administrator")
    assert (said.status_code, said.json()["where"]) == (422, "text")
    assert "settings:1" in said.json()["detail"]
    for wrong in ({"procedure": "none"}, {"text": "a: [\n"}):
        assert council.post("/v1/settings", body | wrong, "administrator").status_code == 422
    said = council.post("/v1/settings", body | {"text": "{}\n"}, "administrator")
    assert said.status_code == 201, said.text
    position = said.json()["position"]
    (row,) = council.get("/v1/settings", min_position=position).json()["rows"]
    assert (row["of"], row["text"], row["reason"]) == ("north-west-routes", "{}\n", "as voted")


def test_a_decision_is_bound_to_the_case_that_was_seen(council: Council) -> None:
    """Version and digest stand in the fact; with another digest, nothing is signed."""
    case = council.opened()
    told = council.get(f"/v1/cases/{case}/permitted").json()
    body = {"step": "agree_at_risk", "reason": "unsafe", "seen": "0" * 64}
    wrong = council.post(f"/v1/cases/{case}/decisions", body, if_match='"v1"')
    assert (wrong.status_code, wrong.json()["type"]) == (412, "/problems/case-has-changed")
    body["seen"] = told["digest"]
    said = council.post(
        f"/v1/cases/{case}/decisions", body, if_match='"v1"', X_Causation_Id="alert-17"
    )
    assert said.status_code == 200, said.text
    fact = council.get(f"/v1/cases/{case}/facts").json()["rows"][-1]["fact"]
    assert fact["seen"] == {"version": 1, "digest": told["digest"]}
    assert fact["trace"] == {
        "request": said.headers["x-request-id"],
        "correlation": said.headers["x-correlation-id"],
        "causation": "alert-17",
    }


@pytest.mark.parametrize(
    ("noun", "body"),
    [
        ("delegations", {"delegate": EVE, "roles": ["dass"], "starts": "x", "ends": "2026-01-01"}),
        ("absences", {"person": EVE, "starts": "2026-01-02"}),
        ("absences", {"person": EVE, "starts": 0, "ends": "2026-01-02"}),
        ("absences", {"person": EVE, "starts": "0", "ends": "2026-01-02"}),
        ("app-roles", {"roles": {"a": "cm"}}),
        ("delegation-revocations", {}),
    ],
)
def test_what_is_malformed_is_refused_by_name(
    council: Council, noun: str, body: dict[str, Any]
) -> None:
    """422, and where."""
    said = council.post(f"/v1/{noun}", {"reason": "because", **body}, "administrator")
    assert said.status_code == 422
    assert said.json()["errors"]
