"""Acts that wait until they are sealed or witnessed, and proofs to keep, as in production."""

import asyncio
import hashlib
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from councils_at_work import a_case
from fastapi import FastAPI
from in_production import Login, Served, served
from starlette.testclient import TestClient

from api import waiting
from api.app import create_app
from api.settings import Settings
from concerns.evidence.leaf import leaf_hash
from concerns.evidence.proof import TlogProof
from concerns.evidence.signed_checkpoint import open_checkpoint
from concerns.procedures.procedure import Procedure
from concerns.storage import tree
from concerns.storage.pool import Pool, open_pool
from concerns.verifying import foreign
from concerns.verifying.foreign import verify as plain_python

SOON = {"sealed": 0.3, "witnessed": 0.3}


@pytest.fixture(scope="module")
def login() -> Login:
    return Login()


@pytest.fixture(scope="module")
def app(
    login: Login,
    database: str,
    tmp_path_factory: pytest.TempPathFactory,
    procedures: dict[str, Procedure],
) -> FastAPI:
    return create_app(login.settings(database, tmp_path_factory.mktemp("data")), known=procedures)


@pytest.fixture(scope="module")
def sealing(database: str) -> Generator[Pool]:
    with open_pool(database, 1, role=tree.ROLE) as pool:
        yield pool


@pytest.fixture
def new(
    client: TestClient, login: Login, database: str, tmp_path: Path, sealing: Pool, pool: Pool
) -> Callable[[], Served]:
    return lambda: served(client, login, database, tmp_path, sealing, pool)


@pytest.fixture
def here(new: Callable[[], Served]) -> Served:
    return new()


def test_the_answer_comes_once_the_act_is_sealed(here: Served) -> None:
    """A decision of legal effect: what was answered is signed."""
    with ThreadPoolExecutor(1) as other:
        asked = other.submit(here.council.post, "/v1/cases?wait=sealed", a_case(), "cm")
        while (sealed := here.seals()) is None:
            assert not asked.done()
            time.sleep(0.02)
        said = asked.result()
    assert said.status_code == 201
    done = said.json()
    assert done["sealed"] == {"size": sealed.size, "root": sealed.root.hex()}
    assert done["position"] <= sealed.size
    assert "witnessed" not in done


