"""Documents over HTTP: the body is the document, and it comes back byte for byte."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from councils_at_work import Clock, Council
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from concerns.documents.folder import Folder
from concerns.procedures.procedure import Procedure
from concerns.register import Register

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 4_000  # about a megabyte: more than any other request
SHA256 = hashlib.sha256(PDF).hexdigest()
SAID = {
    "title": "Bericht „Elm House“",
    "source": "Contract monitoring",
    "reason": "visit of Monday",
}


@pytest.fixture(scope="module")
def settings(database: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        database_url=database,
        data=tmp_path_factory.mktemp("data"),
        pool_size=4,
        largest_document=2_000_000,
    )


@pytest.fixture
def kept(settings: Settings) -> Path:
    """The folder of documents, emptied for each test."""
    folder = settings.data / "documents"
    folder.mkdir(exist_ok=True)
    for file in folder.iterdir():
        file.unlink()
    return folder


def _lodge(
    council: Council,
    case: str,
    content: Any = PDF,
    *roles: str,
    said: dict[str, str] | None = None,
    **headers: str | None,
) -> Response:
    given = {"Content-Type": "application/pdf", "If-Match": '"v1"'}
    given |= {name.replace("_", "-"): value for name, value in headers.items() if value}
    for name in [name.replace("_", "-") for name, value in headers.items() if value is None]:
        given.pop(name)
    return council.client.post(
        f"/v1/cases/{case}/documents",
        content=content,
        params=SAID if said is None else said,
        headers=council.bearer("Ann Archer", *roles) | given,
    )


def _facts(council: Council, case: str) -> list[str]:
    return [row["name"] for row in council.get(f"/v1/cases/{case}/story").json()["rows"]]


def _problem(said: Response, status: int, kind: str) -> dict[str, Any]:
    told = said.json()
    assert (said.status_code, told["type"]) == (status, f"/problems/{kind}"), said.text
    return told


def test_a_document_comes_back_as_it_was_lodged(council: Council, kept: Path) -> None:
    """RFC 9110, 9530, 6266: its bytes, its digest, to be saved and never shown as a page."""
    case = council.opened()
    done = _lodge(council, case)
    assert done.status_code == 200, done.text
    assert (done.headers["etag"], done.json()["facts"][0]["name"]) == ('"v2"', "document-lodged/1")
    found = council.get(f"/v1/cases/{case}/documents/{SHA256}", "cm")
    assert found.content == PDF
    assert found.headers["content-type"] == "application/pdf"
    assert found.headers["etag"] == f'"{SHA256}"'
    assert found.headers["x-content-type-options"] == "nosniff"
    assert found.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''Bericht%20%E2%80%9EElm%20House%E2%80%9C.pdf"
    )
    assert [file.name for file in kept.iterdir()] == [SHA256]
    seen = council.bearer() | {"If-None-Match": found.headers["etag"]}
    again = council.client.get(f"/v1/cases/{case}/documents/{SHA256}", headers=seen)
    assert (again.status_code, again.content) == (304, b"")


def test_the_list_says_what_is_here_and_what_is_only_referred_to(
    council: Council, kept: Path
) -> None:
    """Evidence may be lodged later: then the same line says so; known before, it was not here."""
    case = council.opened()
    notes = "ab" * 32
    evidence = [
        {"title": "The report", "sha256": SHA256, "said_by": "observed"},
        {"title": "Notes", "sha256": notes, "said_by": "reported"},
    ]
    did = council.stepped(case, "agree_at_risk", "sprg", evidence=evidence).json()
    path, since = f"/v1/cases/{case}/documents", {"min_position": did["position"]}
    before = {row["sha256"]: row["state"] for row in council.get(path, **since).json()["rows"]}
    assert before == {SHA256: "referred to, not lodged", notes: "referred to, not lodged"}
    done = _lodge(council, case, If_Match=council.get(f"/v1/cases/{case}").headers["etag"]).json()
    now = council.get(path, min_position=done["position"]).json()["rows"]
    assert {row["sha256"]: row["state"] for row in now} == {**before, SHA256: "lodged"}
    (lodged,) = [row for row in now if row["sha256"] == SHA256]
    assert (lodged["length"], lodged["by"]["name"]) == (len(PDF), "Ann Archer")
    assert lodged["referred_to"] == [{"fact": did["facts"][0]["id"], "as": "The report"}]
    known = council.get(path, as_known=did["recorded_at"]).json()["rows"]
    assert {row["sha256"]: row["state"] for row in known} == before
    assert kept.joinpath(SHA256).is_file()


def test_the_same_key_is_answered_alike_and_another_document_is_refused(
    council: Council, kept: Path
) -> None:
    """Design 12: the bytes count as part of the request."""
    case, key = council.opened(), str(uuid4())
    first = _lodge(council, case, Idempotency_Key=key)
    again = _lodge(council, case, Idempotency_Key=key)
    assert (again.json(), again.headers["idempotency-replayed"]) == (first.json(), "true")
    other = _lodge(council, case, PDF[:-1], Idempotency_Key=key)
    _problem(other, 422, "key-already-used")
    assert [file.name for file in kept.iterdir()] == [SHA256]


def test_the_same_document_twice_is_two_facts_and_one_file(council: Council, kept: Path) -> None:
    """Whoever brings it again is on record too."""
    case = council.opened()
    _lodge(council, case)
    done = _lodge(council, case, said={**SAID, "source": "The provider"}, If_Match='"v2"')
    assert done.status_code == 200, done.text
    path = f"/v1/cases/{case}/documents"
    (row,) = council.get(path, min_position=done.json()["position"]).json()["rows"]
    assert row["source"] == "The provider"
    assert len(list(kept.iterdir())) == 1


@pytest.mark.parametrize(
    ("said", "headers", "status", "where"),
    [
        ({"title": " "}, {}, 422, "query.title"),
        ({"source": ""}, {}, 422, "query.source"),
        ({"occurred": "2999-01-01"}, {}, 422, "occurred"),
        ({"about": "Mary Smith", "retention": "care_record"}, {}, 422, "about"),
        ({"about": "R12"}, {}, 422, "retention"),
        ({"retention": "care_record"}, {}, 422, "about"),
        ({"colour": "red"}, {}, 422, "query.colour"),
        ({}, {"Content_Type": "pdf"}, 422, "header.content-type"),
        ({}, {"Content_Type": "text/html, text/plain"}, 422, "header.content-type"),
        ({}, {"Content_Type": None}, 422, "header.content-type"),
        ({}, {"If_Match": None}, 428, "header.If-Match"),
        ({}, {"If_Match": '"v9"'}, 412, None),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    council: Council,
    kept: Path,
    said: dict[str, str],
    headers: dict[str, str | None],
    status: int,
    where: str | None,
) -> None:
    """By place; neither a fact nor a byte is left behind."""
    case = council.opened()
    refused = _lodge(council, case, said={**SAID, **said}, **headers)
    assert (refused.status_code, refused.json().get("where")) == (status, where), refused.text
    assert "Mary" not in refused.text
    assert list(kept.iterdir()) == []
    assert _facts(council, case) == ["case-opened/1"]


def test_an_empty_document_is_none(council: Council, kept: Path) -> None:
    """An upload that went wrong is told at once."""
    told = _problem(_lodge(council, council.opened(), b""), 422, "not-understood")
    assert told["where"] == "body"
    assert list(kept.iterdir()) == []


def test_somebody_without_a_role_lodges_nothing(council: Council, kept: Path) -> None:
    """Not even its bytes: a store cannot be filled by those who may not lodge."""
    _problem(_lodge(council, council.opened(), PDF, "a_role_elsewhere"), 403, "not-your-role")
    assert list(kept.iterdir()) == []


def test_a_document_that_is_too_large(council: Council, kept: Path) -> None:
    """413 by a limit of its own, whether or not the length was announced."""
    case, huge = council.opened(), b"x" * 2_000_001
    told = _problem(_lodge(council, case, huge), 413, "too-large")
    assert told["detail"] == "a document may hold 2000000 bytes"
    _problem(_lodge(council, case, iter([huge[:1_000], huge])), 413, "too-large")
    assert list(kept.iterdir()) == []


def test_a_document_of_another_case_or_council_is_not_here(
    new_council: Callable[[], Council], kept: Path
) -> None:
    """Design 12: the digest alone opens nothing."""
    ours, theirs = new_council(), new_council()
    case = ours.opened()
    _lodge(ours, case)
    path = f"/documents/{SHA256}"
    _problem(ours.get(f"/v1/cases/{ours.opened()}{path}"), 404, "not-found")
    _problem(theirs.get(f"/v1/cases/{case}{path}"), 404, "not-found")
    _problem(ours.get(f"/v1/cases/{case}/documents/..%2F..%2Fkek"), 404, "not-found")
    _problem(ours.get(f"/v1/cases/{case}/documents/{SHA256.upper()}"), 422, "not-understood")
    assert kept.joinpath(SHA256).is_file()


def test_damaged_content_is_a_problem_and_never_an_answer(council: Council, kept: Path) -> None:
    """Missing or altered: said in words, with the digest; lodged again, it is refused too."""
    case = council.opened()
    _lodge(council, case)
    file = kept / SHA256
    file.chmod(0o600)
    file.write_bytes(PDF[:-1])
    altered = _problem(
        council.get(f"/v1/cases/{case}/documents/{SHA256}"), 500, "document-not-whole"
    )
    assert "altered" in altered["detail"]
    _problem(_lodge(council, case, If_Match='"v2"'), 500, "document-not-whole")
    file.unlink()
    missing = _problem(
        council.get(f"/v1/cases/{case}/documents/{SHA256}"), 500, "document-not-whole"
    )
    assert "does not hold it" in missing["detail"]


def test_a_store_that_is_away_records_nothing(council: Council, kept: Path) -> None:
    """503, and whoever asks again with the same key is served once it is back."""
    case, key = council.opened(), str(uuid4())
    kept.rmdir()
    kept.touch()
    away = _lodge(council, case, Idempotency_Key=key)
    _problem(away, 503, "try-again")
    kept.unlink()
    assert _lodge(council, case, Idempotency_Key=key).status_code == 200


def test_a_crash_between_bytes_and_fact_leaves_bytes_that_nothing_names(
    council: Council, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bytes first: the document is on the disk when its fact is about to be appended."""
    case, append = council.opened(), Register.append

    def crash(*_: object) -> None:
        assert [file.name for file in kept.iterdir()] == [SHA256]
        raise MemoryError

    monkeypatch.setattr(Register, "append", crash)
    _problem(_lodge(council, case), 500, "unexpected")
    monkeypatch.setattr(Register, "append", append)
    assert _facts(council, case) == ["case-opened/1"]
    _problem(council.get(f"/v1/cases/{case}/documents/{SHA256}"), 404, "not-found")
    assert _lodge(council, case).status_code == 200


