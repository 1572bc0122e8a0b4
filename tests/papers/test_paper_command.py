"""`concerns paper`: the list of papers, and making one into a file."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from paper_reading import page, pdf
from typer.testing import CliRunner

from authorities import casework, new_authority
from concerns.cli import app
from concerns.commands.take_step import TakeStep
from concerns.storage.pool import Pool
from given import officer, opening

At = tuple[UUID, datetime]


@pytest.fixture
def at_risk(database: str, pool: Pool) -> At:
    """A case at risk, and since when the record has known it."""
    authority, case = new_authority(database), uuid4()
    work = casework(pool, authority)
    work.ask(opening("north-west-routes"), officer("Ann", "cm", authority=authority), case)
    step = TakeStep(step="agree_at_risk", reason="three alerts")
    done = work.ask(step, officer("Bea", "sprg", authority=authority), case)
    return case, done.receipt.recorded_at


def _types(database: str, *words: str, **settings: str) -> tuple[int, str, str]:
    env = {"CONCERNS_DATABASE_URL": database, "CONCERNS_OWNER_URL": "", "COLUMNS": "120"}
    done = CliRunner().invoke(app, ["paper", *words], env=env | settings)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, " ".join(done.stdout.split()), " ".join(done.stderr.split())


def test_the_papers_of_a_case_are_listed(database: str, at_risk: At) -> None:
    """Which can be made, about which fact, and why not the others."""
    code, out, _ = _types(database, "list", str(at_risk[0]))
    assert code == 0
    assert "at_risk_letter letter yes 2" in out
    assert "suspension_letter letter no: “Sign off the suspension" in out


def test_a_paper_is_made_as_a_pdf_and_as_a_page(database: str, at_risk: At, tmp_path: Path) -> None:
    """The file's ending says which; the position is told."""
    for name, read in (("letter.pdf", pdf), ("letter.html", page)):
        file = tmp_path / name
        code, out, _ = _types(database, "make", str(at_risk[0]), "at_risk_letter", "-o", str(file))
        assert (code, out) == (0, f"Made: {file}, from position 2 of the record")
        read(file.read_bytes())


def test_without_a_name_the_file_is_called_after_the_paper(
    database: str, at_risk: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the folder where one is."""
    monkeypatch.chdir(tmp_path)
    assert _types(database, "make", str(at_risk[0]), "decision_log")[0] == 0
    assert "Agreed that the provider" in pdf((tmp_path / "decision_log.pdf").read_bytes()).text


def test_a_paper_as_known_before_the_decision_is_refused(
    database: str, at_risk: At, tmp_path: Path
) -> None:
    """Nothing is written; the reason and the clause are said."""
    case, known_at = at_risk
    before = (known_at - timedelta(microseconds=1)).isoformat()
    file = tmp_path / "letter.html"
    words = ("make", str(case), "at_risk_letter", "-o", str(file), "--as-known", before)
    code, _, err = _types(database, *words)
    assert code == 1
    assert err.startswith("Refused: the letter cannot be made yet")
    assert "NWR-FM-01" in err
    assert not file.exists()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("love_letter",), 1, "There is no paper 'love_letter'. There are: at_risk_letter"),
        (("at_risk_letter", "-o", "letter.docx"), 2, "ends in .pdf or .html"),
        (("at_risk_letter", "--of", "1"), 1, "it can be about version 2"),
        (("at_risk_letter", "--as-known", "yesterday"), 2, "is not an instant"),
    ],
)
def test_what_cannot_be_made(
    database: str, at_risk: At, words: tuple[str, ...], code: int, said: str
) -> None:
    """One plain sentence and the right exit code."""
    answered, out, err = _types(database, "make", str(at_risk[0]), *words)
    assert (answered, out) == (code, "")
    assert said in err


def test_a_councils_own_text_is_used(database: str, at_risk: At, tmp_path: Path) -> None:
    """CONCERNS_PAPERS names the folder."""
    folder = tmp_path / "texts" / "north-west-routes"
    folder.mkdir(parents=True)
    text = 'title: "Ours"\nkind: letter\nabout: {step: [agree_at_risk]}\nsections: [{text: [Yes.]}]'
    (folder / "at_risk_letter.yaml").write_text(text, encoding="utf-8")
    file = tmp_path / "letter.html"
    own = {"CONCERNS_PAPERS": str(tmp_path / "texts")}
    assert _types(
        database, "make", str(at_risk[0]), "at_risk_letter", "-o", str(file), **own
    )[0] == 0  # fmt: skip
    assert page(file.read_bytes()).title == "Ours"
