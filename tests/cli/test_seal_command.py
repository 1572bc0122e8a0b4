"""`concerns seal`: what it is held against, and how the log's keys come and go."""

import shutil
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from console import Console, Said
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from authorities import casework, new_authority
from concerns.evidence.note import Note
from concerns.projector import Projector
from concerns.storage import tree
from concerns.storage.pool import open_pool
from concerns.vocabulary import Service
from given import officer, opening


class Office:
    """A council's record, and its sealer's folder."""

    def __init__(self, database: str, folder: Path, authority: str) -> None:
        self.database, self.folder, self.id = database, folder, authority
        self.shell = Console(database, CONCERNS_SEALS=str(folder / "seals"), CONCERNS_ANCHORS="")

    def seals(self, *words: str) -> Said:
        return self.shell.types("seal", self.id, *(words or ("--once",)))

    def records(self, number: int = 1) -> None:
        """Cases are opened, and the views follow."""
        who = officer("Ann", "cm", authority=self.id)
        with open_pool(self.database, 1) as pool:
            for _ in range(number):
                service = Service(id=f"1-{uuid4()}", name="Elm House", type="care home")
                casework(pool, self.id).ask(opening("north-west-routes", service), who, uuid4())
            Projector(pool, self.id).catch_up()

    def note(self) -> Note:
        """The newest checkpoint."""
        with open_pool(self.database, 1) as pool:
            found = tree.last_checkpoint(pool, self.id)
        assert found is not None
        return Note.parse(found.note)

    def new_key(self, *words: str) -> str:
        said = self.seals("--new-key", *words)
        assert said.code == 0, said.err
        return said.out.strip()

    def verified(self, *keys: str) -> Said:
        file = self.folder / "policy"
        file.write_text("".join(f"log {one}\n" for one in keys))
        return self.shell.types("verify", self.id, "--keys", str(file))


@pytest.fixture
def office(database: str, tmp_path: Path) -> Office:
    made = Office(database, tmp_path, new_authority(database))
    assert made.seals("--approve").code == 0
    return made


def _id(vkey: str) -> str:
    return vkey.split("+")[1]


def _signed_by(note: Note) -> list[str]:
    return [one.key_id.hex() for one in note.signatures]


def test_a_key_is_followed_by_another(office: Office) -> None:
    """Attack 32: both sign once, then the older is retired; each step is a fact in the record."""
    old = office.new_key()
    office.records()
    assert office.seals().out == f"{office.id}: signed at size 2\n"
    new = office.new_key("--reason", "the yearly change")
    assert office.seals().code == 0
    assert _signed_by(office.note()) == [_id(old), _id(new)]
    said = office.seals("--retire", _id(old))
    assert (said.code, said.out) == (0, f"{old}: retired\n")
    office.records()
    assert office.seals().code == 0
    assert _signed_by(office.note()) == [_id(new)]
    kept = (office.folder / "seals" / f"{office.id}.keys").read_text()
    assert (_id(old) in kept, _id(new) in kept) == (False, True)
    assert office.verified(old, new).code == 0
    assert "UNKNOWN_OR_BAD_KEY at checkpoint 5" in office.verified(old).words


def test_a_stolen_key_counts_no_further_than_is_said(office: Office) -> None:
    """Attack 32: also when it is found out years after its key was retired."""
    old = office.new_key()
    for _ in range(2):
        office.records()
        office.seals()
    new = office.new_key()
    office.seals()
    assert office.seals("--retire", _id(old)).code == 0
    office.seals()
    assert office.verified(old, new).code == 0
    why = ("--from-size", "2", "--reason", "a copy was found")
    assert office.seals("--revoke", _id(old), *why).code == 1
    assert office.seals("--revoke", old, *why).out == f"{old}: revoked\n"
    office.seals()
    said = office.verified(old, new)
    assert said.code == 1
    assert "KEY_REVOKED at checkpoint 3" in said.words
    assert "checkpoint 2" not in said.words
    assert "checkpoint 4" not in said.words


def test_a_line_for_the_long_run_stands_beside_the_first(office: Office) -> None:
    """ML-DSA-44: made by a word, verified, and in the bundle; the plain file passes it over."""
    assert "An Ed25519 key must sign too" in office.seals("--new-key", "--kind", "ml-dsa-44").err
    first = office.new_key()
    lasting = office.new_key("--kind", "ml-dsa-44")
    office.records()
    office.seals()
    assert _signed_by(office.note()) == [_id(first), _id(lasting)]
    for keys in ((first,), (lasting,), (first, lasting)):
        assert office.verified(*keys).code == 0
    assert "An Ed25519 key must sign too" in office.seals("--retire", _id(first)).err
    bundle = office.folder / "bundle"
    policy = str(office.folder / "policy")
    assert office.shell.types("bundle", office.id, "-o", str(bundle), "--keys", policy).code == 0
    plain = [sys.executable, str(bundle / "verify.py")]
    assert subprocess.run([*plain, "--key", first], check=False).returncode == 0
    alone = subprocess.run(plain, check=False, capture_output=True, text=True)
    assert alone.returncode == 2
    assert alone.stdout.startswith("The folder agrees with itself")


