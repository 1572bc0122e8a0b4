"""Papers over HTTP: which can be made, each in two forms, as known then, and only one's own."""

from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from httpx2 import Response
from paper_reading import page, pdf
from starlette.testclient import TestClient

from api.app import create_app
from api.development import DevelopmentIssuer, Wish
from api.settings import Settings
from authorities import casework, new_authority
from concerns.commands.take_step import TakeStep
from concerns.procedures.reader import ProcedureFaulty, library
from concerns.storage.pool import Pool
from given import officer, opening

ROUTES = {"north-west-routes": library()["north-west-routes"]}
OWN = """\
title: "Our own letter about {services}"
kind: letter
about: {step: [agree_at_risk]}
letterhead: [Northtown Council, 1 High Street]
sections: [{text: ["Because {reason}."]}]
"""


class Desk:
    """An officer of one council, and the cases they may read."""

    def __init__(self, client: TestClient, issuer: DevelopmentIssuer, authority: str) -> None:
        self.client, self.issuer, self.authority = client, issuer, authority

    def get(self, path: str, accept: str = "*/*", seen: str = "", **asked: str) -> Response:
        """Ask, as Ann of this council."""
        wish = Wish(sub="ann", name="Ann", authority=self.authority, roles=frozenset({"cm"}))
        headers = {"Authorization": f"Bearer {self.issuer.token(wish, datetime.now(UTC))}"}
        headers |= {"Accept": accept} | ({"If-None-Match": seen} if seen else {})
        return self.client.get(path, headers=headers, params=asked or None)


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
def at_risk(desk: Desk, pool: Pool) -> tuple[UUID, datetime]:
    """A case at risk, and since when the record has known it."""
    work, case = casework(pool, desk.authority, ROUTES), uuid4()
    authority = desk.authority
    work.ask(opening("north-west-routes"), officer("Ann", "cm", authority=authority), case)
    step = TakeStep(step="agree_at_risk", reason="<b>three</b> alerts")
    done = work.ask(step, officer("Bea", "sprg", authority=authority), case)
    return case, done.receipt.recorded_at


def test_which_papers_can_be_made_and_why_not_the_others(
    desk: Desk, at_risk: tuple[UUID, datetime]
) -> None:
    """Each paper of the procedure, with what it can be about or the reason why there is none."""
    said = desk.get(f"/v1/cases/{at_risk[0]}/papers").json()
    found = {one["name"]: one for one in said["papers"]}
    assert found["at_risk_letter"]["can_be_made"]
    assert [one["of"] for one in found["at_risk_letter"]["about"]] == [2]
    assert not found["suspension_letter"]["can_be_made"]
    assert "has not been done in this case" in found["suspension_letter"]["why_not"]
    assert found["at_risk_letter"]["requirements"][0] == "NWR-FM-01"
    assert said["position"] == 2


def test_a_paper_as_a_page(desk: Desk, at_risk: tuple[UUID, datetime]) -> None:
    """HTML where nothing else is asked for, with a policy that lets nothing run."""
    said = desk.get(f"/v1/cases/{at_risk[0]}/papers/at_risk_letter")
    assert said.status_code == 200
    assert said.headers["content-type"] == "text/html; charset=utf-8"
    assert said.headers["content-security-policy"].startswith("default-src 'none'")
    assert said.headers["x-content-type-options"] == "nosniff"
    assert "The group's reason: <b>three</b> alerts" in page(said.content).paragraphs


def test_a_paper_as_a_pdf(desk: Desk, at_risk: tuple[UUID, datetime]) -> None:
    """The same words, tagged; the file is named after the paper."""
    path = f"/v1/cases/{at_risk[0]}/papers/at_risk_letter"
    said = desk.get(path, accept="application/pdf")
    assert said.headers["content-type"] == "application/pdf"
    assert said.headers["content-disposition"] == 'inline; filename="at_risk_letter.pdf"'
    assert "<b>three</b> alerts" in pdf(said.content).text


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("application/pdf, text/html;q=0.5", "application/pdf"),
        ("text/html;q=0.2, application/pdf;q=0.1", "text/html"),
        ("text/html, application/xhtml+xml, */*;q=0.8", "text/html"),
        ("application/pdf;q=0, */*;q=0.1", "text/html"),
    ],
)
def test_the_form_is_what_the_caller_would_rather_have(
    desk: Desk, at_risk: tuple[UUID, datetime], accept: str, given: str
) -> None:
    """RFC 9110, 12.5.1: by weight."""
    path = f"/v1/cases/{at_risk[0]}/papers/at_risk_letter"
    assert desk.get(path, accept=accept).headers["content-type"].startswith(given)


