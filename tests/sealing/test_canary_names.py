"""Names placed in sealed fields: never in a log, a view, a dump or a file; afterwards nowhere."""

import json
import subprocess
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from dumping import dumped
from httpx2 import Response
from pyarrow import parquet
from sealed_case import BIRTHDAY, CANARY, RESIDENT
from starlette.testclient import TestClient

from api.app import create_app
from api.development import DevelopmentIssuer, Wish
from api.settings import Settings
from authorities import new_authority
from concerns.exports.formats import FORMATS
from concerns.procedures.reader import library
from concerns.storage import embedded

SECRETS = (CANARY, CANARY.split()[1], BIRTHDAY)
NAMES = {"care_management": "Kit", "dass": "Dora", "contracts_officer": "Cora"}


@dataclass
class Clock:
    """The API's clock, ahead of the real one as far as the test wishes."""

    ahead: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class Council:
    """A council's officers at the API; remembers whatever they were answered."""

    client: TestClient
    issuer: DevelopmentIssuer
    authority: str
    clock: Clock
    case: str = ""
    answers: list[str] = field(default_factory=list[str])

    def bearer(self, role: str) -> dict[str, str]:
        name = NAMES[role]
        wish = Wish(sub=name.lower(), name=name, authority=self.authority, roles=frozenset({role}))
        return {"Authorization": f"Bearer {self.issuer.token(wish, self.clock())}"}

    def get(self, path: str, role: str = "care_management", **asked: str | int) -> Response:
        said = self.client.get(path, headers=self.bearer(role), params=asked or None)
        self.answers.append(said.text)
        return said

    def asks(self, noun: str, body: dict[str, Any], role: str, key: str = "") -> Response:
        headers = self.bearer(role) | ({"Idempotency-Key": key} if key else {})
        if self.case:
            headers["If-Match"] = self.get(f"/v1/cases/{self.case}").headers["etag"]
        path = f"/v1/cases/{self.case}/{noun}" if self.case else "/v1/cases"
        said = self.client.post(path, json=body, headers=headers)
        self.answers.append(said.text)
        return said

    def does(self, noun: str, body: dict[str, Any], role: str, key: str = "") -> dict[str, Any]:
        said = self.asks(noun, body, role, key)
        assert said.is_success, said.text
        return said.json()

    def reads(self, fact: str) -> Response:
        """Not remembered with the other answers: here the names must be."""
        return self.client.post(
            f"/v1/cases/{self.case}/sealed-readings",
            json={"fact": fact, "purpose": "to plan the move"},
            headers=self.bearer("care_management"),
        )


@pytest.fixture
def council(fresh_database: str, tmp_path: Path) -> Generator[Council]:
    with _at_work(fresh_database, tmp_path) as council:
        yield council


@contextmanager
def _at_work(database: str, data: Path) -> Generator[Council]:
    settings = Settings(database_url=database, data=data, pool_size=2, longest_stream=0.3)
    clock, known = Clock(), {"blackpool": library()["blackpool"]}
    with TestClient(create_app(settings, known=known, clock=clock)) as client:
        issuer = DevelopmentIssuer(data, settings.token_audience)
        yield Council(client, issuer, new_authority(database), clock)


OPENING = {
    "procedure": "blackpool",
    "provider": {"id": "1-101", "name": "Acme Care"},
    "services": [{"id": "1-1", "name": "Elm House", "type": "care home"}],
    "reason": "three alerts",
}
FORM = RESIDENT.model_dump(mode="json", include={"form", "about", "entries"})
ORDER = {"title": "Order of the court", "said_by": "observed"}
PROPOSAL = {
    "subject": "R12",
    "retention": "care_record",
    "ground": "order",
    "evidence": [ORDER],
    "reason": "the court's order",
}


def _filled_in(council: Council) -> str:
    """A case with R12's line filled in; gives the fact."""
    council.case = council.does("", OPENING, "contracts_officer")["case"]
    done = council.does("forms", FORM, "care_management", key="once")
    return done["facts"][0]["id"]


def _destroyed(council: Council) -> int:
    """Proposed and confirmed; gives the position."""
    proposal = council.does("key-destructions-proposed", PROPOSAL, "care_management")
    body = {"fact": proposal["facts"][0]["id"], "reason": "as ordered"}
    return council.does("key-destructions", body, "dass")["position"]


def _whatever_can_be_asked(council: Council, position: int) -> None:
    paths = council.client.get("/openapi.json").json()["paths"]
    for form in FORMATS:
        council.answers.append(_exported(council, form))
    council.get("/metrics")
    for path, methods in paths.items():
        if "get" not in methods or "{" in path.replace("{case}", ""):
            continue
        asked = {"min_position": position} if path.startswith("/v1/cases") else {}
        council.get(path.format(case=council.case), **asked)


def _exported(council: Council, form: str) -> str:
    """An export as it is read: Parquet is compressed, and a word in it is not found as it is."""
    said = council.client.get(f"/v1/exports/{form}", headers=council.bearer("care_management"))
    assert said.is_success, said.text
    if form != "parquet":
        return said.text
    found = parquet.read_table(BytesIO(said.content)).to_pylist()
    assert any(one["name"] == "form-sealed/1" for one in found)
    return str(found)


def _rows(database: str) -> str:
    """The text of every row of every table of ours, `bytea` as what it holds."""
    with psycopg.connect(database) as owner:
        facts = owner.execute("SELECT encode(entry, 'escape') FROM concerns.fact").fetchall()
        tables = owner.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname LIKE 'concerns%'"
        ).fetchall()
        texts = [str(row) for row in facts]
        for schema, table in tables:
            rows = owner.execute(f'SELECT t::text FROM "{schema}"."{table}" t')  # noqa: S608
            texts += [str(row) for row in rows]
    return "\n".join(texts)


