"""Derby's report, Communications Plan and customers' outcomes as papers made from the record."""

from datetime import timedelta

from derby_case import PAUL, QMO, alerted, failure_active, failure_plan_running
from derby_papers import filled_in, move

from concerns.commands.answer_checklist_item import AnswerChecklistItem
from concerns.commands.list_people import ListPeople
from concerns.commands.make_log_entry import MakeLogEntry
from concerns.commands.record_outcome import RecordOutcome
from concerns.papers.library import papers
from concerns.papers.making import make
from concerns.papers.paper import Table
from concerns.procedures.reader import library
from concerns.register import Recorded
from given import MONDAY, Story

LIST = "management_checklist"
DERBY = library()["derby"]
PAPERS = papers({"derby": DERBY})["derby"]


def tables(case: Story, name: str) -> dict[str, Table]:
    """The tables of a paper made from a case, by their headings."""
    known = [
        Recorded(position, MONDAY + timedelta(minutes=position), fact)
        for position, fact in enumerate(case.facts, start=1)
    ]
    made = make(name, PAPERS[name], known, DERBY)
    return {one.heading: one for one in made.sections if isinstance(one, Table)}


def test_the_report_can_be_made_from_the_first_day() -> None:
    """DER-RP-05, DER-TL-19: with every line open, and no place for the two reserved numbers."""
    found = tables(alerted(), "concerns_report")
    lines = found["Management checklist"].rows
    assert len(lines) == 99
    assert {row[2] for row in lines} == {"not answered"}
    assert not {"2.7", "9.3"} & {row[0] for row in lines}


def test_the_report_shows_what_was_filled_in_and_answered() -> None:
    """DER-RP-05, DER-FM-02, DER-FM-12, DER-FM-18, DER-FM-22: each in its place."""
    case = alerted()
    filled_in(case, "concerns_report", services="Elm House")
    filled_in(case, "funding_counts", total=30)
    filled_in(case, "outcome", failure="all customers moved")
    seen = AnswerChecklistItem(
        checklist=LIST, item="2.4", answer="in hand", responsible={"dcc": "QA"}, notes="on Friday"
    )
    case.asks(QMO, seen)
    case.asks(QMO, MakeLogEntry(log="action", entry="borrow a hoist", owner="QA"))
    found = tables(case, "concerns_report")
    assert found["Begun by whom"].rows[0][1] == "Elm House"
    assert found["Customers by who pays"].rows[0][1] == "30"
    assert found["Outcome"].rows[0][1] == "all customers moved"
    assert found["Further actions"].rows[0][1] == "borrow a hoist"
    line = next(row for row in found["Management checklist"].rows if row[0] == "2.4")
    assert line[2:] == ("in hand", "dcc: QA", "on Friday")


def test_the_communications_plan_is_told_by_audience() -> None:
    """DER-PL-04, DER-PFT-07: as set out under the failure plan."""
    case = failure_plan_running(failure_active())
    filled_in(
        case, "communications_plan", PAUL, press="nothing before Friday", councillors="a call"
    )
    rows = tables(case, "communications_plan")["What each audience hears"].rows
    assert [row[:2] for row in rows] == [
        ("Press", "nothing before Friday"),
        ("Councillors", "a call"),
    ]


def test_customers_moves_and_outcomes_stand_in_one_paper() -> None:
    """DER-RC-10, DER-RC-12, DER-CL-9.4, AMB-DER-27: with why a move was outside hours."""
    case = failure_plan_running(failure_active())
    case.asks(PAUL, ListPeople(people=("R12", "R13")))
    case.asks(PAUL, move(within_working_hours=False, why_outside="no staff came"))
    case.asks(PAUL, RecordOutcome(person="R13", outcome="left by own arrangement"))
    found = tables(case, "customers")
    assert "no: no staff came" in found["Moves"].rows[0]
    assert ("R13", "left by own arrangement") in [
        row[:2] for row in found["What became of each"].rows
    ]
