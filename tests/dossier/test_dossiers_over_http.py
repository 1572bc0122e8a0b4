"""Dossiers over HTTP: made, bound, made again, compared; and only of one's own council."""

import base64
import hashlib
from collections.abc import Generator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from api.app import create_app
from api.development import DevelopmentIssuer, Wish
from api.settings import Settings
from authorities import casework, new_authority
from concerns.commands.make_log_entry import MakeLogEntry
from concerns.commands.take_step import TakeStep
from concerns.procedures.reader import library
from concerns.storage.pool import Pool
from concerns.when import When
from given import officer, opening

ROUTES = {"north-west-routes": library()["north-west-routes"]}
At = tuple[str, UUID]


class Desk:
    """An officer of one council."""

    def __init__(self, client: TestClient, issuer: DevelopmentIssuer, authority: str) -> None:
        self.client, self.issuer, self.authority = client, issuer, authority

    def get(self, path: str, seen: str = "", **asked: Any) -> Response:
        """Ask, as Ann of this council."""
        headers = self._headers() | ({"If-None-Match": seen} if seen else {})
        return self.client.get(path, headers=headers, params=asked or None)

    def post(self, path: str, **headers: str) -> Response:
        """Send, as Ann of this council."""
        return self.client.post(path, headers=self._headers() | headers)

    def _headers(self) -> dict[str, str]:
        wish = Wish(sub="ann", name="Ann", authority=self.authority, roles=frozenset({"cm"}))
        return {"Authorization": f"Bearer {self.issuer.token(wish, datetime.now(UTC))}"}


