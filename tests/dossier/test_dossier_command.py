"""`concerns dossier`, `concerns compare`, `concerns court`, and a replay of many cases."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid4

import pytest
from typer.testing import CliRunner

from authorities import casework, new_authority
from concerns.casework import Casework
from concerns.cli import app
from concerns.commands.correct_record import CorrectRecord
from concerns.commands.make_log_entry import MakeLogEntry
from concerns.commands.open_case import OpenCase
from concerns.commands.request_dossier import RequestDossier
from concerns.commands.take_step import TakeStep
from concerns.dossier.dossier import make
from concerns.events import Fact
from concerns.procedures.reader import library
from concerns.storage.pool import Pool
from concerns.vocabulary import Officer, Provider, Service
from concerns.when import When
from given import ACME, ELM_HOUSE, officer, opening

MICROSECOND = timedelta(microseconds=1)
OAK = Service(id="1-1000210670", name="Oak House", type="care home")


class Said(NamedTuple):
    """The exit code, the answer and the complaint, without line breaks."""

    code: int
    out: str
    err: str


class Council:
    """A record with a case at risk, and what was learnt later."""

    def __init__(self, database: str, pool: Pool) -> None:
        self.database = database
        self.authority = new_authority(database)
        self.work: Casework = casework(pool, self.authority)
        self.ann: Officer = officer("Ann", "cm", authority=self.authority)
        self.bea: Officer = officer("Bea", "sprg", authority=self.authority)

    def opens(self, service: Service = ELM_HOUSE, provider: Provider = ACME) -> UUID:
        """A new case."""
        case = uuid4()
        asked = opening("north-west-routes", service)
        asked = OpenCase.model_validate({**asked.model_dump(), "provider": provider})
        self.work.ask(asked, self.ann, case)
        return case

    def decides(self, case: UUID) -> Fact:
        """At risk since 10 March."""
        step = TakeStep(step="agree_at_risk", reason="alerts", occurred=When("2026-03-10"))
        return self.work.ask(step, self.bea, case).facts[0]

    def types(self, *words: str) -> Said:
        """Run `concerns` with these words."""
        env = {"CONCERNS_DATABASE_URL": self.database, "CONCERNS_OWNER_URL": "", "COLUMNS": "220"}
        done = CliRunner().invoke(app, [*words], env=env)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Said(done.exit_code, " ".join(done.stdout.split()), " ".join(done.stderr.split()))


@pytest.fixture
def council(database: str, pool: Pool) -> Council:
    return Council(database, pool)


def _late(council: Council, case: UUID) -> None:
    entry = MakeLogEntry(log="risk", entry="a fall unseen", occurred=When("2026-03-09"))
    council.work.ask(entry, council.ann, case)


def test_the_decisions_of_a_case_are_listed(council: Council) -> None:
    """With their numbers, by which their dossiers are asked for."""
    case = council.opens()
    council.decides(case)
    said = council.types("dossier", "list", str(case))
    assert said.code == 0
    assert "2 10 Mar 2026 Bea (Strategic Provider Risk Group) agreed" in said.out


@pytest.mark.parametrize("suffix", [".json", ".html", ".pdf"])
def test_a_dossier_is_made_into_a_file(council: Council, tmp_path: Path, suffix: str) -> None:
    """The digest of the JSON is told whatever the form."""
    case = council.opens()
    fact = council.decides(case)
    _late(council, case)
    file = tmp_path / f"d{suffix}"
    said = council.types("dossier", "make", str(case), "2", "-o", str(file))
    made = make(council.work.register.of_case(case), fact.id, library())
    assert (said.code, said.err) == (0, "")
    assert made.digest in said.out
    assert made.known_then_digest in said.out
    if suffix == ".json":
        assert hashlib.sha256(file.read_bytes()).hexdigest() == made.digest
    assert file.stat().st_size > 1000


def test_a_dossier_as_of_an_earlier_position_or_instant(council: Council, tmp_path: Path) -> None:
    """What came later is left out; the digest is that of then."""
    case = council.opens()
    fact = council.decides(case)
    then = council.work.register.of_case(case)
    early = make(then, fact.id, library())
    _late(council, case)
    file = str(tmp_path / "d.json")
    by_position = council.types(
        "dossier", "make", str(case), str(fact.id), "-o", file, "--up-to", str(early.up_to)
    )
    instant = then[-1].recorded_at.isoformat()
    by_instant = council.types("dossier", "make", str(case), "2", "-o", file, "--as-known", instant)
    now = council.types("dossier", "make", str(case), "2", "-o", file)
    assert early.digest in by_position.out
    assert early.digest in by_instant.out
    assert early.digest not in now.out
    assert json.loads(Path(file).read_bytes())["afterwards"]["facts_since"] == 1


def test_bound_dossiers_are_made_again(council: Council) -> None:
    """The same: exit code 0. Not the same: said, and exit code 1."""
    case = council.opens()
    fact = council.decides(case)
    assert "No dossier was bound" in council.types("dossier", "check", str(case)).out
    made = make(council.work.register.of_case(case), fact.id, library())
    bound = RequestDossier(fact=fact.id, up_to=made.up_to, sha256=made.digest)
    council.work.ask(bound, council.ann, case)
    _late(council, case)
    good = council.types("dossier", "check", str(case))
    assert (good.code, "3 2 2 the same" in good.out) == (0, True)
    assert "2 10 Mar 2026" in council.types("dossier", "list", str(case)).out
    council.work.ask(bound.model_copy(update={"sha256": "ab" * 32}), council.ann, case)
    bad = council.types("dossier", "check", str(case))
    assert bad.code == 1
    assert "not the same: made again, its SHA-256 is" in bad.out
    assert "Not every dossier is what was bound" in bad.err


def test_what_was_known_when(council: Council) -> None:
    """Then, in hindsight and now; what came too late; what was said later."""
    case = council.opens()
    fact = council.decides(case)
    _late(council, case)
    wrong = CorrectRecord(fact=fact.id, wrong="three", right="four", reason="miscounted")
    council.work.ask(wrong, council.ann, case)
    said = council.types("compare", str(case), "2")
    assert said.code == 0
    assert "Stage Routine monitoring Routine monitoring Route 1: at risk of suspension" in said.out
    assert "Facts known 1 2 4" in said.out
    assert "Had happened, and was not yet recorded (1)" in said.out
    assert "a fall unseen" in said.out
    assert "Later said of the decision (1)" in said.out
    assert "miscounted" in said.out
    then = council.work.register.of_case(case)[1].recorded_at.isoformat()
    early = council.types("compare", str(case), "2", "--as-known", then)
    assert "not yet recorded (0)" in early.out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("dossier", "make", "CASE", "3"), 1, "'3' is no decision of this case. Its decisions are"),
        (("dossier", "make", "CASE", "1", "-o", "d.docx"), 2, "ends in .json, .html or .pdf"),
        (("dossier", "make", "CASE", "1", "--as-known", "yesterday"), 2, "is not an instant"),
        (("dossier", "list", "CASE", "--as-known", "2020-01-01T00:00:00Z"), 1, "Nothing was known"),
        (("compare", "CASE", "9"), 1, "is no decision of this case"),
        (("court", "certificate", "CASE", "9"), 1, "The case holds no fact 9"),
        (("court", "certificate", "CASE", "-o", "c.txt"), 2, "ends in .pdf or .html"),
        (("court", "absence", "abduction", "--authority", "AUTHORITY", "--case", "CASE"), 1, "no"),
        (("replay",), 2, "name a case, --provider or --authority"),
        (("replay", "CASE", "--provider", "x"), 2, "name either a case or --provider"),
        (("replay", "--provider", "nobody"), 1, "No case of the provider 'nobody' was known."),
    ],
)
def test_what_cannot_be_asked(
    council: Council, words: tuple[str, ...], code: int, said: str
) -> None:
    """One plain sentence, the right exit code, nothing written."""
    case = council.opens()
    typed = [word.replace("CASE", str(case)) for word in words]
    typed = [council.authority if word == "AUTHORITY" else word for word in typed]
    answer = council.types(*typed)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err


def test_a_certificate_is_drafted(council: Council, tmp_path: Path) -> None:
    """With the log's own name, its size, and what the verifier said."""
    case = council.opens()
    council.decides(case)
    verdict, file = tmp_path / "verdict.txt", tmp_path / "c.html"
    verdict.write_text("clean: 2 of 2 entries", encoding="utf-8")
    words = ("court", "certificate", str(case), "2", "-o", str(file))
    said = council.types(*words, "--verification", str(verdict), "--root", "R00T")
    assert said.code == 0
    assert "not legal advice" in said.out
    told = file.read_text(encoding="utf-8")
    for part in (council.authority, "2 entries", "clean: 2 of 2 entries", "R00T"):
        assert part in told
    assert "opened a case" not in told.lower()


