"""What the record says was lodged is there, and is what it was; and others can take it along."""

import hashlib
import subprocess
import sys
from pathlib import Path

import orjson
import pytest
from sealed import REHASH, Record
from typer.testing import CliRunner

from authorities import casework
from concerns.cli import app
from concerns.commands.lodge_document import LodgeDocument
from concerns.documents.opening import open_documents
from concerns.documents.spool import Spool
from concerns.documents.store import Documents
from concerns.verifying.bundle import MANIFEST
from given import officer, opening

REPORT = b"Report of the visit\n" * 50
SHA256 = hashlib.sha256(REPORT).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "documents"


@pytest.fixture
def store(record: Record, folder: Path) -> Documents:
    """A document was lodged with the case of the tenth fact: the ninth opened it."""
    documents = open_documents(str(folder))
    work = casework(record.pool, record.authority)
    work.documents = documents
    who = officer("Ann", "cm", authority=record.authority)
    case = work.ask(opening("north-west-routes"), who, work.new_id()).facts[0].case
    asked = LodgeDocument(title="Report", source="Visit", media_type="text/plain", sha256=SHA256)
    with Spool.of([REPORT]) as brought:
        work.ask(asked, who, case, content=brought)
    return documents


def _damage(file: Path, content: bytes) -> None:
    file.chmod(0o600)
    file.write_bytes(content)


def test_documents_that_are_whole_are_no_finding(record: Record, store: Documents) -> None:
    """And where no store is given, the report says what was not checked."""
    given = record.verified(views=False, documents=store)
    assert given.clean
    assert not any("documents" in words for words in given.not_checked)
    alone = record.verified(views=False)
    assert alone.clean
    assert "documents: no store of them was given" in alone.not_checked


def test_a_document_that_is_gone(record: Record, store: Documents, folder: Path) -> None:
    """At the position of the fact that names it."""
    (folder / SHA256).unlink()
    found = record.found(views=False, documents=store)
    assert found == {("DOCUMENT_MISSING", "position 10")}


@pytest.mark.parametrize("content", [REPORT[:-1], REPORT + b" ", b"", b"another report"])
def test_a_document_that_was_altered(
    record: Record, store: Documents, folder: Path, content: bytes
) -> None:
    """Cut short, prolonged, emptied, exchanged."""
    _damage(folder / SHA256, content)
    found = record.found(views=False, documents=store)
    assert found == {("DOCUMENT_ALTERED", "position 10")}


def test_a_document_exchanged_in_record_and_store_is_found_by_the_tree(
    record: Record, store: Documents, folder: Path
) -> None:
    """Its digest stands in the entry that was signed."""
    record.seals()
    other = store.put([b"a milder report"])
    with record.attacked() as owner:
        owner.execute(
            "UPDATE concerns.fact SET entry = replace(entry::text, %s, %s)::bytea"
            " WHERE position = 10",
            (SHA256.encode().hex(), other.sha256.encode().hex()),
        )
        owner.execute(f"UPDATE concerns.fact SET {REHASH} WHERE position = 10")  # noqa: S608
    (folder / SHA256).unlink()
    found = record.found(views=False, documents=store)
    assert found == {("ROOT_MISMATCH", "checkpoint 10")}


@pytest.mark.parametrize("named", ["../kek", "", 7, None, ["x"]])
def test_a_fact_that_names_no_digest(record: Record, store: Documents, named: object) -> None:
    """Whatever a forger writes there: a finding, never a file elsewhere."""
    forged = orjson.dumps(named).hex()
    with record.attacked() as owner:
        owner.execute(
            "UPDATE concerns.fact SET entry = replace(entry::text, %s, %s)::bytea"
            " WHERE position = 10",
            (f'"{SHA256}"'.encode().hex(), forged),
        )
        owner.execute(f"UPDATE concerns.fact SET {REHASH} WHERE position = 10")  # noqa: S608
    found = record.found(views=False, documents=store)
    assert ("DOCUMENT_MISSING", "position 10") in found


def _types(record: Record, *words: str, **settings: str) -> tuple[int, str]:
    env = {"CONCERNS_DATABASE_URL": record.owner.info.dsn, "CONCERNS_OWNER_URL": "", **settings}
    done = CliRunner().invoke(app, words, env={"COLUMNS": "200", **env})
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, " ".join((done.stdout + done.stderr).split())


def test_verify_as_people_type_it(record: Record, store: Documents, folder: Path) -> None:
    """By the setting, or by an option; a store that cannot be reached is no clean record."""
    store.delete(SHA256)
    for option, setting in [("", str(folder)), (str(folder), "/nowhere")]:
        words = ["verify", record.authority, "--no-views"]
        words += ["--documents", option] if option else []
        code, said = _types(record, *words, CONCERNS_DOCUMENTS=setting)
        assert (code, "DOCUMENT_MISSING at position 10" in said) == (1, True)
    folder.rmdir()
    folder.touch()
    code, said = _types(record, "verify", record.authority, CONCERNS_DOCUMENTS=str(folder))
    assert (code, said) == (2, "Could not check. the folder of documents: Not a directory")


def test_a_bundle_takes_the_documents_along(
    record: Record, store: Documents, folder: Path, tmp_path: Path
) -> None:
    """Under their digests, in the manifest; coreutils alone check them."""
    record.seals()
    assert store.exists(SHA256)
    bundle = tmp_path / "bundle"
    words = ["bundle", record.authority, "-o", str(bundle)]
    code, said = _types(record, *words, "--documents", CONCERNS_DOCUMENTS=str(folder))
    assert code == 0, said
    assert (bundle / "documents" / SHA256).read_bytes() == REPORT
    assert f"{SHA256}  documents/{SHA256}\n" in (bundle / MANIFEST).read_text()
    subprocess.run(["sha256sum", "--strict", "-c", MANIFEST], cwd=bundle, check=True, timeout=60)
    plain = [sys.executable, "verify.py", "--key", str(record.signer.key)]
    subprocess.run(plain, cwd=bundle, check=True, timeout=60)
    again = record.found(views=False, documents=open_documents(str(bundle / "documents")))
    assert again == set()


def test_without_being_asked_for_none_are_taken(
    record: Record, store: Documents, tmp_path: Path
) -> None:
    """And what lies behind the checkpoint is not."""
    bundle = tmp_path / "bundle"
    assert store.exists(SHA256)
    words = ["bundle", record.authority, "-o", str(bundle)]
    assert _types(record, *words)[0] == 0
    assert not (bundle / "documents").exists()
    later = tmp_path / "later"
    words = ["bundle", record.authority, "-o", str(later), "--documents"]
    assert _types(record, *words, CONCERNS_DOCUMENTS=str(tmp_path / "documents"))[0] == 0
    assert not (later / "documents").exists()


def test_a_bundle_with_a_damaged_document_is_not_made(
    record: Record, store: Documents, folder: Path, tmp_path: Path
) -> None:
    """Said with its position."""
    record.seals()
    assert store.exists(SHA256)
    _damage(folder / SHA256, b"")
    words = ["bundle", record.authority, "-o", str(tmp_path / "bundle"), "--documents"]
    code, said = _types(record, *words, CONCERNS_DOCUMENTS=str(folder))
    assert code == 1
    assert said.startswith(f"Position 10: {SHA256}: ")
