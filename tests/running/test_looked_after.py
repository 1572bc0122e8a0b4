import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from served import Served, served

from authorities import new_authority
from concerns.projector import Projector
from concerns.storage.migrate import MIGRATIONS, migrate
from concerns.storage.pool import open_pool

WRITERS = 3
NEXT = "9998_later.sql"
LATER = """
ALTER TABLE concerns.view_row ADD COLUMN later text;
CREATE INDEX view_row_later ON concerns.view_row (authority, from_at);
"""


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The migrations there are and one that adds a column and an index."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    for one in MIGRATIONS.glob("*.sql"):
        (folder / one.name).write_bytes(one.read_bytes())
    (folder / NEXT).write_text(LATER, encoding="utf-8")
    return folder


def test_rebuild_and_migration_while_officers_work(
    fresh_database: str, tmp_path: Path, later: Path
) -> None:
    """Design 13: no request fails, and each reads what it wrote, beside both."""
    authority, over = new_authority(fresh_database), threading.Event()
    with (
        served(fresh_database, tmp_path) as program,
        ThreadPoolExecutor(WRITERS + 1) as threads,
    ):
        working = [threads.submit(_work, program, authority, over) for _ in range(WRITERS)]
        try:
            rebuilt = [_rebuilt(fresh_database, authority) for _ in range(3)]
            with _a_long_reader(fresh_database) as reader:
                migrating = threads.submit(migrate, fresh_database, later)
                threading.Event().wait(2.5)  # it tries, and lets those behind it on
                assert not migrating.done()
                reader.rollback()
            assert migrating.result(60) == [NEXT]
            rebuilt.append(_rebuilt(fresh_database, authority))
        finally:
            over.set()
        written = [one.result(60) for one in working]
    assert rebuilt == [{}] * 4
    assert min(written) > 0


def _work(program: Served, authority: str, over: threading.Event) -> int:
    """Open cases and read each back from a view, until told to stop; says how many."""
    written = 0
    while not over.is_set():
        done = program.open_case(authority)
        assert done.status_code == 201, done.text
        case, position = done.json()["case"], done.json()["position"]
        told = program.get(authority, f"/v1/cases/{case}/story", min_position=position)
        assert told.status_code == 200, told.text
        assert [row["name"] for row in told.json()["rows"]] == ["case-opened/1"]
        written += 1
    return written


def _rebuilt(database: str, authority: str) -> dict[str, int]:
    """Where the views differed from what a rebuild made of the record."""
    with open_pool(database, size=2) as pool:
        return Projector(pool, authority).rebuild().differences


def _a_long_reader(database: str) -> psycopg.Connection[tuple[object, ...]]:
    reader = psycopg.connect(database)
    reader.execute("SELECT count(*) FROM concerns.view_row")
    return reader


def test_a_table_that_is_never_free_is_said_so(
    fresh_database: str, later: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Design 13: a migrator gives up in words, and nothing is changed."""
    monkeypatch.setattr("concerns.storage.migrate._PATIENCE", 1.0)
    with _a_long_reader(fresh_database), pytest.raises(TimeoutError, match=r"9998_later.*in use"):
        migrate(fresh_database, later)
    assert migrate(fresh_database, later) == [NEXT]
