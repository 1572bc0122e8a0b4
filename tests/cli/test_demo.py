"""The demonstration runs on an empty database, shows every part, and can be run again."""

import os
import re
import shlex
from pathlib import Path

import pytest
from console import Console, Said

from concerns.cli.demo.consistency import TODAY
from concerns.cli.demo.script import scripts
from concerns.procedures.coverage import catalogues
from concerns.procedures.reader import library

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def shell(database: str) -> Console:
    return Console(database)


@pytest.fixture(scope="module")
def shown(shell: Console) -> Said:
    return shell.types("demo")


def lines(shown: Said, number: int) -> str:
    """One numbered part as printed."""
    found = re.search(rf"^{number}  .*?(?=^{number + 1}  |\Z)", shown.out, re.MULTILINE | re.DOTALL)
    assert found, shown.out
    return found[0]


def part(shown: Said, number: int) -> str:
    """One numbered part, in one line."""
    return " ".join(lines(shown, number).split())


def test_it_ends_well_and_says_which_day_it_is(shown: Said) -> None:
    """Exit code 0; nothing but the answer, since nobody watches a progress bar here."""
    assert (shown.code, shown.err) == (0, "")
    assert "14 Sep 2026" in shown.out
    assert TODAY == "2026-09-14"


def test_the_board_names_each_colour_in_words(shown: Said) -> None:
    """A colour is never alone: word, stage and scheme are beside it (X-DF-01)."""
    board = part(shown, 1)
    assert "Northtown · 1 red, 2 amber, 3 no colour" in board
    assert "Derwentshire · 1 red, 1 green" in board
    assert "Closed: Birch Grange" in board
    assert re.search(r"Ash Court Acme Care Ltd ● AMBER Route 1.* north-west-routes", board)
    assert re.search(r"River View .* ● RED Process 2: .* derby", board)


def test_a_council_without_an_open_case_says_so(shown: Said) -> None:
    """No blank where a count would stand, and no empty table: the closed cases are named."""
    board = part(shown, 1)
    assert re.search(r"Seatown · no open case Closed: .*Gull Court", board)


def test_refusals_say_why_and_by_which_clause(shown: Said) -> None:
    """Wrong role, out of order, the same person twice, an absolute deadline, a front desk."""
    refused = part(shown, 2)
    stories = [one.story for one in scripts() if one.story.features.refusals]
    assert refused.count("No: ") == sum(bool(act.refused) for one in stories for act in one.acts)
    assert refused.count("Open to them: a departure") >= 6
    for said in (
        "is for the Strategic Provider Risk Group",
        "the case stands at “Route 2: suspension recommended, report being written”",
        "the same person cannot sign twice",
        "is absolute: it cannot be excused",
        "administrative staff does not count",
    ):
        assert said in refused
    assert "NWR-ST-11" in refused


def test_the_decision_log_tells_both_attempts_at_suspension(shown: Said) -> None:
    """Refused, then signed by two, then lifted with conditions: sentences with clauses."""
    log = part(shown, 3)
    told = [
        "Eve Ellis (Director of Adult Social Services) signed “Sign off the suspension",
        "did not endorse the suspension: a new clinical lead started on Monday. NWR-ST-12",
        "Fay Ford (Director of Quality and Nursing) signed off the suspension of placements",
        "signed off the lifting of the suspension with 2 conditions",
        "returned the provider to routine monitoring with greater initial oversight",
    ]
    places = [log.index(one) for one in told]
    assert places == sorted(places)


def test_both_managers_keep_request_decision_and_action_logs(shown: Said) -> None:
    """DER-RC-01 to DER-RC-06: two managers, each with logs of their own."""
    crm, pfm = part(shown, 4).split("River View: Provider Failure Manager", 1)
    for log in (crm, pfm):
        assert re.findall(r"(Request|Decision|Action) log \([1-9]", log) == [
            "Request",
            "Decision",
            "Action",
        ]
    assert "agreed the Final Action Plan" in crm
    assert "agreed the options and actions of the failure plan" in pfm


