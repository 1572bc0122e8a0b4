"""Exports over HTTP: one's own council's record, each format, the same bytes as the command's."""

from collections.abc import Generator
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID, uuid4

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from api.app import create_app
from api.development import DevelopmentIssuer, Wish
from api.settings import Settings
from authorities import casework, new_authority
from concerns.exports.formats import FORMATS, FormatName
from concerns.exports.reading import Wanted, read
from concerns.procedures.reader import library
from concerns.storage.pool import Pool
from given import officer, opening

ROUTES = {"north-west-routes": library()["north-west-routes"]}


class Desk(NamedTuple):
    """An officer of a council with one case, opened by one decision."""

    client: TestClient
    issuer: DevelopmentIssuer
    authority: str
    case: UUID
    opened: UUID
    known: datetime

    def get(self, path: str, **asked: str) -> Response:
        """Ask, as Ann of this council."""
        wish = Wish(sub="ann", name="Ann", authority=self.authority, roles=frozenset({"cm"}))
        headers = {"Authorization": f"Bearer {self.issuer.token(wish, datetime.now(UTC))}"}
        return self.client.get(path, headers=headers, params=asked or None)


@pytest.fixture(scope="module")
def settings(database: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(database_url=database, data=tmp_path_factory.mktemp("data"), pool_size=4)


@pytest.fixture(scope="module")
def client(settings: Settings) -> Generator[TestClient]:
    with TestClient(create_app(settings, known=ROUTES)) as started:
        yield started


@pytest.fixture
def desk(client: TestClient, settings: Settings, database: str, pool: Pool) -> Desk:
    authority, case = new_authority(database), uuid4()
    ann = officer("Ann", "cm", authority=authority)
    done = casework(pool, authority, ROUTES).ask(opening("north-west-routes"), ann, case)
    issuer = DevelopmentIssuer(settings.data, settings.token_audience)
    known = done.receipt.recorded_at
    return Desk(client, issuer, authority, case, done.facts[0].id, known)


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_each_format_is_sent(desk: Desk, pool: Pool, form: FormatName) -> None:
    """The bytes that the record gives anywhere, to be kept as a file and by nobody on the way."""
    said, chosen = desk.get(f"/v1/exports/{form}"), FORMATS[form]
    found = read(pool, desk.authority, Wanted(), by_case=chosen.by_case)
    assert said.status_code == 200
    assert said.content == b"".join(chosen.write(found.log, found.leaves))
    assert said.headers["content-type"].split(";")[0] == chosen.media_type
    name = f"{desk.authority}{chosen.suffix}"
    assert said.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert said.headers["cache-control"] == "private, no-store"


def test_a_large_export_is_sent_in_pieces(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """However they are cut, they make the same whole."""
    whole = desk.get("/v1/exports/ocel").content
    monkeypatch.setattr("api.routes.exports.PIECE", 10)
    assert desk.get("/v1/exports/ocel").content == whole


def test_a_part_is_exported(desk: Desk) -> None:
    """Of one case, of one provider, as known then: each fact whose id is in it."""
    for asked in ({"case": str(desk.case)}, {"provider": "1-101646247"}):
        assert str(desk.opened) in desk.get("/v1/exports/cloudevents", **asked).text
    before = desk.get("/v1/exports/cloudevents", as_known="2020-01-01T00:00:00Z")
    assert (before.status_code, before.content) == (200, b"")
    then = desk.get("/v1/exports/cloudevents", as_known=desk.known.isoformat())
    assert str(desk.opened) in then.text


@pytest.mark.parametrize("asked", [{"case": str(uuid4())}, {"provider": "1-7"}])
def test_what_is_not_there_is_a_problem(desk: Desk, asked: dict[str, str]) -> None:
    """RFC 9457: told before anything is sent."""
    said = desk.get("/v1/exports/ocel", **asked)
    assert (said.status_code, said.json()["type"]) == (404, "/problems/not-found")


def test_an_unknown_format_is_a_problem(desk: Desk) -> None:
    """It says where."""
    said = desk.get("/v1/exports/csv")
    assert (said.status_code, said.json()["where"]) == (422, "path.form")


def test_the_provenance_of_a_decision_is_sent(desk: Desk) -> None:
    """As PROV-JSON; another council has no such case."""
    said = desk.get(f"/v1/cases/{desk.case}/provenance/{desk.opened}")
    assert said.status_code == 200
    assert f"record:acts/{desk.opened}" in said.json()["activity"]
    assert desk.get(f"/v1/cases/{desk.case}/provenance/{uuid4()}").status_code == 404
    assert desk.get(f"/v1/cases/{uuid4()}/provenance/{desk.opened}").status_code == 404


def test_another_councils_record_is_not_sent(desk: Desk, database: str) -> None:
    """A token opens one council's record only."""
    other = desk._replace(authority=new_authority(database))
    assert other.get("/v1/exports/cloudevents").content == b""
    assert other.get("/v1/exports/ocel", case=str(desk.case)).status_code == 404
    assert other.get(f"/v1/cases/{desk.case}/provenance/{desk.opened}").status_code == 404


def test_nobody_exports_without_a_token(client: TestClient) -> None:
    """Neither many facts nor one decision."""
    for path in ("/v1/exports/ocel", f"/v1/cases/{uuid4()}/provenance/{uuid4()}"):
        assert client.get(path).status_code == 401
