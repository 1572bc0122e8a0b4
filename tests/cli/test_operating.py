"""Authorities, migrations, rebuilding, importing, serving; and what is said when they cannot be."""

from pathlib import Path
from uuid import UUID

import pytest
from console import Console
from psycopg.conninfo import make_conninfo

from authorities import casework, new_authority
from concerns.storage.pool import Pool, as_authority
from given import officer, opening

PROJECT = Path(__file__).parents[2]
_SOME_CASE = UUID("6f1c0f0e-6d7b-4d0e-9f57-2f2f5f0f7b11")


@pytest.fixture
def shell(database: str) -> Console:
    return Console(database)


def test_an_authority_is_created_once(shell: Console) -> None:
    """Its id is for ever; a second one under it is refused in words."""
    assert shell.types("authority", "create", "westshire", "Westshire Council").code == 0
    assert "Westshire Council" in shell.types("authority", "list").out
    again = shell.types("authority", "create", "westshire", "Another")
    assert (again.code, again.err) == (1, "There is an authority 'westshire' already.\n")


@pytest.mark.parametrize(("new_id", "name"), [("West Shire", "W"), ("W", "W"), ("ok", "  ")])
def test_an_authority_that_cannot_be(shell: Console, new_id: str, name: str) -> None:
    """One sentence, exit code 1, no trace."""
    said = shell.types("authority", "create", new_id, name)
    assert said.code == 1
    assert said.err.count("\n") == 1


def test_a_new_database(empty_database: str) -> None:
    """Nothing works before it is migrated, and then it does; twice does no harm."""
    shell = Console(empty_database)
    before = shell.types("authority", "list")
    assert before.code == 1
    assert "run `concerns db migrate` first" in before.err
    assert "applied 0001" in shell.types("db", "migrate").out
    assert "up to date" in shell.types("db", "migrate").out
    assert "No authority has a record here yet" in shell.types("authority", "list").words


def test_rebuilding_says_whether_the_views_agreed(
    shell: Console, database: str, pool: Pool
) -> None:
    """Facts, rows, differences; a view that was tampered with is found and put right."""
    authority = new_authority(database)
    case = officer("Ann", "cm", authority=authority)
    casework(pool, authority).ask(opening("north-west-routes"), case, _SOME_CASE)
    sound = shell.types("rebuild", "--authority", authority)
    assert sound.words.startswith(f"{authority}: 1 facts, ")
    assert sound.words.endswith("the old views agreed.")
    with as_authority(pool, authority) as connection:
        connection.execute("UPDATE concerns.view_row SET doc = '{}' WHERE view = 'rag-status'")
    mended = shell.types("rebuild", "--authority", authority)
    assert "differed and are now as the record says: rag-status (2 rows)" in mended.words
    assert "agreed" in shell.types("rebuild", "--authority", authority).out


def test_a_published_history(shell: Console) -> None:
    """Refused until its council has a record; then recorded once, with its answers."""
    file = str(PROJECT / "examples" / "mendip_house.yaml")
    nowhere = shell.types("import", file)
    assert nowhere.code == 1
    assert "concerns authority create somerset" in nowhere.err
    shell.types("authority", "create", "somerset", "Somerset County Council")
    said = shell.types("import", file, "--as", "Ruth Reed")
    assert said.code == 0
    assert "24 items recorded" in said.words
    assert "A 84 days" in said.words
    again = shell.types("import", file)
    assert again.code == 1
    assert again.err.startswith("Refused: ")


def test_a_history_with_a_fault(shell: Console, tmp_path: Path) -> None:
    """File, line and what is wrong; nothing is recorded."""
    file = tmp_path / "faulty.yaml"
    file.write_text("title: A home\nitems: none\n", encoding="utf-8")
    said = shell.types("import", str(file))
    assert said.code == 1
    assert "faulty.yaml:2: items" in said.err


def test_production_without_a_database(database: str) -> None:
    """It refuses to start rather than keep the record in a private database (design 13)."""
    shell = Console(database, CONCERNS_DATABASE_URL="", CONCERNS_ENV="production")
    for words in (["serve"], ["authority", "list"], ["replay", "1-1"], ["rebuild"]):
        said = shell.types(*words)
        assert (said.code, said.out) == (1, "")
        assert said.err.startswith("CONCERNS_DATABASE_URL is not set.")


def test_a_database_that_does_not_answer(database: str) -> None:
    """One sentence with the server's own reason."""
    shell = Console(make_conninfo(database, host="127.0.0.1", port=1))
    for words in (["serve"], ["authority", "list"], ["db", "migrate"], ["demo"]):
        said = shell.types(*words)
        assert said.code == 1
        assert said.err.startswith("The database does not answer: ")
        assert said.err.count("\n") == 1


def test_an_address_that_is_none(database: str) -> None:
    """The setting is named."""
    shell = Console(database, CONCERNS_DATABASE_URL="postgresql://[")
    said = shell.types("authority", "list")
    assert said.code == 1
    assert said.err.startswith("The setting CONCERNS_DATABASE_URL cannot be used: ")


def test_stopping_what_does_not_run(database: str, tmp_path: Path) -> None:
    """Not an error: there is nothing to stop."""
    said = Console(database, CONCERNS_DATA=str(tmp_path)).types("db", "stop")
    assert said.code == 0
    assert "No private PostgreSQL was running" in said.words


@pytest.mark.parametrize("words", [["nosuch"], ["replay"], ["serve", "--port", "99999"]])
def test_a_command_typed_wrongly(shell: Console, words: list[str]) -> None:
    """Exit code 2 and how to find help."""
    said = shell.types(*words)
    assert (said.code, said.out) == (2, "")
    assert "--help" in said.err