def test_absence_is_drafted_and_refused_where_there_is_an_entry(
    council: Council, tmp_path: Path
) -> None:
    """Read from the record itself."""
    case, file = council.opens(), tmp_path / "a.pdf"
    words = ("court", "absence", "--authority", council.authority, "-o", str(file))
    none = council.types(*words, "at-risk-status-agreed", "--case", str(case))
    assert (none.code, file.read_bytes()[:4]) == (0, b"%PDF")
    council.decides(case)
    found = council.types(*words, "at-risk-status-agreed", "--service", ELM_HOUSE.id)
    assert (found.code, found.out) == (1, "")
    assert "at position 2" in found.err


def test_every_case_of_an_authority_or_of_a_provider(council: Council) -> None:
    """A line each: where it stood, what was open, from how many facts."""
    other = Provider(id="1-55", name="Other Care Ltd")
    elm = council.opens()
    oak = council.opens(OAK, other)
    council.decides(elm)
    whole = council.types("replay", "--authority", council.authority)
    assert whole.code == 0
    for case, about in ((elm, "Elm House"), (oak, "Oak House")):
        assert f"{str(case)[:8]} {about}" in whole.out
    assert "● AMBER (north-west-routes)" in whole.out
    one = council.types("replay", "--provider", other.id, "--authority", council.authority)
    assert "Oak House" in one.out
    assert "Elm House" not in one.out


def test_many_cases_as_known_and_what_was_learnt_since(council: Council) -> None:
    """At an instant only the cases known then; between two, what was learnt of each."""
    elm = council.opens()
    opened_at = council.work.register.of_case(elm)[0].recorded_at
    oak = council.opens(OAK)
    council.decides(elm)
    words = ("replay", "--authority", council.authority)
    then = council.types(*words, "--as-known", opened_at.isoformat())
    assert "Elm House Routine monitoring" in then.out
    assert str(oak)[:8] not in then.out
    learnt = council.types(*words, "--since", opened_at.isoformat())
    assert f"{str(elm)[:8]} Elm House 1 · no colour → ● AMBER" in learnt.out
    assert f"{str(oak)[:8]} Oak House 1" in learnt.out
    last = council.work.register.of_case(elm)[-1].recorded_at.isoformat()
    nothing = council.types(*words, "--since", last)
    assert "Of 2 cases, nothing was learnt between the two." in nothing.out
    before = (opened_at - MICROSECOND).isoformat()
    assert council.types(*words, "--as-known", before).code == 1