def test_a_form_that_there_is_not(desk: Desk, at_risk: tuple[UUID, datetime]) -> None:
    """Said in words, with the place."""
    path = f"/v1/cases/{at_risk[0]}/papers/at_risk_letter"
    said = desk.get(path, accept="image/png")
    assert said.status_code == 422
    assert said.json()["where"] == "header.Accept"


def test_a_paper_seen_is_not_sent_again(desk: Desk, at_risk: tuple[UUID, datetime]) -> None:
    """The ETag is that of the bytes, so each form has its own."""
    path = f"/v1/cases/{at_risk[0]}/papers/at_risk_letter"
    tag = desk.get(path).headers["etag"]
    again = desk.get(path, seen=tag)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert desk.get(path, accept="application/pdf", seen=tag).status_code == 200


def test_a_paper_as_known_before_the_decision(desk: Desk, at_risk: tuple[UUID, datetime]) -> None:
    """Then there was none to make; a moment later there is, and it stays the same."""
    case, known_at = at_risk
    path = f"/v1/cases/{case}/papers/at_risk_letter"
    early = desk.get(path, as_known=(known_at - timedelta(microseconds=1)).isoformat())
    assert early.status_code == 409
    assert "NWR-FM-01" in early.json()["clause"]
    then = desk.get(path, as_known=known_at.isoformat())
    assert then.content == desk.get(path).content


def test_what_is_not_there(desk: Desk, at_risk: tuple[UUID, datetime]) -> None:
    """No such paper, no such occasion, no such case."""
    path = f"/v1/cases/{at_risk[0]}/papers"
    assert desk.get(f"{path}/love_letter").status_code == 404
    assert desk.get(f"{path}/at_risk_letter", of="1").status_code == 404
    assert desk.get(f"{path}/at_risk_letter", of="2").status_code == 200
    assert desk.get(f"/v1/cases/{uuid4()}/papers").status_code == 404


def test_another_councils_papers_are_not_to_be_seen(
    desk: Desk, at_risk: tuple[UUID, datetime], database: str
) -> None:
    """As if the case were not there."""
    stranger = Desk(desk.client, desk.issuer, new_authority(database))
    for path in ("papers", "papers/at_risk_letter"):
        assert stranger.get(f"/v1/cases/{at_risk[0]}/{path}").status_code == 404


def test_nobody_without_a_token_gets_a_paper(desk: Desk, at_risk: tuple[UUID, datetime]) -> None:
    """Papers are as private as the record."""
    assert desk.client.get(f"/v1/cases/{at_risk[0]}/papers").status_code == 401


def test_a_councils_own_text_is_used_and_said(
    desk: Desk,
    at_risk: tuple[UUID, datetime],
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """CONCERNS_PAPERS names the folder; the paper carries the digest of the text used."""
    folder = tmp_path / "north-west-routes"
    folder.mkdir()
    (folder / "at_risk_letter.yaml").write_text(OWN, encoding="utf-8")
    monkeypatch.setenv("CONCERNS_PAPERS", str(tmp_path))
    with TestClient(create_app(settings, known=ROUTES)) as client:
        own = Desk(client, desk.issuer, desk.authority)
        listed = own.get(f"/v1/cases/{at_risk[0]}/papers").json()["papers"]
        (ours,) = (one for one in listed if one["name"] == "at_risk_letter")
        read = page(own.get(f"/v1/cases/{at_risk[0]}/papers/at_risk_letter").content)
    assert ours["own_text"]
    assert read.title == "Our own letter about Elm House"
    assert "Northtown Council\n1 High Street" in read.paragraphs
    assert {ours["sha256"], "at_risk_letter, the council's own"} <= set(read.of("dd"))


def test_a_faulty_text_stops_the_start(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not found out when a letter is needed."""
    folder = tmp_path / "north-west-routes"
    folder.mkdir()
    (folder / "at_risk_letter.yaml").write_text(OWN.replace("{reason}", "{why}"), "utf-8")
    monkeypatch.setenv("CONCERNS_PAPERS", str(tmp_path))
    with (
        pytest.raises(ProcedureFaulty, match=r"at_risk_letter.yaml:5: \{why\} stands for nothing"),
        TestClient(create_app(settings, known=ROUTES)),
    ):
        pass
