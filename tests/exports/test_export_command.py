"""`concerns export`: each format into a file, whole or not at all, and what it says of it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid4

import orjson
import pytest
from typer.testing import CliRunner

from authorities import casework, new_authority
from concerns.cli import app
from concerns.exports.formats import FORMATS, Format
from concerns.storage.pool import Pool
from given import officer, opening


class Kept(NamedTuple):
    """A council with one case, and the decision that opened it."""

    authority: str
    case: UUID
    opened: UUID


class Said(NamedTuple):
    """Exit code, answer and complaint, each in one line."""

    code: int
    out: str
    err: str


@pytest.fixture
def kept(database: str, pool: Pool) -> Kept:
    authority, case = new_authority(database), uuid4()
    ann = officer("Ann", "cm", authority=authority)
    done = casework(pool, authority).ask(opening("north-west-routes"), ann, case)
    return Kept(authority, case, done.facts[0].id)


def _types(database: str, *words: str) -> Said:
    env = {"CONCERNS_DATABASE_URL": database, "CONCERNS_OWNER_URL": "", "COLUMNS": "200"}
    done = CliRunner().invoke(app, ["export", *words], env=env)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Said(done.exit_code, " ".join(done.stdout.split()), " ".join(done.stderr.split()))


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_each_format_is_written_into_a_file(
    database: str, kept: Kept, tmp_path: Path, form: str
) -> None:
    """With how many facts of which log, up to where, and the file's digest."""
    file = tmp_path / "out"
    said = _types(database, form, "--authority", kept.authority, "-o", str(file))
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    origin = f"provider-concerns.example/{kept.authority}"
    assert said == Said(
        0, f"Written: {file}, 1 facts of {origin} up to position 1 SHA-256 {digest}", ""
    )
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    ("form", "name"),
    [("cloudevents", ".jsonl"), ("ocel", ".ocel.json"), ("parquet", ".parquet"), ("xes", ".xes")],
)
def test_without_a_name_the_file_is_called_after_the_council(
    database: str, kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, name: str
) -> None:
    """In the folder where one is; a case says whose record it is in."""
    monkeypatch.chdir(tmp_path)
    assert _types(database, form, "--case", str(kept.case)).code == 0
    assert [one.name for one in tmp_path.iterdir()] == [kept.authority + name]


def test_one_decision_is_told_as_provenance(database: str, kept: Kept, tmp_path: Path) -> None:
    """By the id of its fact."""
    file = tmp_path / "prov.json"
    words = ("--decision", str(kept.opened), "--authority", kept.authority, "-o", str(file))
    said = _types(database, "prov", *words)
    assert (said.code, "one decision of" in said.out) == (0, True)
    assert f"record:acts/{kept.opened}" in orjson.loads(file.read_bytes())["activity"]


def test_a_decision_that_is_not_there_is_said(database: str, kept: Kept, tmp_path: Path) -> None:
    """And nothing is written."""
    file, nobody = tmp_path / "prov.json", str(uuid4())
    words = ("--decision", nobody, "--authority", kept.authority, "-o", str(file))
    said = _types(database, "prov", *words)
    assert said.code == 1
    assert said.err == f"The record of {kept.authority} holds no fact {nobody}."
    assert not file.exists()


def test_only_what_was_known_is_exported(database: str, kept: Kept, tmp_path: Path) -> None:
    """Before the case was opened there was no such case."""
    file = tmp_path / "out"
    words = ("--as-known", "2020-01-01T00:00:00Z", "-o", str(file))
    whole = _types(database, "cloudevents", "--authority", kept.authority, *words)
    assert (whole.code, file.read_bytes()) == (0, b"")
    one = _types(database, "cloudevents", "--case", str(kept.case), *words)
    assert (one.code, one.err) == (
        1,
        "Refused: there is no such case as known at 2020-01-01T00:00:00+00:00.",
    )


def test_an_unknown_provider_is_refused(database: str, kept: Kept, tmp_path: Path) -> None:
    """An empty file might be taken for an answer."""
    words = ("--authority", kept.authority, "--provider", "1-7", "-o", str(tmp_path / "out"))
    said = _types(database, "ocel", *words)
    assert said == Said(1, "", "Refused: there is no case about such a provider.")
    assert list(tmp_path.iterdir()) == []


def test_of_several_councils_one_must_be_named(database: str, kept: Kept) -> None:
    """One file holds one log: a position means something in its own log only."""
    other = new_authority(database)
    said = _types(database, "ocel")
    assert said.code == 1
    assert said.err.startswith("Say whose record with --authority. There are: ")
    assert {kept.authority, other} <= {*said.err.rstrip(".").replace(",", "").split()}


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("prov",), "name it with --decision"),
        (("prov", "--decision", str(uuid4()), "--case", "1-1"), "--decision, alone"),
        (("prov", "--decision", "the last one"), "'the last one' is not the id of a fact"),
        (("ocel", "--decision", str(uuid4())), "--decision is for prov"),
        (("csv",), "'csv' is not one of"),
        (("ocel", "--as-known", "yesterday"), "'yesterday' is not an instant"),
    ],
)
def test_options_that_do_not_fit_are_explained(
    database: str, words: tuple[str, ...], why: str
) -> None:
    """Exit code 2, before the database is asked."""
    said = _types(database, *words)
    assert said.code == 2
    assert why in said.err.replace("│ ", "").replace(" │", "")


def test_an_export_that_breaks_off_leaves_no_file(
    database: str, kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half an export cannot be taken for a whole one; what was there before stays."""

    def breaks(*_: object) -> Iterator[bytes]:
        yield b"half"
        raise OSError(28, "No space left on device", "out")

    broken = {**FORMATS, "ocel": Format(breaks, "text/plain", ".ocel.json")}
    monkeypatch.setattr("concerns.cli.commands.export.FORMATS", broken)
    file = tmp_path / "out"
    file.write_bytes(b"of yesterday")
    said = _types(database, "ocel", "--authority", kept.authority, "-o", str(file))
    assert (said.code, said.err) == (1, "out: No space left on device.")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [
        ("out", b"of yesterday")
    ]