def test_what_is_overdue_is_explained_day_by_day(shown: Said) -> None:
    """AMB-X-02: the day of the event and the bank holiday do not count."""
    late = part(shown, 5)
    assert re.search(r"4 Sep 2026 10 days Swift Lodge", late)
    assert "Mon 31 August 2026: not counted (Summer bank holiday)" in late
    assert "Due Fri 4 September 2026: 5 working days after Thu 27 August 2026" in late


def test_the_register_of_telling_shows_who_was_not_told(shown: Said) -> None:
    """An unsent telling is not passed over in silence (NWR-NT-08)."""
    register = part(shown, 6)
    assert re.search(r"Internal Finance Suspension of placements NOT YET", register)
    assert "Dora Dale's deputy" in register


def test_one_case_is_shown_as_known_at_two_instants(shown: Said) -> None:
    """Before and after the second signature; the times are the database's own."""
    two = part(shown, 7)
    assert "These instants are the database's own" in two
    instants = re.findall(r"20\d\d-\d\d-\d\dT[\d:.]+Z", two)
    assert len(instants) == 2
    assert instants[0] < instants[1]
    assert "Route 2: suspension considered" in two
    assert "Route 2: placements suspended" in two
    assert re.search(r"Facts known 25 26", two)


def test_every_end_of_every_procedure_is_reached_and_named(shown: Said) -> None:
    """Each procedure to each of its ends: the service, the day, the stage, the reason."""
    reached = part(shown, 8)
    assert "no story" not in reached
    for one in library().values():
        assert f"{one.procedure} · {one.title}" in reached
    assert re.search(r"Hand the case over .* Birch Grange 12 May 2026 Handed over", reached)
    assert "Still going on: " in reached
    assert "Elm House (Routine monitoring with greater initial oversight)" in reached


def test_the_coverage_of_each_document_is_counted(shown: Said) -> None:
    """Every document with its number of requirements; none is left out of the count."""
    counted = part(shown, 9)
    for one in catalogues():
        assert re.search(rf"{re.escape(one.document)} {len(one.ids)} \d+ \d+ \d+", counted)


def test_every_published_history_answers_its_questions(shown: Said) -> None:
    """The three chronologies: as many answers as questions, and one of each known by hand."""
    asked = part(shown, 10)
    titles = [
        file.stem.split("_")[0].capitalize() for file in (PROJECT / "examples").glob("*.yaml")
    ]
    assert all(title in asked for title in titles)
    starts = [line[:2] for line in lines(shown, 10).splitlines()]
    assert starts.count("Q ") == starts.count("A ") >= 20
    assert (
        "How long from the rating and the announced closure until the home was closed? A 84 days"
        in asked
    )


def test_what_to_type_next_works(
    shell: Console, shown: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command printed at the end answers; only `serve` would not come back."""
    commands = re.findall(r"^  \./dev concerns (.+)$", shown.out, re.MULTILINE)
    monkeypatch.chdir(tmp_path)
    answers = {line: shell.types(*shlex.split(line)) for line in commands if line != "serve"}
    assert len(answers) == len(commands) - 1 >= 7
    assert {line: said.err for line, said in answers.items() if said.code} == {}
    assert Path("derby.svg").read_text(encoding="utf-8").startswith("<svg")


def test_it_can_be_repeated(shell: Console, shown: Said) -> None:
    """Each run makes councils of its own; the first run's stay."""
    assert shown.code == 0
    assert shell.types("demo", "--examples", os.devnull).code == 0
    councils = shell.types("authority", "list").out
    assert "northtown-1" in councils
    assert "northtown-2" in councils


@pytest.mark.parametrize("columns", ["40", "200"])
def test_it_fits_any_width(shell: Console, columns: str) -> None:
    """Only commands to copy may be longer than the screen."""
    narrow = Console(shell.env["CONCERNS_DATABASE_URL"], COLUMNS=columns)
    said = narrow.types("demo", "--examples", os.devnull)
    long = [one for one in said.out.splitlines() if len(one) > int(columns)]
    assert [one for one in long if "./dev concerns" not in one] == []


def test_production_keeps_its_record_free_of_inventions(shell: Console) -> None:
    """The demonstration makes up councils: never in production."""
    said = Console(shell.env["CONCERNS_DATABASE_URL"], CONCERNS_ENV="production").types("demo")
    assert said.code == 1
    assert said.err == "The demonstration makes up councils and cases: not in production.\n"