def test_a_fact_is_never_recorded_without_its_bytes(
    council: Council, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The power goes while the document is written: no fact, and no half document."""

    def crash(*_: object) -> None:
        raise MemoryError

    case = council.opened()
    with monkeypatch.context() as broken:
        broken.setattr(Folder, "_named", crash)
        _problem(_lodge(council, case), 500, "unexpected")
    assert _facts(council, case) == ["case-opened/1"]
    assert list(kept.iterdir()) == []


def test_without_a_place_for_documents_they_are_refused_in_words(
    database: str,
    tmp_path: Path,
    app: FastAPI,
    procedures: dict[str, Procedure],
    clock: Clock,
    council: Council,
) -> None:
    """As in production, where no folder is made by accident."""
    assert app.state.service.councils.documents is not None
    settings = Settings(database_url=database, data=tmp_path)
    bare = create_app(settings, known=procedures, clock=clock)
    with TestClient(bare) as client:
        bare.state.service.councils.documents = None
        issuer = type(council.issuer)(tmp_path, settings.token_audience)
        here = Council(client, issuer, council.authority)
        told = _problem(_lodge(here, here.opened()), 409, "refused-by-procedure")
    assert "CONCERNS_DOCUMENTS" in told["detail"]


def test_production_makes_no_folder_by_itself(tmp_path: Path) -> None:
    """Named, or refused; an empty setting is none."""
    assert Settings(data=tmp_path, documents="").documents_place() == str(tmp_path / "documents")
    production = Settings.model_construct(env="production", documents=None)
    assert production.documents_place() is None


def test_a_document_about_a_person_has_a_door_of_its_own(
    council: Council, kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Design 11: sealed before it is stored; a purpose, on record; nothing of it in any log."""
    letter = b"Dear Wilhelmina Quetzalcoatl" * 10_000
    case, said = council.opened(), {**SAID, "about": "R12", "retention": "care_record"}
    done = _lodge(council, case, letter, said=said, Content_Type="text/plain")
    assert done.status_code == 200, done.text
    (file,) = kept.iterdir()
    assert b"Quetzalcoatl" not in file.read_bytes()
    path = f"/v1/cases/{case}/documents/{file.name}"
    refused = _problem(council.get(path), 409, "refused-by-procedure")
    assert "sealed" in refused["detail"]
    shown = council.post(f"{path}/readings", {"purpose": "to plan the move"}, "cm")
    assert (shown.content, shown.headers["cache-control"]) == (letter, "no-store")
    assert shown.headers["content-type"] == "text/plain"
    blank = council.post(f"{path}/readings", {"purpose": " "}, "cm")
    assert (blank.status_code, blank.json()["where"]) == (422, "body.purpose")
    _problem(council.post(f"{path}/readings", {"purpose": "p"}, "dmt"), 403, "not-your-role")
    logged = capsys.readouterr().out
    assert "Quetzalcoatl" not in logged
    assert "R12" not in logged
    assert "/v1/cases/{case}/documents/{sha256}/readings" in logged


def test_a_document_that_is_not_sealed_is_not_read_by_that_door(
    council: Council, kept: Path
) -> None:
    """Who reads what anyone may read is not kept."""
    case = council.opened()
    _lodge(council, case)
    assert kept.joinpath(SHA256).is_file()
    path = f"/v1/cases/{case}/documents/{SHA256}/readings"
    _problem(council.post(path, {"purpose": "p"}, "cm"), 409, "refused-by-procedure")