def test_a_sealed_name_stands_nowhere_in_the_clear(
    council: Council, fresh_database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Attack 38: design 11, no answer, export, log, view, row or dump holds it, before the key's
    end too; the one door shows it.
    """
    fact = _filled_in(council)
    wrong = {**FORM, "entries": {"gender": CANARY}}
    assert council.asks("forms", wrong, "care_management").status_code == 422
    _whatever_can_be_asked(council, 2)
    shown = council.reads(fact)
    assert {one["field"]: one["value"] for one in shown.json()["fields"]}["surname"] == CANARY
    assert shown.headers["cache-control"] == "no-store"
    printed = capsys.readouterr()
    everything = {
        "answers": "\n".join(council.answers),
        "logs": printed.out + printed.err,
        "dump": dumped(fresh_database),
        "rows": _rows(fresh_database),
    }
    assert {
        (where, one) for where, text in everything.items() for one in SECRETS if one in text
    } == (set())
    assert "R12" in everything["answers"]
    assert "/v1/cases/{case}/sealed-readings" in everything["logs"]


def test_after_its_key_is_destroyed_nobody_reads_it(
    council: Council, fresh_database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Attack 38: absent everywhere, and no key is left that opens what remains."""
    fact = _filled_in(council)
    _whatever_can_be_asked(council, _destroyed(council))
    shown = council.reads(fact)
    council.answers.append(shown.text)
    assert {one["value"] for one in shown.json()["fields"]} == {None}
    assert all(one["destroyed_on"] for one in shown.json()["fields"])
    with psycopg.connect(fresh_database) as owner:
        left = owner.execute("SELECT count(*) FROM concerns_keys.key").fetchone()
    assert left == (0,)
    printed = capsys.readouterr()
    found = "\n".join([*council.answers, printed.out, dumped(fresh_database)])
    assert [one for one in SECRETS if one in found] == []
    forms = council.get(f"/v1/cases/{council.case}/forms").json()["rows"]
    assert forms[0]["entries"]["surname"]["sealed"]["destroyed_on"]


def test_a_destruction_that_was_refused_is_in_the_log(
    council: Council, capsys: pytest.CaptureFixture[str]
) -> None:
    """Attack 39: what was tried, when, and that it was refused; found again by its request's id."""
    _filled_in(council)
    hold = {"demanded_by": "The public inquiry", "reason": "letter"}
    council.does("legal-holds", hold, "care_management")
    said = council.asks("key-destructions-proposed", PROPOSAL, "care_management")
    assert (said.status_code, "legal hold" in said.text) == (409, True)
    lines = [json.loads(one) for one in capsys.readouterr().out.splitlines() if one[:1] == "{"]
    (line,) = [one for one in lines if one.get("request_id") == said.headers["x-request-id"]]
    assert line["route"] == "/v1/cases/{case}/key-destructions-proposed"
    assert (line["method"], line["status"]) == ("POST", 409)


def test_no_file_of_the_server_holds_it(
    own_folder: Callable[[], AbstractContextManager[Path]], tmp_path: Path
) -> None:
    """Attack 38: nor its write-ahead log, nor what it logs of slow or failed statements."""
    with own_folder() as folder:
        address = embedded.start(folder / "data")
        try:
            with _at_work(address, tmp_path) as council:
                _filled_in(council)
                long = {**FORM, "entries": {"surname": CANARY * 5_000}}
                assert council.asks("forms", long, "care_management").status_code == 413
            with psycopg.connect(address) as owner:
                owner.execute("CREATE TABLE public.marker AS SELECT 'Marker' || 'Canary' AS found")
        finally:
            embedded.stop(folder / "data")
        assert _files_holding("MarkerCanary", folder) != []
        assert _files_holding(SECRETS[1], folder) == []
        assert _files_holding(SECRETS[1], tmp_path) == []


def _files_holding(word: str, folder: Path) -> list[str]:
    command = ["grep", "-rlF", word, str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    return done.stdout.splitlines()


def test_the_same_request_sent_again_is_known_by_its_key_alone(
    council: Council, fresh_database: str
) -> None:
    """Design 12: the same answer for the same entries, refused for others; and what is kept of a
    request is no digest at which M or F could be guessed.
    """
    _filled_in(council)
    body, etag = FORM, council.get(f"/v1/cases/{council.case}").headers["etag"]

    def again(body: dict[str, Any]) -> Response:
        headers = council.bearer("care_management") | {"Idempotency-Key": "once", "If-Match": etag}
        return council.client.post(f"/v1/cases/{council.case}/forms", json=body, headers=headers)

    assert again(body).headers["idempotency-replayed"] == "true"
    other = again({**body, "entries": {**body["entries"], "gender": "M"}})
    assert (other.status_code, other.json()["type"]) == (422, "/problems/key-already-used")
    with psycopg.connect(fresh_database) as owner:
        kept = owner.execute("SELECT request_sha256 FROM concerns.idempotency").fetchall()
        owner.execute("DELETE FROM concerns_keys.key")
    assert len(kept) == 1
    assert again(body).status_code == 422  # without the key even the right guess is not told


def test_what_the_reader_must_say(council: Council) -> None:
    """Evidence 2.10: no purpose, no reading."""
    fact = _filled_in(council)
    path = f"/v1/cases/{council.case}/sealed-readings"
    for body in ({"fact": fact}, {"fact": fact, "purpose": "  "}):
        said = council.client.post(path, json=body, headers=council.bearer("care_management"))
        assert (said.status_code, said.json()["where"]) == (422, "body.purpose")
    refused = council.client.post(
        path, json={"fact": fact, "purpose": "p"}, headers=council.bearer("dass")
    )
    assert refused.status_code == 403
