"""What is refused on the way into a backup and out of it, and what is said then."""

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from console import Console
from psycopg import sql
from psycopg.conninfo import make_conninfo

from authorities import casework, new_authority
from concerns.backup.manifest import write_manifest
from concerns.storage.dump import DumpFailed, check_loadable, dump
from concerns.storage.pool import open_pool
from concerns.storage.programs import NoProgram, fitting
from demonstration import Demonstration, asked
from given import officer, opening


def test_a_folder_in_use(demonstration: Demonstration, backup: Path) -> None:
    """A backup is never written over."""
    before = (backup / "MANIFEST.sha256").read_bytes()
    said = demonstration.shell.types("db", "backup", str(backup))
    assert (said.code, said.err) == (1, f"{backup} is in use: name a new folder.\n")
    assert (backup / "MANIFEST.sha256").read_bytes() == before


def test_a_database_without_our_tables(empty_database: str, tmp_path: Path) -> None:
    """Nothing under the name of a backup is left behind."""
    said = Console(empty_database).types("db", "backup", str(tmp_path / "b"))
    assert said.code == 1
    assert "run `concerns db migrate` first" in said.err
    assert not (tmp_path / "b").exists()


def test_a_login_that_sees_one_authority_at_a_time(fresh_database: str, tmp_path: Path) -> None:
    """Its copy would be empty, and would look whole."""
    name = f"clerk_{uuid4().hex[:8]}"
    with psycopg.connect(fresh_database, autocommit=True) as owner:
        login = sql.Identifier(name)
        owner.execute(
            sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'x' IN ROLE concerns_owner").format(login)
        )
        said = Console(make_conninfo(fresh_database, user=name)).types(
            "db", "backup", str(tmp_path / "b")
        )
        owner.execute(sql.SQL("DROP ROLE {}").format(login))
    assert said.code == 1
    assert "sees one authority's rows at a time" in said.err


def test_a_database_that_is_not_empty(fresh_database: str, backup: Path) -> None:
    """What is in it is named, and how to get rid of it."""
    said = Console(fresh_database).types("db", "restore", str(backup))
    assert said.code == 1
    assert "is not empty: it holds concerns, concerns_keys, public.concerns_migration" in said.err
    assert "DROP DATABASE" in said.err


def test_a_backup_of_a_newer_program(backup: Path, empty_database: str, tmp_path: Path) -> None:
    """Refused before anything is written, even with a list that fits."""
    copy = Path(shutil.copytree(backup, tmp_path / "copy"))
    (copy / "migrations" / "0999_later.sql").write_text("SELECT 1")
    write_manifest(copy)
    said = Console(empty_database).types("db", "restore", str(copy))
    assert said.code == 1
    assert "0999_later.sql, which this program does not know" in said.err


def test_a_file_that_is_no_dump(backup: Path, empty_database: str, tmp_path: Path) -> None:
    """PostgreSQL's own words, before anything is written."""
    copy = Path(shutil.copytree(backup, tmp_path / "copy"))
    (copy / "record.dump").write_bytes(b"nonsense")
    write_manifest(copy)
    said = Console(empty_database).types("db", "restore", str(copy))
    assert said.code == 1
    assert "cannot be restored here" in said.err
    assert "applied 0001" in Console(empty_database).types("db", "migrate").out


@contextmanager
def _unguarded(address: str) -> Generator[psycopg.Connection]:
    """A superuser's connection, with nothing in its way."""
    with psycopg.connect(address) as connection:
        connection.execute("SELECT set_config('concerns.migrating', 'on', true)")
        connection.execute("ALTER TABLE concerns.fact DISABLE TRIGGER USER")
        connection.execute("ALTER TABLE concerns.fact DROP CONSTRAINT fact_leaf_of_entry")
        yield connection


# another byte, whichever stood there
_REWRITE = """
    UPDATE concerns.fact SET entry = set_byte(entry, octet_length(entry) - 3,
                                              get_byte(entry, octet_length(entry) - 3) # 1)
"""
_REHASH = "UPDATE concerns.fact SET leaf_hash = sha256('\\x00'::bytea || entry)"


@pytest.fixture
def sealed(fresh_database: str, tmp_path: Path) -> tuple[str, Console]:
    """A council's sealed record of one case; its id, and the command line on it."""
    authority = new_authority(fresh_database)
    shell = Console(fresh_database, CONCERNS_SEALS=str(tmp_path / "seals"))
    with open_pool(fresh_database, size=2) as pool:
        ann = officer("Ann", "cm", authority=authority)
        casework(pool, authority).ask(opening("north-west-routes"), ann, uuid4())
    for words in (["--approve"], ["--new-key"], ["--once"]):
        asked(shell, "seal", *words)
    return authority, shell