def test_what_is_not_sealed_in_time_is_recorded_all_the_same(
    here: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """202 with the receipt, never an error; the same key goes on waiting."""
    monkeypatch.setattr(waiting, "LONGEST", SOON)
    key, body = str(uuid4()), a_case()
    said = here.council.post("/v1/cases?wait=sealed", body, "cm", idempotency_key=key)
    done = said.json()
    assert (said.status_code, done["sealed"]) == (202, None)
    assert done["sentence"].startswith("This is recorded at position 1; no signed checkpoint")
    assert said.headers["location"] == f"/v1/cases/{done['case']}"
    assert len(here.council.get("/v1/feed").json()) == 1
    assert len(done["leaf_hashes"]) == 1
    assert here.seals()
    again = here.council.post("/v1/cases?wait=sealed", body, "cm", idempotency_key=key)
    assert (again.status_code, again.json()["sealed"]["size"]) == (201, 1)
    assert again.headers["idempotency-replayed"] == "true"
    plain = here.council.post("/v1/cases", body, "cm", idempotency_key=key)
    assert plain.json().keys() == done.keys() - {"sealed", "sentence"}
    assert len(here.council.get("/v1/feed").json()) == 1


def test_the_answer_comes_once_the_act_is_witnessed(
    here: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A checkpoint that covers it is elsewhere, and the record says so; a smaller one is not it."""
    monkeypatch.setattr(waiting, "LONGEST", SOON)
    case = here.council.opened()
    key, path = str(uuid4()), f"/v1/cases/{case}/decisions?wait=witnessed"
    body = {"step": "agree_at_risk", "reason": "three alerts in a week"}
    send = {"if_match": '"v1"', "idempotency_key": key}
    said = here.council.post(path, body, "sprg", **send)
    assert said.status_code == 202
    assert (said.json()["sealed"], said.json()["witnessed"]) == (None, None)
    here.seals()
    here.anchored(size=1)
    said = here.council.post(path, body, "sprg", **send)
    assert (said.status_code, said.json()["witnessed"]) == (202, None)
    assert said.json()["sealed"]["size"] == 2
    assert "kept elsewhere" in said.json()["sentence"]
    here.anchored(size=2)
    said = here.council.post(path, body, "sprg", **send)
    assert said.status_code == 200
    assert said.json()["witnessed"] == {
        "size": 2,
        "root": "ab" * 32,
        "kind": "witness",
        "where": "https://witness.example",
        "position": 4,
    }


def test_a_refused_act_does_not_wait(here: Served) -> None:
    """There is nothing to wait for; and only two words may be said."""
    began = time.monotonic()
    case = here.council.opened()
    body = {"step": "agree_at_risk", "reason": "three alerts in a week"}
    path = f"/v1/cases/{case}/decisions"
    assert here.council.post(f"{path}?wait=sealed", body, "sprg").status_code == 428
    said = here.council.post(f"{path}?wait=ever", body, "sprg", if_match='"v1"')
    assert (said.status_code, said.json()["where"]) == (422, "query.wait")
    assert time.monotonic() - began < waiting.LONGEST["sealed"]


def test_those_who_wait_keep_nobody_from_being_served(
    here: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More wait than there are threads or connections; questions are answered meanwhile."""
    monkeypatch.setattr(waiting, "LONGEST", {"sealed": 20.0})
    many = 45
    with ThreadPoolExecutor(many) as waiters:
        asked = [
            waiters.submit(here.council.post, "/v1/cases?wait=sealed", a_case(), "cm")
            for _ in range(many)
        ]
        while len(here.council.get("/v1/feed").json()) < many:
            time.sleep(0.05)
        assert not any(one.done() for one in asked)
        here.seals()
        assert [one.result().status_code for one in asked] == [201] * many


def test_a_database_that_goes_away_during_the_wait_is_no_refusal(
    login: Login, fresh_database: str, tmp_path: Path, procedures: dict[str, Procedure]
) -> None:
    """The act is recorded: an error now would make the caller do it twice."""
    app = create_app(login.settings(fresh_database, tmp_path), known=procedures)
    with (
        psycopg.connect(fresh_database, autocommit=True) as owner,
        ThreadPoolExecutor(1) as other,
        TestClient(app) as client,
    ):
        with open_pool(fresh_database, 1, role=tree.ROLE) as sealing:
            here = served(client, login, fresh_database, tmp_path, sealing, sealing)
        asked = other.submit(here.council.post, "/v1/cases?wait=sealed", a_case(), "cm")
        while not owner.execute("SELECT FROM concerns.fact").rowcount:
            time.sleep(0.02)
        cut = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
        assert owner.execute(cut).rowcount >= login.settings(fresh_database, tmp_path).pool_size
        with open_pool(fresh_database, 1, role=tree.ROLE) as here.pool:
            assert here.seals()
        said = asked.result()
    assert (said.status_code, said.json()["sealed"]["size"]) == (201, 1)


def test_a_program_that_is_stopped_still_answers(here: Served, app: FastAPI) -> None:
    """Uvicorn cancels whoever still waits when its grace is over; that is no error either."""
    here.council.opened()
    council = app.state.service.councils.of(here.council.authority)

    async def stopped() -> waiting.Found:
        task = asyncio.create_task(waiting.wait_for(council, 1, "witnessed"))
        await asyncio.sleep(0.1)  # it waits by now
        task.cancel()
        return await task

    assert asyncio.run(stopped()) == {"sealed": None, "witnessed": None}


def test_a_receipt_becomes_a_proof(here: Served) -> None:
    """C2SP tlog-proof, RFC 9162: our own code accepts it, and the hash is the receipt's."""
    here.council.opened()
    done = here.council.post("/v1/cases", a_case(), "cm").json()
    position = done["position"]
    assert position == 2
    soon = here.council.get(f"/v1/facts/{position}/proof")
    assert (soon.status_code, soon.json()["type"]) == (503, "/problems/not-sealed-yet")
    assert int(soon.headers["retry-after"]) > 0
    entry = here.council.get(f"/v1/facts/{position}/entry")
    assert entry.headers["content-type"] == "application/octet-stream"
    assert [leaf_hash(entry.content).hex()] == done["leaf_hashes"]
    here.council.opened()
    here.seals()
    said = here.council.get(f"/v1/facts/{position}/proof")
    proof = TlogProof.parse(said.content)
    proved = proof.verify_entry(entry.content, here.key.name, [here.key])
    assert (proved.entry.index, proved.opened.checkpoint.size) == (1, 3)
    assert said.headers["content-disposition"] == 'attachment; filename="2.tlog-proof"'


def test_a_proof_is_checked_without_this_program(here: Served, tmp_path: Path) -> None:
    """The file of plain Python from the bundle, and openssl: both accept it, and no other entry."""
    for _ in range(5):
        here.council.opened()
    here.seals()
    proof = here.council.get("/v1/facts/4/proof").content
    entry = here.council.get("/v1/facts/4/entry").content
    bundle = plain_python.Bundle(tmp_path, [plain_python.read_key(str(here.key))])
    bundle.proved[3] = plain_python.leaf_hash(entry)
    bundle.proof(proof, "4.tlog-proof", "4")
    bundle.proved[3] = plain_python.leaf_hash(entry + b" ")
    with pytest.raises(plain_python.Wrong, match="does not lead to the root"):
        bundle.proof(proof, "4.tlog-proof", "4")
    note = here.council.get("/v1/checkpoint").content
    assert proof.endswith(b"\n\n" + note)
    assert _openssl(note, str(here.key), tmp_path / "good") == 0
    assert _openssl(note.replace(b"\n5\n", b"\n6\n"), str(here.key), tmp_path / "bad") == 1


def _openssl(note: bytes, vkey: str, folder: Path) -> int:
    folder.mkdir()
    (folder / "checkpoint").write_bytes(note)
    listed = f"{hashlib.sha256(note).hexdigest()}  checkpoint\n"
    (folder / "MANIFEST.sha256").write_text(listed)
    shutil.copy(Path(foreign.__path__[0]) / "verify.sh", folder)
    return subprocess.run(["sh", "verify.sh", vkey], cwd=folder, check=False).returncode


def test_the_newest_checkpoint_is_there_for_everybody_of_the_council(here: Served) -> None:
    """C2SP tlog-checkpoint; asked again, nothing is sent twice."""
    assert here.council.get("/v1/checkpoint").json()["type"] == "/problems/not-sealed-yet"
    here.council.opened()
    here.seals()
    said = here.council.get("/v1/checkpoint", "cm")
    assert said.headers["content-type"] == "text/plain; charset=utf-8"
    assert open_checkpoint(said.content, here.key.name, [here.key]).checkpoint.size == 1
    seen = {"If-None-Match": said.headers["etag"], **here.council.bearer()}
    assert here.council.client.get("/v1/checkpoint", headers=seen).status_code == 304
    here.council.opened()
    here.seals()
    newer = here.council.client.get("/v1/checkpoint", headers=seen)
    assert (newer.status_code, newer.headers["etag"] != said.headers["etag"]) == (200, True)


def test_nobody_sees_another_councils_evidence(new: Callable[[], Served]) -> None:
    """A position is one's own record's; without a token nothing is told."""
    full, empty = new(), new()
    full.council.opened()
    full.seals()
    for path in ("/v1/facts/1/proof", "/v1/facts/1/entry"):
        assert full.council.get(path).status_code == 200
        said = empty.council.get(path)
        assert (said.status_code, said.json()["type"]) == (404, "/problems/not-found")
        assert full.council.client.get(path).status_code == 401
    assert empty.council.get("/v1/checkpoint").status_code == 503
    assert full.council.get("/v1/facts/2/entry").status_code == 404
    assert full.council.get("/v1/facts/0/entry").status_code == 422
    assert full.council.get(f"/v1/facts/{2**63}/proof").status_code == 422


def test_production_never_signs_inside_the_program(
    here: Served, app: FastAPI, database: str
) -> None:
    """Whoever breaks into the program that serves finds no key: the sealer is another."""
    settings: Settings = app.state.service.settings
    here.council.opened()
    assert not any(one.name == "sealer" for one in threading.enumerate())
    assert not (settings.data / "seals").exists()
    with psycopg.connect(database) as owner:
        found = "SELECT FROM concerns.checkpoint WHERE authority = %s"
        assert owner.execute(found, (here.council.authority,)).rowcount == 0
