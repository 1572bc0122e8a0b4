"""Documents about a person: never in the store in clear, read on record, gone with their key."""

import hashlib
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from blackpool_case import CARE, DASS, OFFICER, PMM
from sealed_case import CANARY, ORDER, PROPOSED, Office, office
from typer.testing import CliRunner

from authorities import new_authority
from concerns.cli import app
from concerns.commands.destroy_keys import DestroyKeys
from concerns.commands.lodge_document import LodgeDocument
from concerns.commands.place_legal_hold import PlaceLegalHold
from concerns.custody.access import Access
from concerns.custody.checking import check
from concerns.custody.reading_documents import ReadDocument
from concerns.custody.remains import remains
from concerns.documents.opening import open_documents
from concerns.documents.spool import Spool
from concerns.documents.store import Documents
from concerns.documents.trouble import Altered, StoreAway
from concerns.events import DocumentLodged, SubjectKeysDestroyed
from concerns.projections import VIEWS, fold
from concerns.storage.pool import Pool
from concerns.verifying.verify import Outside, verify
from concerns.vocabulary import Officer, Refusal
from given import opening

LETTER = f"Dear {CANARY}, ".encode() * 1_000
READ = ReadDocument(purpose="to plan the move")
SOONER = PROPOSED.model_copy(update={"ground": "order", "evidence": (ORDER,)})


def asked(content: bytes = LETTER, **more: Any) -> LodgeDocument:
    said = {
        "title": "Letter received",
        "source": "A relative",
        "media_type": "text/plain",
        "sha256": hashlib.sha256(content).hexdigest(),
        "about": "R12",
        "retention": "care_record",
        **more,
    }
    return LodgeDocument(**said)


@pytest.fixture
def store(tmp_path: Path) -> Documents:
    return open_documents(str(tmp_path / "documents"))


@pytest.fixture
def at_work(pool: Pool, keys: Pool, database: str, store: Documents) -> Office:
    made = office(pool, keys, new_authority(database), documents=store)
    made.asks(OFFICER, opening("blackpool"))
    return made


def lodge(at_work: Office, who: Officer = CARE, **more: Any) -> DocumentLodged:
    with Spool(in_memory=True) as brought:
        brought.write(LETTER)
        done = at_work.work.ask(asked(**more), at_work.here(who), at_work.case, content=brought)
    (found,) = done.facts
    assert isinstance(found, DocumentLodged)
    return found


def read(at_work: Office, fact: DocumentLodged, who: Officer = CARE) -> bytes:
    return at_work.work.read_document(READ, fact.sha256, at_work.here(who), at_work.case)[1]


def destroy(at_work: Office) -> SubjectKeysDestroyed:
    proposal = at_work.asks(CARE, SOONER)
    ended = at_work.asks(DASS, DestroyKeys(fact=proposal.id, reason="as ordered"))
    assert isinstance(ended, SubjectKeysDestroyed)
    return ended


def test_the_store_never_holds_it_in_clear(at_work: Office, tmp_path: Path) -> None:
    """Attack 38: a document is ciphertext under its own digest, and nothing beside it."""
    fact = lodge(at_work)
    (file,) = (tmp_path / "documents").iterdir()
    content = file.read_bytes()
    assert CANARY.encode() not in content
    assert hashlib.sha256(content).hexdigest() == fact.sha256 == file.name
    assert (fact.length, CANARY in str(fact)) == (len(content), False)
    assert hashlib.sha256(LETTER).hexdigest() not in fact.model_dump_json()
    assert read(at_work, fact) == LETTER


