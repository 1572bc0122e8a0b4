from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from concerns.storage.migrate import MigrationFailed, MigrationRefused, migrate, pending

TABLE = "create table case_file (reference text primary key);"
COLUMN = "alter table case_file add column title text;"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "0001_case_file.sql").write_text(TABLE)
    (tmp_path / "0002_title.sql").write_text(COLUMN)
    return tmp_path


def tables(database: str) -> set[str]:
    with psycopg.connect(database) as connection:
        rows = connection.execute("select tablename from pg_tables where schemaname = 'public'")
        return {name for (name,) in rows}


def test_an_empty_database_gets_every_file_in_order(empty_database: str, folder: Path) -> None:
    """Migrating applies what is pending, once, and says what it did."""
    both = ["0001_case_file.sql", "0002_title.sql"]

    assert pending(empty_database, folder) == both
    assert migrate(empty_database, folder) == both
    assert pending(empty_database, folder) == []
    assert migrate(empty_database, folder) == []
    assert tables(empty_database) == {"case_file", "concerns_migration"}


def test_asking_what_is_pending_changes_nothing(empty_database: str, folder: Path) -> None:
    """A question is not a migration: not even our own table appears."""
    pending(empty_database, folder)

    assert tables(empty_database) == set()


def test_a_file_changed_after_it_was_applied(empty_database: str, folder: Path) -> None:
    """The history of the tables is not rewritten: the changed file is refused by name."""
    migrate(empty_database, folder)
    (folder / "0001_case_file.sql").write_text(TABLE + " -- a second thought")

    with pytest.raises(MigrationRefused, match=r"0001_case_file\.sql was changed"):
        migrate(empty_database, folder)


def test_an_applied_file_this_program_does_not_know(empty_database: str, folder: Path) -> None:
    """An older program refuses a newer database instead of guessing its shape."""
    migrate(empty_database, folder)
    (folder / "0002_title.sql").unlink()

    with pytest.raises(MigrationRefused, match=r"0002_title\.sql.*older than the database"):
        pending(empty_database, folder)


def test_a_new_file_numbered_before_an_applied_one(empty_database: str, folder: Path) -> None:
    """Every database meets the files in one order, so a late-comer must take the next number."""
    migrate(empty_database, folder)
    (folder / "0003_last.sql").write_text("select 1;")
    migrate(empty_database, folder)
    (folder / "0000_late.sql").write_text("select 1;")

    with pytest.raises(MigrationRefused, match=r"0000_late\.sql comes before 0003_last\.sql"):
        migrate(empty_database, folder)


@pytest.mark.parametrize("name", ["2_title.sql", "0002_other.sql", "0002-title.sql"])
def test_a_file_whose_place_is_unclear(empty_database: str, folder: Path, name: str) -> None:
    """A name without a number of its own is refused before anything is applied."""
    (folder / name).write_text("select 1;")

    with pytest.raises(MigrationRefused, match=r"number|named like"):
        migrate(empty_database, folder)
    assert tables(empty_database) == set()


def test_a_file_that_fails_half_way(empty_database: str, folder: Path) -> None:
    """The failing file leaves nothing behind; the error names it and its line; a repair applies."""
    third = folder / "0003_more.sql"
    third.write_text("create table more (n int);\n\nselect no_such_column;\n")

    with pytest.raises(MigrationFailed, match=r"0003_more\.sql, line 3,.*no_such_column"):
        migrate(empty_database, folder)
    assert tables(empty_database) == {"case_file", "concerns_migration"}

    third.write_text("create table more (n int);")
    assert migrate(empty_database, folder) == ["0003_more.sql"]


def test_a_file_that_changes_role(empty_database: str, folder: Path) -> None:
    """A script may act as another role for its transaction and is recorded all the same."""
    (folder / "0003_role.sql").write_text("set local role pg_read_all_data; select 1;")

    assert migrate(empty_database, folder)[-1] == "0003_role.sql"
    assert pending(empty_database, folder) == []


def test_three_programs_migrate_at_once(empty_database: str, folder: Path) -> None:
    """One does the work, the others wait and find it done."""
    (folder / "0003_slow.sql").write_text("select pg_sleep(0.2);")

    with ThreadPoolExecutor(3) as programs:
        done = list(programs.map(migrate, [empty_database] * 3, [folder] * 3))

    assert sorted(map(len, done)) == [0, 0, 3]
