"""The log of who read what under the same proof as the record: sealed, verified, bundled, anchored;
and no council's.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from blackpool_case import CARE
from psycopg import errors
from sealed_case import Office, office
from typer.testing import CliRunner

from authorities import new_authority
from concerns.cli import app
from concerns.custody.reading import ReadSealed
from concerns.storage import entries
from concerns.storage.authorities import access_log, authorities, logs
from concerns.storage.keys import open_keys
from concerns.storage.migrate import MIGRATIONS, migrate
from concerns.storage.pool import Pool, open_pool
from concerns.verifying.verify import verify
from unguarded import unguarded


@dataclass(frozen=True)
class Console:
    """A shell whose database is the test's own."""

    env: dict[str, str]

    def types(self, *words: str) -> tuple[int, str, str]:
        """Exit code, answer and complaint, without the line breaks of a narrow screen."""
        done = CliRunner().invoke(app, words, env=self.env)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, " ".join(done.stdout.split()), " ".join(done.stderr.split())


def _read(at_work: Office, times: int) -> str:
    """Somebody reads personal data so often; gives the id of the log that says so."""
    fact = at_work.opens()
    for _ in range(times):
        asked = ReadSealed(fact=fact.id, purpose="to plan the move")
        at_work.work.read_sealed(asked, at_work.here(CARE), at_work.case)
    return access_log(at_work.authority)


def test_each_council_has_a_log_of_accesses_which_is_no_council(pool: Pool, database: str) -> None:
    """Its origin is its own, so no entry fits into both."""
    council = new_authority(database)
    of_accesses = f"{council}/access"
    assert entries.origin(pool, of_accesses) == f"{entries.origin(pool, council)}/access"
    assert council in {one.id for one in authorities(pool)}
    assert of_accesses not in {one.id for one in authorities(pool)}
    assert {council, of_accesses} <= {one.id for one in logs(pool)}


@pytest.mark.parametrize("id_", ["north/access", "north/access/access", "north/other", "north.a"])
def test_a_council_cannot_be_called_like_one(database: str, id_: str) -> None:
    """Nobody slips between a council and its log."""
    with psycopg.connect(database) as owner, pytest.raises(errors.CheckViolation):
        owner.execute("SELECT concerns.create_authority(%s, 'North')", (id_,))


def test_councils_that_were_here_before_get_one(empty_database: str, tmp_path: Path) -> None:
    """Migration 0004: also one whose origin is as long as it may be."""
    origin = "r" * 199
    for file in sorted(MIGRATIONS.glob("000[123]_*.sql")):
        shutil.copy(file, tmp_path)
    migrate(empty_database, tmp_path)
    with psycopg.connect(empty_database) as owner:
        owner.execute("SELECT concerns.create_authority('north', 'North', %s)", (origin,))
        owner.execute("SELECT concerns.create_authority('south', 'South')")
    migrate(empty_database)
    with open_pool(empty_database, 1) as pool, open_keys(empty_database) as keys:
        assert [one.id for one in logs(pool)] == ["north", "north/access", "south", "south/access"]
        assert entries.origin(pool, "north/access") == f"{origin}/access"
        assert verify(pool, _read(office(pool, keys, "north"), 2)).clean


def test_nothing_is_added_any_more_where_accesses_were_before(database: str, keys: Pool) -> None:
    """What stood there under no proof stays; the program may not write there."""
    authority = new_authority(database)
    with keys.connection() as own, pytest.raises(errors.InsufficientPrivilege):
        own.execute(
            "INSERT INTO concerns_keys.access (authority, case_id, said) VALUES (%s, %s, '{}')",
            (authority, uuid4()),
        )


def test_it_is_clean_until_somebody_tampers_with_it(pool: Pool, keys: Pool, database: str) -> None:
    """As in the record: found in the bytes, with its place."""
    log_id = _read(office(pool, keys, new_authority(database)), 3)
    report = verify(pool, log_id)
    assert (report.clean, report.facts) == (True, 3)
    assert not any("views" in one for one in report.not_checked)
    with unguarded(database) as owner:
        owner.execute("ALTER TABLE concerns.fact DISABLE TRIGGER USER")
        owner.execute("DELETE FROM concerns.fact WHERE authority = %s AND position = 2", (log_id,))
        for one in ("fact_row_stays", "fact_statement_refused", "fact_not_truncated"):
            owner.execute(f"ALTER TABLE concerns.fact ENABLE ALWAYS TRIGGER {one}")
    found = {(one.code.value, one.place) for one in verify(pool, log_id).findings.kept}
    assert ("GAP", "position 2") in found