def test_a_key_that_cannot_end_like_this(office: Office) -> None:
    """Each is said in a sentence, and changes nothing."""
    only = office.new_key()
    office.records()
    office.seals()
    assert "An Ed25519 key must sign too" in office.seals("--retire", _id(only)).err
    office.new_key()
    assert "let both sign once" in office.seals("--retire", _id(only)).err
    office.seals()
    assert "No key here is 'nonsense'" in office.seals("--retire", "nonsense").err
    assert "--revoke needs --from-size" in office.seals("--revoke", _id(only)).err
    late = ("--from-size", "99", "--reason", "x")
    assert "sealed up to size 3, not to 99" in office.seals("--revoke", _id(only), *late).err
    assert "belongs to --revoke" in office.seals("--retire", _id(only), "--from-size", "1").err
    both = ("--retire", _id(only), "--revoke", _id(only))
    assert "either retired or revoked" in office.seals(*both).err
    assert "Name the one council" in office.shell.types("seal", "--retire", _id(only)).err
    assert "There is no log 'nowhere'" in office.shell.types("seal", "nowhere").err
    office.records()
    office.seals()
    assert len(office.note().signatures) == 2


def _anchored_at(office: Office, key: str, share: Path) -> None:
    """From now on the office's checkpoints go to a share, too."""
    (office.folder / "kept").mkdir(exist_ok=True)
    file = office.folder / "anchors.yaml"
    file.write_text(
        f"{office.id}:\n  keys: ['{key}']\n  kept: kept\n"
        f"  anchors:\n    - {{kind: file, folder: {share}}}\n"
    )
    office.shell.env["CONCERNS_ANCHORS"] = str(file)


@contextmanager
def _backup(cluster: str, database: str) -> Generator[str]:
    """A copy of a database that nobody is connected to."""
    name = f"concerns_test_{uuid4().hex}"
    source = str(conninfo_to_dict(database)["dbname"])
    with psycopg.connect(cluster, autocommit=True) as owner:
        owner.execute(
            sql.SQL("create database {} template {} strategy file_copy").format(
                sql.Identifier(name), sql.Identifier(source)
            )
        )
        try:
            yield make_conninfo(cluster, dbname=name)
        finally:
            owner.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def test_a_restored_backup_is_refused_because_an_anchor_knows_more(
    cluster: str, fresh_database: str, tmp_path: Path
) -> None:
    """Attack 13: with the sealer's own memory set back as well, nothing in here could tell, and
    without its anchors the sealer signs.
    """
    share = tmp_path / "share"
    share.mkdir()
    now = Office(fresh_database, tmp_path / "now", new_authority(fresh_database))
    now.folder.mkdir()
    now.seals("--approve")
    key = now.new_key()
    _anchored_at(now, key, share)
    now.records()
    assert now.seals().code == 0
    with _backup(cluster, fresh_database) as restored:
        for name in ("old", "blind"):
            shutil.copytree(now.folder, tmp_path / name)
        now.records(2)
        assert now.seals().code == 0
        assert now.shell.types("anchor", now.id, "--once").code == 0
        old = Office(restored, tmp_path / "old", now.id)
        old.records(5)  # another future
        _anchored_at(old, key, share)
        said = old.seals()
        assert said.code == 1
        assert "not signed: CONSISTENCY_FAILS" in said.err
        shutil.move(share, tmp_path / "away")
        assert "not signed: CONSISTENCY_FAILS" in old.seals().err
        assert Office(restored, tmp_path / "blind", now.id).seals().code == 0


def test_a_share_that_is_away_does_not_stop_the_sealer(office: Office, tmp_path: Path) -> None:
    """It is said, and what was seen there last holds; a sealer that never saw it does not sign."""
    share = tmp_path / "share"
    key = office.new_key()
    office.records()
    _anchored_at(office, key, share)
    said = office.seals()
    assert said.code == 1
    assert f"could not ask file {share}" in said.err
    assert "not signed: ANCHORS_AWAY" in said.err
    share.mkdir()
    assert office.seals().code == 0
    assert office.shell.types("anchor", office.id, "--once").code == 0
    assert office.seals().code == 0
    shutil.rmtree(share)
    office.records()
    said = office.seals()
    assert (said.code, said.out) == (0, f"{office.id}: signed at size 4\n")
    assert "held against what was last seen there" in said.err


def test_without_anchors_it_is_said(office: Office) -> None:
    """Nobody should believe that more is checked than is."""
    office.new_key()
    assert "held against no anchor: CONCERNS_ANCHORS is not set" in office.seals().err