@pytest.fixture(scope="module")
def settings(database: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(database_url=database, data=tmp_path_factory.mktemp("data"), pool_size=4)


@pytest.fixture(scope="module")
def client(settings: Settings) -> Generator[TestClient]:
    with TestClient(create_app(settings, known=ROUTES)) as started:
        yield started


@pytest.fixture
def desk(client: TestClient, settings: Settings, database: str) -> Desk:
    issuer = DevelopmentIssuer(settings.data, settings.token_audience)
    return Desk(client, issuer, new_authority(database))


@pytest.fixture
def at_risk(desk: Desk, pool: Pool) -> At:
    """The address of a case's dossiers, and its decision of 10 March; a fall of the 9th is late."""
    work, case, authority = casework(pool, desk.authority, ROUTES), uuid4(), desk.authority
    ann = officer("Ann", "cm", authority=authority)
    work.ask(opening("north-west-routes"), ann, case)
    step = TakeStep(step="agree_at_risk", reason="<b>alerts</b>", occurred=When("2026-03-10"))
    done = work.ask(step, officer("Bea", "sprg", authority=authority), case)
    late = MakeLogEntry(log="risk", entry="a fall", occurred=When("2026-03-09"))
    work.ask(late, ann, case)
    return f"/v1/cases/{case}/dossiers", done.facts[0].id


def test_the_decisions_of_a_case(desk: Desk, at_risk: At) -> None:
    """Each with its fact's id, by which its dossier is asked for."""
    said = desk.get(at_risk[0]).json()
    assert [one["version"] for one in said["decisions"]] == [1, 2]
    assert said["decisions"][1]["fact"] == str(at_risk[1])
    assert (said["position"], said["decisions"][1]["bound"]) == (3, [])


def test_a_dossier_in_three_forms(desk: Desk, at_risk: At) -> None:
    """JSON is what the digest is of; each form tells the digest of its own bytes (RFC 9530)."""
    path = f"{at_risk[0]}/{at_risk[1]}"
    for form, media in (
        ("json", "application/json"),
        ("html", "text/html"),
        ("pdf", "application/pdf"),
    ):
        said = desk.get(path, form=form)
        assert said.headers["content-type"].startswith(media)
        digest = base64.b64encode(hashlib.sha256(said.content).digest()).decode()
        assert said.headers["repr-digest"] == f"sha-256=:{digest}:"
        assert said.headers["x-content-type-options"] == "nosniff"
        assert b"<b>" not in said.content or form == "json"
    assert desk.get(path).json()["form"] == "decision-dossier/1"


def test_a_dossier_seen_is_not_sent_again(desk: Desk, at_risk: At) -> None:
    """The ETag is that of the bytes."""
    path = f"{at_risk[0]}/{at_risk[1]}"
    tag = desk.get(path).headers["etag"]
    assert desk.get(path, seen=tag).status_code == 304
    assert desk.get(path, seen=tag, up_to=2).status_code == 200


def test_a_dossier_up_to_a_position(desk: Desk, at_risk: At) -> None:
    """What came later is left out, and what was known then is the same."""
    path = f"{at_risk[0]}/{at_risk[1]}"
    now, then = desk.get(path).json(), desk.get(path, up_to=2).json()
    assert (now["afterwards"]["facts_since"], then["afterwards"]["facts_since"]) == (1, 0)
    assert now["known_then_sha256"] == then["known_then_sha256"]
    assert now["known_then"] == then["known_then"]


def test_a_dossier_is_bound_and_made_again(desk: Desk, at_risk: At) -> None:
    """Made from the case as the caller saw it; the same request twice is one act."""
    listed, decision = at_risk
    key = {"If-Match": '"v3"', "Idempotency-Key": "once"}
    done = desk.post(f"{listed}/{decision}", **key)
    assert done.status_code == 200
    again = desk.post(f"{listed}/{decision}", **key)
    assert again.json() == done.json()
    assert again.headers["idempotency-replayed"] == "true"
    (bound,) = desk.get(listed).json()["decisions"][1]["bound"]
    body = desk.get(f"{listed}/{decision}", up_to=bound["up_to"]).content
    assert hashlib.sha256(body).hexdigest() == bound["sha256"]
    (made,) = desk.get(listed.replace("dossiers", "dossier-checks")).json()
    assert (made["same"], made["decision"]) == (True, str(decision))


def test_binding_needs_the_version_seen(desk: Desk, at_risk: At) -> None:
    """And a case that went on since is not bound as if nothing had happened."""
    path = f"{at_risk[0]}/{at_risk[1]}"
    assert desk.post(path).status_code == 428
    assert desk.post(path, **{"If-Match": '"v2"'}).status_code == 412
    assert desk.post(path, **{"If-Match": '"v1"'}).status_code == 404


def test_what_was_known_when(desk: Desk, at_risk: At) -> None:
    """Then, in hindsight, now."""
    said = desk.get(f"{at_risk[0]}/{at_risk[1]}/comparison").json()
    assert said["known_then"]["stage_label"] == "Routine monitoring"
    assert said["now"]["stage_label"] == "Route 1: at risk of suspension"
    assert (said["known_then"]["facts"], said["in_hindsight"]["facts"]) == (1, 2)
    assert len(said["afterwards"]["had_happened"]) == 1


def test_the_view_of_what_came_afterwards(desk: Desk, at_risk: At) -> None:
    """Late news and later words on every decision of the case."""
    (row,) = desk.get(at_risk[0].replace("dossiers", "afterwards")).json()["rows"]
    assert [len(one["recorded_late"]) for one in row["decisions"]] == [2, 1]


def test_what_is_not_there(desk: Desk, at_risk: At) -> None:
    """No such case, no such decision, no decision, not up to there, no such form."""
    listed, decision = at_risk
    entry = desk.get(listed.replace("dossiers", "facts")).json()["rows"][2]["fact"]["id"]
    assert desk.get(f"/v1/cases/{uuid4()}/dossiers").status_code == 404
    assert desk.get(f"{listed}/{uuid4()}").status_code == 404
    assert desk.get(f"{listed}/{entry}").status_code == 422
    assert desk.get(f"{listed}/{decision}", up_to=1).status_code == 404
    assert desk.get(f"{listed}/{decision}", form="docx").status_code == 422


def test_another_councils_dossiers_are_not_to_be_seen(
    desk: Desk, at_risk: At, database: str
) -> None:
    """As if the case were not there."""
    listed, decision = at_risk
    stranger = Desk(desk.client, desk.issuer, new_authority(database))
    for path in ("s", f"s/{decision}", f"s/{decision}/comparison", "-checks"):
        assert stranger.get(listed.removesuffix("s") + path).status_code == 404
    assert stranger.post(f"{listed}/{decision}", **{"If-Match": '"v3"'}).status_code == 404


def test_nobody_without_a_token_gets_a_dossier(desk: Desk, at_risk: At) -> None:
    """Dossiers are as private as the record."""
    for path in (at_risk[0], f"{at_risk[0]}/{at_risk[1]}"):
        assert desk.client.get(path).status_code == 401