def test_who_reads_it_is_recorded_first(at_work: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Attack 36: what cannot be recorded is not read, not even from the store."""
    fact, seen = lodge(at_work), list[Access]()

    class Log:
        def record(self, access: Access) -> None:
            seen.append(access)

    class Full:
        def record(self, access: Access) -> None:
            raise OSError(f"disk full; {access.case}")

    object.__setattr__(at_work.custody, "access", Log())
    read(at_work, fact)
    assert [(one.subjects, one.fields, one.purpose) for one in seen] == [
        (("R12",), ("document",), "to plan the move")
    ]
    object.__setattr__(at_work.custody, "access", Full())
    monkeypatch.setattr(type(at_work.work.documents), "open", lambda *_: pytest.fail("read"))
    with pytest.raises(OSError, match="disk full"):
        read(at_work, fact)


def test_only_those_who_keep_the_logs_read_it(at_work: Office) -> None:
    """Whoever lodged it too; and never at the address of documents that are not sealed."""
    fact = lodge(at_work, PMM)
    with pytest.raises(Refusal) as refused:
        read(at_work, fact, PMM)
    assert refused.value.kind == "not your role"
    with pytest.raises(Refusal, match="is sealed"):
        at_work.work.document(fact.sha256, [fact])


def test_a_document_is_bound_to_its_fact(at_work: Office) -> None:
    """Attack 24: the same letter twice has two keys, and neither opens the other's bytes."""
    one, other = lodge(at_work), lodge(at_work)
    assert one.sealed
    assert other.sealed
    assert (one.sealed.key, one.sha256) != (other.sealed.key, other.sha256)
    assert one.sealed.kc != other.sealed.kc
    assert one.sealed.key == other.sealed.key
    assert list(check(at_work.custody, at_work.work.register)) == []


def test_with_its_key_it_goes_from_the_store(at_work: Office, tmp_path: Path) -> None:
    """Design 11: reading says since when; the record, its proofs and its list stay whole."""
    fact = lodge(at_work)
    ended = destroy(at_work)
    assert ended.documents == (fact.sha256,)
    assert list((tmp_path / "documents").iterdir()) == []
    with pytest.raises(Refusal, match="destroyed on 2026-03-02: nobody can read it"):
        read(at_work, fact)
    facts = [one.fact for one in at_work.work.register.of_case(at_work.case)]
    (row,) = fold(VIEWS["documents"], facts).values()
    assert (row["state"], row["destroyed_on"]) == ("lodged", "2026-03-02")
    (data,) = fold(VIEWS["sealed-data"], facts).values()
    assert data["places"] == [{"fact": str(fact.id), "document": fact.sha256}]
    (gone,) = remains(at_work.custody, at_work.work.register, None)
    assert (gone.documents, gone.to_be_deleted, gone.unused) == (1, 0, False)
    outside = Outside(views=False, documents=at_work.work.documents)
    report = verify(at_work.work.register.pool, at_work.authority, outside)
    assert report.findings.kept == []


def test_a_store_that_is_away_at_that_moment_is_finished_later(
    at_work: Office, store: Documents, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    """The key goes all the same: what is left is unreadable, and the next start deletes it."""
    fact = lodge(at_work)

    def away(*_: object) -> None:
        raise StoreAway("the folder of documents: Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(type(store), "delete", away)
        destroy(at_work)
    assert "documents-not-deleted-yet" in capsys.readouterr().out
    (unfinished,) = remains(at_work.custody, at_work.work.register, None)
    assert (unfinished.documents, unfinished.to_be_deleted) == (1, 1)
    at_work.custody.finish(at_work.work.register)
    assert not store.exists(fact.sha256)


def test_the_same_request_is_known_again_by_its_key_alone(at_work: Office) -> None:
    """What is kept of a request is no digest at which a known letter could be guessed."""
    lodge(at_work)
    kept = at_work.work.blinded(asked(), at_work.case)
    again = at_work.work.blinded(asked(), at_work.case)
    other = at_work.work.blinded(asked(b"another"), at_work.case)
    assert isinstance(kept, LodgeDocument)
    assert kept.sha256 != asked().sha256
    assert kept == again != other
    clear = asked(about="", retention="")
    assert at_work.work.blinded(clear, at_work.case) == clear


def test_what_was_lodged_since_a_proposal_was_not_approved(at_work: Office) -> None:
    """Design 7: a sign-off binds what was seen, documents too; a hold keeps them."""
    lodge(at_work)
    proposal = at_work.asks(CARE, SOONER)
    lodge(at_work)
    with pytest.raises(Refusal, match="added after the proposal"):
        at_work.asks(DASS, DestroyKeys(fact=proposal.id, reason="as proposed"))
    at_work.asks(CARE, PlaceLegalHold(subject="R12", demanded_by="The inquiry", reason="letter"))
    with pytest.raises(Refusal, match="legal hold"):
        destroy(at_work)


def test_without_keys_nothing_about_a_person_is_taken(at_work: Office, tmp_path: Path) -> None:
    """As a form's sealed field: never in clear instead."""
    at_work.work.custody = None
    with pytest.raises(Refusal, match="no keys to personal data"):
        lodge(at_work)
    assert not (tmp_path / "documents").exists()


def test_a_document_comes_with_its_bytes(at_work: Office) -> None:
    """A command alone, as a story or another program might ask it, leaves no fact."""
    with pytest.raises(Refusal, match="together with its bytes"):
        at_work.asks(CARE, asked())


@pytest.mark.parametrize("change", [b"\x00" + LETTER, b""])
def test_damaged_ciphertext_is_never_opened(
    at_work: Office, tmp_path: Path, change: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told by its digest before any key is touched."""
    fact = lodge(at_work)
    file = tmp_path / "documents" / fact.sha256
    file.chmod(0o600)
    file.write_bytes(change)
    monkeypatch.setattr(type(at_work.custody), "field_key", lambda *_: pytest.fail("unwrapped"))
    with pytest.raises(Altered, match="altered"):
        read(at_work, fact)


def test_the_report_of_keys_counts_documents(
    at_work: Office,
    store: Documents,
    database: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Sealed, still to be deleted, deleted; `finish` is what deletes them."""
    (tmp_path / "kek").write_text(b64encode(at_work.custody.keks.current).decode())
    env = {
        "CONCERNS_DATABASE_URL": database,
        "CONCERNS_OWNER_URL": "",
        "CONCERNS_KEYS_URL": "",
        "CONCERNS_KEK": str(tmp_path / "kek"),
        "CONCERNS_DOCUMENTS": str(tmp_path / "documents"),
        "COLUMNS": "160",
    }

    def keys(act: str) -> str:
        done = CliRunner().invoke(app, ["keys", act, "--authority", at_work.authority], env=env)
        assert done.exit_code == 0, done.output
        return " ".join(done.stdout.split())

    lodge(at_work)
    assert "1 sealed" in keys("report")
    with monkeypatch.context() as broken:
        broken.setattr(type(store), "delete", lambda *_: None)
        destroy(at_work)
    assert "1 to be deleted: run `concerns keys finish`" in keys("report")
    keys("finish")
    assert "1 deleted" in keys("report")