def test_rows_that_the_tables_refuse(
    sealed: tuple[str, Console], fresh_database: str, empty_database: str, tmp_path: Path
) -> None:
    """An entry that is not what its hash says: no row is stored, and it says what to drop."""
    with _unguarded(fresh_database) as connection:
        connection.execute(_REWRITE)
    asked(sealed[1], "db", "backup", str(tmp_path / "b"))
    said = Console(empty_database).types("db", "restore", str(tmp_path / "b"))
    assert (said.code, said.out) == (1, "")
    assert "violates check constraint" in said.err
    assert "No row was stored" in said.err
    assert "DROP DATABASE" in said.err
    assert "Elm House" not in said.err
    with psycopg.connect(empty_database) as connection:
        assert connection.execute("SELECT count(*) FROM concerns.authority").fetchone() == (0,)


def test_a_record_that_is_not_what_was_sealed(
    sealed: tuple[str, Console], fresh_database: str, empty_database: str, tmp_path: Path
) -> None:
    """Restored, verified, found: exit code 1, and what was found in words."""
    with _unguarded(fresh_database) as connection:
        connection.execute(_REWRITE)
        connection.execute(_REHASH)
    asked(sealed[1], "db", "backup", str(tmp_path / "b"))
    said = Console(empty_database).types("db", "restore", str(tmp_path / "b"))
    assert said.code == 1
    assert "ROOT_MISMATCH at checkpoint 2" in said.words
    assert "ROOT_MISMATCH at checkpoint 1" in said.words  # of the accesses
    assert f"ROOT_MISMATCH at anchor {sealed[0]}.note" in said.words


def test_keys_go_apart(fresh_database: str, empty_database: str, tmp_path: Path) -> None:
    """The record's backup holds no key; the keys' holds nothing else, and goes in once."""
    row = ("northtown", uuid4(), "R1", "care_record", "c" * 64, "kek", b"wrapped")
    with psycopg.connect(fresh_database) as connection:
        connection.execute(
            "INSERT INTO concerns_keys.key"
            " (authority, case_id, subject, retention, commitment, kek, wrapped)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            row,
        )
    before, after = Console(fresh_database), Console(empty_database)
    asked(before, "db", "backup", str(tmp_path / "record"))
    asked(before, "db", "backup", str(tmp_path / "keys"), "--keys")
    assert "backup of something else" in after.types("db", "restore", str(tmp_path / "keys")).err
    asked(after, "db", "restore", str(tmp_path / "record"))
    assert _keys(empty_database) == []
    assert "concerns keys finish" in asked(after, "db", "restore", "--keys", str(tmp_path / "keys"))
    assert _keys(empty_database) == [row]
    again = after.types("db", "restore", "--keys", str(tmp_path / "keys"))
    assert (again.code, again.out) == (1, "")
    assert "holds keys already: none was changed" in again.err


def _keys(address: str) -> list[tuple[object, ...]]:
    with psycopg.connect(address) as connection:
        return connection.execute(
            "SELECT authority, case_id, subject, retention, commitment, kek, wrapped"
            " FROM concerns_keys.key"
        ).fetchall()


def _program(folder: Path, version: str, more: str = "", name: str = "pg_dump") -> Path:
    folder.mkdir()
    file = folder / name
    file.write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n{more}")
    file.chmod(0o755)
    return file


def test_the_program_that_fits_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own version, else the next newer; never an older one, and then it says what there is."""
    newer = _program(tmp_path / "newer", "998.1 (Debian 998.1-1)")
    monkeypatch.setenv("PATH", str(newer.parent))
    assert fitting("pg_dump", 998_0001) == newer
    assert fitting("pg_dump", 997_0004) == newer
    with pytest.raises(NoProgram) as refused:
        fitting("pg_dump", 999_0000)
    assert f"{newer} of PostgreSQL 998" in str(refused.value)
    assert "The server is PostgreSQL 999: put the pg_dump of that version" in str(refused.value)


def test_no_program_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a stack trace but what to install."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoProgram, match="No pg_dumb was found"):
        fitting("pg_dumb", 18_0004)


def test_a_backup_of_a_newer_postgresql(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Said before anything is written, and not by a syntax error in the middle."""
    says = "echo ';     Dumped from database version: 998.2'\n"
    program = _program(tmp_path / "bin", "998.1", says, "pg_restore")
    monkeypatch.setenv("PATH", str(program.parent))
    check_loadable(998_0001, tmp_path / "record.dump")
    with pytest.raises(DumpFailed, match="comes from PostgreSQL 998, and this"):
        check_loadable(997_0001, tmp_path / "record.dump")


def test_a_password_is_not_among_the_words_that_everybody_sees(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever lists processes reads their words, and not their environment."""
    seen = tmp_path / "seen"
    recorder = f'echo "$PGPASSWORD" > {seen}; for one in "$@"; do echo "$one" >> {seen}; done\n'
    program = _program(tmp_path / "bin", "998.1", recorder)
    monkeypatch.setenv("PATH", f"{program.parent}:/bin:/usr/bin")
    owner = "postgresql://ann:very%20secret@db.example/record"
    dump(owner, 998_0001, "snapshot", "concerns", tmp_path / "out", lambda _: None)
    password, *words = seen.read_text().splitlines()
    assert password == "very secret"
    assert any("user=ann" in one and "host=db.example" in one for one in words)
    assert not any("secret" in one for one in words)