@pytest.fixture
def console(fresh_database: str, tmp_path: Path) -> Console:
    return Console(
        {
            "CONCERNS_DATABASE_URL": fresh_database,
            "CONCERNS_OWNER_URL": "",
            "CONCERNS_SEALS": str(tmp_path / "seals"),
            "COLUMNS": "300",
        }
    )


@pytest.fixture
def log_id(fresh_database: str) -> str:
    """Three accesses in a log whose database is the console's."""
    with open_pool(fresh_database, 2) as pool, open_keys(fresh_database) as keys:
        return _read(office(pool, keys, new_authority(fresh_database)), 3)


def test_it_is_sealed_verified_and_bundled_by_its_id(
    console: Console, log_id: str, fresh_database: str, tmp_path: Path
) -> None:
    """`concerns seal` without a name signs it too; its files lie flat in the sealer's folder."""
    council = log_id.partition("/")[0]
    console.types("seal", "--approve")
    assert len(console.types("seal", "--new-key")[1].split()) == 2
    assert f"{log_id}: signed at size 4" in console.types("seal", "--once")[1]
    kept = {one.name for one in (tmp_path / "seals").iterdir()}
    assert {f"{council}.keys", f"{council}.access.keys", f"{council}.access.memory.json"} <= kept
    code, said, _ = console.types("verify", log_id)
    assert code == 0
    assert "/access: 4 facts read from their bytes, 1 checkpoints" in said  # one is of its key
    with psycopg.connect(fresh_database) as owner:
        row = owner.execute(
            "SELECT case_id FROM concerns.fact WHERE authority = %s AND position = 2", (log_id,)
        ).fetchone()
    assert row
    folder = tmp_path / "bundle"
    _, said, _ = console.types("bundle", log_id, "-o", str(folder), "--proof", f"{row[0]}/1")
    assert "4 facts under root" in said
    assert (folder / "proofs" / "2.tlog-proof").is_file()


def test_it_is_no_council_on_the_command_line(console: Console, log_id: str) -> None:
    """It has no views to rebuild, no cases to replay, and no log of accesses of its own."""
    for words in (
        ("rebuild", "--authority", log_id),
        ("accesses", log_id, "--purpose", "curious"),
        ("export", "parquet", "--authority", log_id),
    ):
        code, said, complaint = console.types(*words)
        assert (code, said) == (1, "")
        assert "There is no authority" in complaint
    assert "/access" not in console.types("authority", "list")[1]


def test_accesses_on_the_command_line(console: Console, log_id: str) -> None:
    """Who, what and what for; and that somebody asked, with their login."""
    council = log_id.partition("/")[0]
    _, said, _ = console.types("accesses", council, "--purpose", "yearly audit")
    assert said.count("to plan the move") == 3
    _, again, _ = console.types("accesses", council, "--purpose", "once more")
    assert "operator, at the command line) was about to be shown 3 accesses" in again
    assert "once more" not in again


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        ((), 2, "Missing option '--purpose'"),
        (("--purpose", " "), 2, "--purpose"),
        (("--purpose", "p", "--subject", "Wilhelmina"), 2, "--subject"),
        (("--purpose", "p", "--subject", "R12"), 1, "say in which"),
        (("--purpose", "p", "--case", "nowhere"), 1, "No case has the id"),
    ],
)
def test_what_must_be_said_to_see_them(
    console: Console, log_id: str, words: tuple[str, ...], code: int, why: str
) -> None:
    """In words, and without repeating a name that somebody typed."""
    ended, said, complaint = console.types("accesses", log_id.partition("/")[0], *words)
    assert (ended, said) == (code, "")
    assert why in complaint
    assert "Wilhelmina" not in complaint
