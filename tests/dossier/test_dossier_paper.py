"""A dossier laid out for people: it says all that the JSON holds, and warns of what came later."""

import hashlib
from datetime import UTC, datetime

import pytest
from dossier_given import as_recorded, decided, dossier, of_samples
from north_west import CM, DASS, SPRG, SUSPEND, awaiting_sign_off, opened, suspended

from concerns.commands.annul_decision import AnnulDecision
from concerns.commands.correct_record import CorrectRecord
from concerns.commands.make_log_entry import MakeLogEntry
from concerns.dossier.dossier import make
from concerns.dossier.paper import as_paper
from concerns.dossier.parting import decisions
from concerns.papers.as_html import as_html
from concerns.papers.formats import laid_out
from concerns.papers.paper import Paper, Table
from concerns.procedures.reader import library
from concerns.register import Recorded
from concerns.when import When
from given import Story

HOSTILE = "<script>alert(1)</script> #panic() {{ }} \N{RIGHT-TO-LEFT OVERRIDE}"


def _paper(case: Story, name: str) -> Paper:
    return as_paper(dossier(case, decided(case, name)))


def _table(paper: Paper, heading: str) -> Table:
    return next(one for one in paper.sections if isinstance(one, Table) and one.heading == heading)


def test_the_decision_is_told_in_words() -> None:
    """Who, in which role, for whom, why, by which clause, with which answers."""
    told = dict(_table(_paper(suspended(), "suspension-signed-off"), "The decision").rows)
    assert told["Who"] == "Eve"
    assert told["In which role"] == "Director of Adult Social Services"
    assert told["On behalf of"] == "nobody else"
    assert told["Reason"] == "as the panel found"
    assert "NWR-ST-11" in told["Clause"]
    assert told["Choices"] == "nursing relevant: no"
    assert told["Status it left"] == "Red"


def test_the_rule_is_told_as_the_procedure_has_it() -> None:
    """A reader need not look into the council's folder."""
    case = suspended()
    told = dict(
        _table(_paper(case, "suspension-signed-off"), "What the procedure says of this step").rows
    )
    assert told["Title"] == case.procedure.steps["sign_off_suspension"].title
    assert told["Together with"].endswith("; where: nursing_relevant")
    assert told["Departures possible"] == "yes"


def test_every_fact_before_the_decision_stands_on_the_paper() -> None:
    """Exactly those, in order."""
    case = suspended()
    paper = _paper(case, "suspension-signed-off")
    (everything,) = (
        one
        for one in paper.sections
        if isinstance(one, Table) and one.caption.startswith("Every fact of the case")
    )
    assert [row[0] for row in everything.rows] == [
        str(version) for version in range(1, len(case.facts))
    ]


def test_an_annulment_and_a_correction_are_warned_of_first() -> None:
    """Nobody reads a decision of long ago without what a court said of it."""
    case = opened().takes(SPRG, "agree_at_risk")
    decision = case.last[0].id
    assert _paper(case, "at-risk-status-agreed").warnings == ()
    case.asks(CM, CorrectRecord(fact=decision, wrong="three", right="four", reason="miscounted"))
    case.asks(DASS, AnnulDecision(fact=decision, annulled_by="the High Court", reason="judgment"))
    said = _paper(case, "at-risk-status-agreed").warnings
    assert len(said) == 2
    assert "miscounted" in said[0]
    assert "the High Court" in said[1]


def test_a_decision_recorded_late_is_warned_of() -> None:
    """It was in the record only after the day that it bears."""
    case = opened().takes(SPRG, "agree_at_risk", occurred="2026-02-20")
    (said,) = _paper(case, "at-risk-status-agreed").warnings
    assert "after the day on which it is said to have been taken" in said


def test_words_that_are_not_at_hand_are_warned_of() -> None:
    """And none are shown in their stead."""
    known, decision = of_samples()
    paper = as_paper(make(known, decision, {}))
    assert any("is not at hand" in said for said in paper.warnings)
    assert _table(paper, "What the procedure says of this step").rows == ()


def test_late_news_is_shown_apart_from_what_was_known() -> None:
    """It stands under its own heading, and not among the facts before."""
    case = opened().at(2026, 3, 10).takes(SPRG, "agree_at_risk").at(2026, 3, 20)
    case.asks(CM, MakeLogEntry(log="risk", entry="a fall unseen", occurred=When("2026-03-09")))
    paper = _paper(case, "at-risk-status-agreed")
    ((_, happened, what, knew, recorded),) = _table(
        paper, "Had happened, and was not yet recorded"
    ).rows
    assert (happened, knew) == ("9 March 2026", "not in this record")
    assert "a fall unseen" in what
    assert recorded.endswith("at 09:02:00")


def test_the_paper_names_what_it_was_made_from() -> None:
    """Position, case, procedure, and the digest of the JSON, from which it can be made again."""
    case = suspended()
    made = dossier(case, decided(case, "suspension-signed-off"))
    told = dict(as_paper(made).made_from)
    assert told["SHA-256 of the dossier (JSON)"] == made.digest
    assert told["SHA-256 of what was known then"] == made.known_then_digest
    assert told["Form"] == "decision-dossier/1"
    assert told["Up to position"] == str(made.up_to)


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_every_decision_of_a_case_can_be_laid_out(form: str) -> None:
    """The same bytes each time; the layout never fails on what a case holds."""
    known = as_recorded(suspended(nursing=True).facts)
    for one in decisions(known)[-3:]:
        first, again = (
            laid_out(as_paper(make(known, one.fact.id, library())), form)  # pyright: ignore[reportArgumentType]
            for _ in range(2)
        )
        assert hashlib.sha256(first).digest() == hashlib.sha256(again).digest()


def test_a_case_of_every_kind_of_trouble_can_be_laid_out() -> None:
    """Departures, delegations, corrections, late news, a dossier bound earlier."""
    known, decision = of_samples()
    paper = as_paper(make(known, decision, {}))
    assert laid_out(paper, "pdf").startswith(b"%PDF")
    told = as_html(paper).decode()
    for part in ("Two deaths overnight", "Dossiers bound to the record", "Leave cover"):
        assert part in told


def test_what_an_officer_typed_is_no_markup() -> None:
    """Values are data in the page and in the PDF."""
    case = awaiting_sign_off()
    choices = {"nursing_relevant": False}
    case.takes(DASS, "sign_off_suspension", HOSTILE, choices=choices, **SUSPEND)
    paper = _paper(case, "suspension-signed-off")
    assert b"<script>" not in laid_out(paper, "html")
    assert laid_out(paper, "pdf").startswith(b"%PDF")


def test_the_paper_is_dated_by_the_record() -> None:
    """No clock: by the last fact that went into it."""
    case = suspended()
    known = as_recorded(case.facts)
    later = [
        Recorded(one.position, datetime(2030, 1, 1, tzinfo=UTC), one.fact)
        if one is known[-1]
        else one
        for one in known
    ]
    made = make(later, decided(case, "suspension-signed-off"), library())
    assert as_paper(made).recorded_at == datetime(2030, 1, 1, tzinfo=UTC)
