"""`concerns disclose` as an officer types it, and the register over HTTP."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from disclosure_given import ADVICE, REQUEST, Council, council, everything, listed
from sealed_case import CANARY
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api.app import create_app
from api.development import DevelopmentIssuer, Wish
from api.settings import Settings
from concerns.cli import app
from concerns.procedures.reader import library
from concerns.sealing.wrapping import have_kek, read_keks
from concerns.storage.pool import Pool


@dataclass
class Shell:
    """A shell with the test's own database and wrapping key."""

    database: str
    council: Council
    kek: Path

    def discloses(self, said: str = REQUEST, role: str = "care_management") -> tuple[int, str]:
        folder = self.council.folder
        (folder / "request.yaml").write_text(said)
        (folder / "keys").write_text(f"log {self.council.record.signer.key}\n")
        words = ["disclose", self.council.office.authority, str(self.council.office.case)]
        words += ["--request", str(folder / "request.yaml"), "-o", str(folder / "out")]
        words += ["--role", role, "--as", "Kit", "--keys", str(folder / "keys")]
        env = {
            "CONCERNS_DATABASE_URL": self.database,
            "CONCERNS_OWNER_URL": "",
            "CONCERNS_KEK": str(self.kek),
            "CONCERNS_KEYS_URL": "",
            "COLUMNS": "200",
        }
        done = CliRunner().invoke(app, words, env=env)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, " ".join((done.stdout + done.stderr).split())


@pytest.fixture
def shell(
    database: str, pool: Pool, keys: Pool, owner: psycopg.Connection, tmp_path: Path
) -> Shell:
    have_kek(tmp_path / "kek")
    made = council(database, pool, keys, owner, tmp_path, read_keks(tmp_path / "kek"))
    return Shell(database, made, tmp_path / "kek")


def test_a_case_is_disclosed(shell: Shell) -> None:
    """Says where it is, which fact it became, and the digest; writes no secret to the screen."""
    code, said = shell.discloses()
    folder = shell.council.folder / "out"
    assert (code, "Recorded as fact 6 of the case." in said) == (0, True)
    assert CANARY not in said
    assert listed(folder)["prepared_by"].startswith("Kit (")
    assert listed(folder)["fields"][0]["value"] == CANARY
    assert ADVICE.encode() not in everything(folder)


def test_what_is_wrong_is_said_in_words(shell: Shell) -> None:
    """File and line of the request, the role, the wrapping key: no trace of Python."""
    blank = REQUEST.replace("ground: legal professional privilege", "ground: ''")
    assert shell.discloses(blank) == (1, "request.yaml:8: withhold → 0 → ground: must not be blank")
    code, said = shell.discloses(role="dass")
    assert (code, said.startswith("Refused: disclosing a case is for the ")) == (1, True)
    shell.kek.write_text("not a key\n")
    code, said = shell.discloses()
    assert (code, "kek" in said, "Traceback" in said) == (1, True, False)
    assert not (shell.council.folder / "out").exists()


def test_the_register_is_read_over_http(shell: Shell, database: str) -> None:
    """U18: to whom was the case disclosed, and how much of it?"""
    assert shell.discloses()[0] == 0
    office, settings = shell.council.office, Settings(database_url=database, data=shell.kek.parent)
    wish = Wish(sub="kit", name="Kit", authority=office.authority, roles=frozenset({"ccg"}))
    with TestClient(create_app(settings, known={"blackpool": library()["blackpool"]})) as client:
        token = DevelopmentIssuer(settings.data, settings.token_audience).token(
            wish, datetime.now(UTC)
        )
        path = f"/v1/cases/{office.case}/disclosures"
        said = client.get(
            path, headers={"Authorization": f"Bearer {token}"}, params={"min_position": 10}
        )
    (row,) = said.json()["rows"]
    assert (row["audience"], row["withheld"], row["opened"]) == ("Northtown Coroner", 1, 2)
