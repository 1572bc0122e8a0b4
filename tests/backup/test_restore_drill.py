"""The drill: back up, refuse what was damaged, restore, verify, and find everything equal."""

import os
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from console import Console
from psycopg import sql
from starlette.testclient import TestClient

from api.app import create_app
from api.development import DevelopmentIssuer, Wish
from api.settings import Settings
from concerns.storage.authorities import authorities
from concerns.storage.pool import open_pool
from concerns.storage.programs import fitting
from demonstration import Demonstration


def test_what_is_in_a_backup(demonstration: Demonstration, backup: Path) -> None:
    """Rows, migrations, a signed checkpoint of each record, and a page for people; private."""
    found = {file.relative_to(backup).as_posix() for file in backup.rglob("*") if file.is_file()}
    assert {"MANIFEST.sha256", "README.md", "record.dump", "migrations/0001_record.sql"} <= found
    assert {f"checkpoints/{one}.note" for one in demonstration.keys} <= found
    assert stat.S_IMODE(backup.stat().st_mode) == 0o700
    page = (backup / "README.md").read_text(encoding="utf-8")
    for one in demonstration.keys:
        assert f"| {one} | " in page


def test_its_list_is_checked_by_anybody(backup: Path) -> None:
    """By coreutils alone."""
    subprocess.run(["sha256sum", "--check", "--strict", "MANIFEST.sha256"], cwd=backup, check=True)


def test_everything_is_back(
    demonstration: Demonstration, backup: Path, empty_database: str, tmp_path: Path
) -> None:
    """Facts, tree, checkpoints, views, claims and answers; and the feed as others read it."""
    said = Console(empty_database).types("db", "restore", str(backup))
    assert (said.code, said.err) == (0, "")
    assert said.out.count("Nothing was found.") >= len(demonstration.keys)
    assert said.words.count(" 1 checkpoints, 1 anchors, ") == len(demonstration.keys)
    assert dict(_tables(empty_database)) == dict(_tables(demonstration.address))
    feeds = _feeds(demonstration.address, tmp_path / "before")
    assert _feeds(empty_database, tmp_path / "after") == feeds
    assert all(len(feeds[one]) > 20 for one in demonstration.keys if one in feeds)
    assert len(feeds) >= 8


def test_without_our_program(
    demonstration: Demonstration, backup: Path, empty_database: str
) -> None:
    """As the README says: psql and pg_restore are enough."""
    with psycopg.connect(empty_database) as connection:
        server = connection.info.server_version
    psql, pg_restore = fitting("psql", server), fitting("pg_restore", server)
    env = os.environ | {"PGOPTIONS": "-c concerns.migrating=on"}
    words = [psql, "-q", "-v", "ON_ERROR_STOP=1", "-1", "-d", empty_database, "-f"]
    for one in sorted((backup / "migrations").iterdir()):
        subprocess.run([*words, one], env=env, check=True)
    words = [pg_restore, "--data-only", "--single-transaction", "-d", empty_database]
    subprocess.run([*words, backup / "record.dump"], env=env, check=True)
    assert dict(_tables(empty_database)) == dict(_tables(demonstration.address))


def test_what_is_restored_goes_on(
    demonstration: Demonstration, backup: Path, empty_database: str
) -> None:
    """Guarded as before, and a further demonstration finds its place beside the first."""
    shell = Console(empty_database)
    assert shell.types("db", "restore", str(backup)).code == 0
    guard = [Path(backup.parent, name) for name in ("before.json", "after.json")]
    for address, file in zip((demonstration.address, empty_database), guard, strict=True):
        done = Console(address).types("verify", "northtown-1", "--describe-schema", str(file))
        assert done.code == 0
    assert guard[0].read_text() == guard[1].read_text()
    assert "Nothing to apply" in shell.types("db", "migrate").out
    assert shell.types("demo").code == 0
    assert "northtown-2" in shell.types("authority", "list").out


def _tables(address: str) -> Iterator[tuple[str, list[str]]]:
    """Every row of every table of the record, as text."""
    with psycopg.connect(address) as connection:
        names = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'concerns'::regnamespace"
            " AND relkind = 'r' ORDER BY 1"
        ).fetchall()
        for (name,) in names:
            query = sql.SQL("SELECT t::text FROM concerns.{} t").format(sql.Identifier(name))
            yield name, sorted(row[0] for row in connection.execute(query))


def _feeds(address: str, data: Path) -> dict[str, list[Any]]:
    """What another program reads of each council."""
    there = {"database_url": address, "development_authority": "northtown-1"}  # none is added
    settings = Settings(**there, data=data, pool_size=2)
    with open_pool(address, size=1) as pool:
        councils = [one.id for one in authorities(pool)]
    with TestClient(create_app(settings)) as client:
        issuer = DevelopmentIssuer(data, settings.token_audience)
        return {one: _feed(client, issuer, one) for one in councils}


def _feed(client: TestClient, issuer: DevelopmentIssuer, council: str) -> list[Any]:
    wish = Wish(sub="ann", name="Ann Archer", authority=council, roles=frozenset({"cm"}))
    bearer = {"Authorization": f"Bearer {issuer.token(wish, datetime.now(UTC))}"}
    said = client.get("/v1/feed", headers=bearer, params={"limit": 1_000})
    assert said.status_code == 200
    return said.json()


def _bit(folder: Path) -> str:
    raw = bytearray((folder / "record.dump").read_bytes())
    raw[len(raw) // 2] ^= 1
    (folder / "record.dump").write_bytes(raw)
    return "record.dump is not as listed"


def _other_checkpoint(folder: Path) -> str:
    shutil.copy(folder / "checkpoints/midmere-1.note", folder / "checkpoints/northtown-1.note")
    return "checkpoints/northtown-1.note is not as listed"


def _missing(folder: Path) -> str:
    (folder / "migrations" / "0002_evidence.sql").unlink()
    return "migrations/0002_evidence.sql is missing"


def _added(folder: Path) -> str:
    (folder / "migrations" / "0999_more.sql").write_text("DROP TABLE concerns.fact")
    return "migrations/0999_more.sql is not listed"


def _no_list(folder: Path) -> str:
    (folder / "MANIFEST.sha256").unlink()
    return "is not a backup"


@pytest.mark.parametrize("damage", [_bit, _other_checkpoint, _missing, _added, _no_list])
def test_a_damaged_backup_is_refused(
    backup: Path, empty_database: str, tmp_path: Path, damage: Callable[[Path], str]
) -> None:
    """The file is named; nothing is written, so that the whole one still goes in."""
    copy = Path(shutil.copytree(backup, tmp_path / "copy"))
    named = damage(copy)
    said = Console(empty_database).types("db", "restore", str(copy))
    assert (said.code, said.out) == (1, "")
    assert named in said.err
    assert Console(empty_database).types("db", "restore", str(backup)).code == 0
