"""`concerns keys …` as an operator uses it."""

from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from sealed_case import Office, office
from typer.testing import CliRunner

from authorities import new_authority
from concerns.cli import app
from concerns.sealing.field import new_key
from concerns.sealing.wrapping import read_keks
from concerns.storage import keys as store
from concerns.storage.pool import Pool


@dataclass(frozen=True)
class Shell:
    """A shell with the test's own database and wrapping key."""

    database: str
    kek: Path

    def types(self, *words: str, **settings: str) -> tuple[int, str]:
        env = {
            "CONCERNS_DATABASE_URL": self.database,
            "CONCERNS_OWNER_URL": "",
            "CONCERNS_KEK": str(self.kek),
            "CONCERNS_KEYS_URL": "",
            "COLUMNS": "140",
            **settings,
        }
        done = CliRunner().invoke(app, ["keys", *words], env=env)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, " ".join((done.stdout + done.stderr).split())


@pytest.fixture
def shell(database: str, tmp_path: Path) -> Shell:
    made = Shell(database, tmp_path / "kek")
    assert made.types("make", str(made.kek))[0] == 0
    return made


@pytest.fixture
def at_work(shell: Shell, pool: Pool, keys: Pool, database: str) -> Office:
    return office(pool, keys, new_authority(database), read_keks(shell.kek))


def test_a_wrapping_key_is_not_made_over_another(shell: Shell) -> None:
    """Whatever it wrapped would be lost."""
    before = shell.kek.read_text()
    code, said = shell.types("make", str(shell.kek))
    assert code == 1
    assert "there already" in said
    assert shell.kek.read_text() == before


def test_wrapping_keys_are_exchanged_in_three_steps(shell: Shell, at_work: Office) -> None:
    """Design 11: renew, rewrap, take the old one out; nothing sealed changes."""
    at_work.opens()
    of = ("--authority", at_work.authority)
    assert shell.types("renew", str(shell.kek))[0] == 0
    assert shell.types("rewrap", *of)[1] == f"{at_work.authority}: 1 keys wrapped anew."
    assert shell.types("rewrap", *of)[1] == f"{at_work.authority}: 0 keys wrapped anew."
    newest = read_keks(shell.kek)
    (kept,) = store.keys(at_work.custody.pool, at_work.authority)
    assert kept.kek == newest.id


def test_with_the_wrong_wrapping_key_nothing_is_wrapped_anew(
    shell: Shell, at_work: Office, tmp_path: Path
) -> None:
    """One sentence, exit code 1."""
    at_work.opens()
    wrong = tmp_path / "another"
    shell.types("make", str(wrong))
    code, said = shell.types("rewrap", "--authority", at_work.authority, CONCERNS_KEK=str(wrong))
    assert code == 1
    assert said.startswith("WRONG_KEK: ")


def test_the_report_says_what_remains_and_until_when(shell: Shell, at_work: Office) -> None:
    """Evidence 2.9: where, and until which date; or that the date is not known."""
    of = ("report", "--authority", at_work.authority)
    assert shell.types(*of)[1].endswith("nothing is sealed.")
    at_work.opens()
    assert "kept: its period has not begun" in shell.types(*of)[1]
    at_work.closes()
    assert "kept until 9 Mar 2034" in shell.types(*of)[1]


def test_the_report_after_a_destruction(shell: Shell, at_work: Office) -> None:
    """The reference and the form stay; the key may be in backups for some days."""
    at_work.opens()
    at_work.destroys()
    of = ("report", "--authority", at_work.authority)
    _, unset = shell.types(*of)
    assert "not known: set CONCERNS_KEY_BACKUP_DAYS" in unset
    _, told = shell.types(*of, CONCERNS_KEY_BACKUP_DAYS="35")
    assert "R12 care_record destroyed on" in told
    assert "until" in told
    assert "unreadable" in told


def test_finishing_when_there_is_nothing_to_finish(shell: Shell, at_work: Office) -> None:
    """Safe at any time."""
    at_work.opens()
    at_work.destroys()
    code, said = shell.types("finish", "--authority", at_work.authority)
    assert (code, said) == (0, f"{at_work.authority}: 0 keys were still there and are destroyed.")


def test_a_check_names_the_place_of_a_key_that_does_not_fit(shell: Shell, at_work: Office) -> None:
    """Attack 18: found by code and position, without opening anything; destroyed is no finding."""
    of = ("check", "--authority", at_work.authority)
    at_work.opens()
    assert shell.types(*of) == (0, "Every key fits what it sealed.")
    stolen = read_keks(shell.kek).wrap(new_key())
    (kept,) = store.keys(at_work.custody.pool, at_work.authority)
    store.rewrap(at_work.custody.pool, at_work.authority, kept._replace(wrapped=stolen.content))
    code, said = shell.types(*of)
    assert code == 1
    assert f"KEY_COMMITMENT at {at_work.authority} 2, surname:" in said
    store.rewrap(at_work.custody.pool, at_work.authority, kept)
    at_work.destroys()
    assert shell.types(*of)[0] == 0


def test_a_key_that_was_lost_is_a_finding(shell: Shell, at_work: Office, database: str) -> None:
    """Deleted beside the record: not destroyed, but lost."""
    at_work.opens()
    with psycopg.connect(database) as owner:
        owner.execute("DELETE FROM concerns_keys.key WHERE authority = %s", (at_work.authority,))
    code, said = shell.types("check", "--authority", at_work.authority)
    assert code == 1
    assert "is not here" in said


def test_production_without_a_wrapping_key_says_what_to_do(shell: Shell) -> None:
    """Design 13: none is made in secret."""
    code, said = shell.types("report", CONCERNS_ENV="production", CONCERNS_KEK="")
    assert code == 1
    assert "concerns keys make FILE" in said


def test_keys_beside_the_record_need_no_migration_of_their_own(shell: Shell) -> None:
    """Only a database of their own does."""
    code, said = shell.types("migrate")
    assert code == 1
    assert "concerns db migrate" in said
