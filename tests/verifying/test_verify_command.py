"""`concerns verify` and `concerns bundle` as people type them."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from sealed import Record, signed
from typer.testing import CliRunner

from concerns.cli import app
from concerns.verifying.bundle import MANIFEST


@dataclass(frozen=True)
class Said:
    out: str
    err: str
    code: int

    @property
    def words(self) -> str:
        return " ".join(self.out.split())


@dataclass(frozen=True)
class Shell:
    database: str

    def types(self, *words: str) -> Said:
        env = {"CONCERNS_DATABASE_URL": self.database, "CONCERNS_OWNER_URL": "", "COLUMNS": "200"}
        done = CliRunner().invoke(app, words, env=env)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Said(done.stdout, done.stderr, done.exit_code)


@pytest.fixture
def shell(record: Record) -> Shell:
    return Shell(record.owner.info.dsn)


@pytest.fixture
def outside(record: Record, tmp_path: Path) -> list[str]:
    """What came another way, as files and options."""
    anchors = tmp_path / "anchors"
    anchors.mkdir()
    (anchors / "0000000008.note").write_bytes(record.notes[1])
    (tmp_path / "policy").write_text(f"log {record.signer.key}\n")
    lines = [json.dumps({"position": n, "leaf_hash": one}) for n, one in record.receipts[:7]]
    lines.append(json.dumps({"position": 8, "leaf_hashes": [record.receipts[7][1]]}))
    (tmp_path / "receipts").write_text("\n".join(lines))
    return [
        *("--anchors", str(anchors), "--keys", str(tmp_path / "policy")),
        *("--receipts", str(tmp_path / "receipts")),
    ]


def test_nothing_found(record: Record, shell: Shell, outside: list[str]) -> None:
    """Exit code 0, what was read, and what was not checked."""
    said = shell.types("verify", record.authority, *outside)
    assert (said.code, said.err) == (0, "")
    assert "8 facts read from their bytes, 2 checkpoints, 1 anchors, 8 receipts." in said.words
    assert "Nothing was found. Not checked: the guard in the database" in said.words
    alone = shell.types("verify", record.authority)
    assert alone.code == 0
    assert "no anchors were given" in alone.words
    assert "no policy of keys was given" in alone.words


def test_something_found(record: Record, shell: Shell, outside: list[str]) -> None:
    """Exit code 1, and a line for each finding with its place."""
    with record.attacked() as owner:
        owner.execute("UPDATE concerns.fact SET version = 7 WHERE position = 3")
    said = shell.types("verify", record.authority, *outside, "--no-views")
    assert said.code == 1
    assert "COLUMN_MISMATCH at position 3" in said.words


def test_by_several_processes(record: Record, shell: Shell, outside: list[str]) -> None:
    """The same words, whether one process reads the record or two."""
    with record.attacked() as owner:
        owner.execute("UPDATE concerns.fact SET version = 7 WHERE position = 3")
    said = shell.types("verify", record.authority, *outside, "--processes", "2")
    assert said == shell.types("verify", record.authority, *outside, "--processes", "1")
    assert said.code == 1
    assert shell.types("verify", record.authority, "--processes", "0").code == 2


def test_the_guard_described_and_compared(record: Record, shell: Shell, tmp_path: Path) -> None:
    """The guard is described into a file, approved by people, and compared later."""
    file = str(tmp_path / "guard.json")
    assert shell.types("verify", record.authority, "--describe-schema", file).code == 0
    assert shell.types("verify", record.authority, "--approved-schema", file).code == 0
    record.owner.execute("ALTER EVENT TRIGGER concerns_guard_ddl DISABLE")
    said = shell.types("verify", record.authority, "--approved-schema", file)
    assert said.code == 1
    assert "SCHEMA_DRIFT at database event triggers" in said.words


@pytest.mark.parametrize(
    ("option", "content", "why"),
    [
        ("--keys", "log nonsense", "policy:1: "),
        ("--keys", "# nothing", "no key of a log"),
        ("--receipts", '{"position": 0, "leaf_hash": "00"}', "policy:1: not a receipt"),
        ("--receipts", "[]", "policy:1: not a receipt"),
        ("--receipts", "", "no receipt is in it"),
        ("--approved-schema", "[1]", "not a description"),
        ("--approved-schema", "{", "not a description"),
        ("--anchors", "a file", "is not a folder"),
    ],
)
def test_what_cannot_be_checked_against(
    record: Record, shell: Shell, tmp_path: Path, option: str, content: str, why: str
) -> None:
    """Exit code 2, the file and the place: never taken for a clean record, nor for a finding."""
    (tmp_path / "policy").write_text(content)
    said = shell.types("verify", record.authority, option, str(tmp_path / "policy"))
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("Could not check. ")
    assert why in said.err


def test_no_such_authority(shell: Shell, tmp_path: Path) -> None:
    """Exit code 2 for verifying; nothing is written by bundling."""
    assert shell.types("verify", "nowhere").code == 2
    assert shell.types("bundle", "nowhere", "-o", str(tmp_path / "b")).code == 1
    assert not (tmp_path / "b").exists()


def test_two_histories_are_shown(record: Record, shell: Shell, tmp_path: Path) -> None:
    """Attack 14: EQUIVOCATION prints both notes: whoever reads them needs nothing else."""
    other, _, _ = signed([b"another past %d" % n for n in range(8)], record.signer)
    (tmp_path / "a.note").write_bytes(record.notes[1])
    (tmp_path / "b.note").write_bytes(other)
    said = shell.types("verify", record.authority, "--anchors", str(tmp_path))
    assert said.code == 1
    for note in (record.notes[1], other):
        assert note.decode() in said.out


def test_a_bundle_with_a_proof(record: Record, shell: Shell, tmp_path: Path) -> None:
    """By case and version; what cannot be proved is refused in words."""
    case = record.owner.execute("SELECT case_id FROM concerns.fact WHERE position = 6").fetchone()
    assert case
    folder = tmp_path / "bundle"
    words = ["bundle", record.authority, "-o", str(folder), "--proof"]
    said = shell.types(*words, f"{case[0]}/1")
    assert said.code == 0
    assert "8 facts under root" in said.words
    assert (folder / "proofs" / "6.tlog-proof").is_file()
    assert (folder / MANIFEST).is_file()
    assert "is not empty" in shell.types(*words, f"{case[0]}/1").err
    assert "has no version 9" in shell.types(*words, f"{case[0]}/9").err
    assert "is not a case and a version" in shell.types(*words, "6").err
