"""The JQMM papers: risk sheet, action plan, minutes and decision log, made from a case."""

from datetime import timedelta
from functools import cache
from html import unescape

import pytest
from jqmm_case import (
    JQMM,
    MET,
    PPM,
    YES,
    Council,
    at_ppm,
    at_sosg,
    opened,
    procedure,
    reviewed_at_step_4,
)

from concerns.commands.report_item_done import ReportItemDone
from concerns.papers.definition import Definition
from concerns.papers.formats import laid_out
from concerns.papers.library import papers
from concerns.papers.making import make
from concerns.register import Recorded
from concerns.vocabulary import Refusal
from given import MONDAY

NAMES = ["risk_sheet", "action_plan", "minutes", "decision_log"]


@cache
def defined() -> dict[str, Definition]:
    """The papers that come with the procedure, each read and found sound."""
    return dict(papers({"jqmm": procedure()})["jqmm"])


def page(case: Council, name: str) -> str:
    """A paper's page."""
    known = [
        Recorded(nth, MONDAY + timedelta(minutes=nth), fact)
        for nth, fact in enumerate(case.facts, start=1)
    ]
    made = laid_out(make(name, defined()[name], known, procedure()), "html")
    return unescape(made.decode())


@pytest.mark.parametrize("name", NAMES)
def test_each_paper_is_made_from_a_case_of_four_steps(name: str) -> None:
    """JQM-FM-01, JQM-PL-01, JQM-MT-01 to MT-06, JQM-RC-01: as page and as PDF."""
    case = reviewed_at_step_4(at_sosg(), YES)
    assert "Elm House" in page(case, name)
    assert defined().keys() == set(NAMES)


def test_the_risk_sheet_shows_each_score_with_its_grounds() -> None:
    """JQM-FM-01, JQM-RC-03, AMB-JQM-16: every score is kept."""
    case = at_ppm().takes(
        PPM,
        "assess_risk",
        levels={"engagement": 3, "impact": 4},
        statements={"engagement": ["c", "1a"]},
    )
    told = page(case, "risk_sheet")
    assert "3, Not open, or not engaging" in told
    assert "3c: The provider makes light of what must be done, or denies it" in told
    assert "Engagement 3 was given, and statement 1a ticked" in told
    assert "2, Service weakened" in told


def test_the_action_plan_shows_how_its_timescales_moved() -> None:
    """JQM-PL-01, JQM-RC-04, JQM-TL-03."""
    case = at_ppm().asks(PPM, ReportItemDone(plan="dap", item="1", how="new cupboard"))
    told = page(case, "action_plan")
    assert "Developmental Action Plan (DAP): Elm House" in told
    assert "30 March 2026" in told
    assert "new cupboard" in told


def test_the_minutes_are_those_of_the_meeting() -> None:
    """JQM-MT-02, JQM-ST-07."""
    assert "Quality Assurance Meeting (QAM): Elm House" in page(at_ppm(), "minutes")


def test_the_decision_log_holds_the_rationale_for_missing_steps() -> None:
    """JQM-RC-01, JQM-SR-01, JQM-ST-15."""
    case = opened().takes(JQMM, "skip_to_sosg", "two homes of the group failed this week")
    told = page(case, "decision_log")
    assert "two homes of the group failed this week" in told
    assert "Step 4: Service Operations Support Group" in told


def test_a_paper_about_what_has_not_happened_is_refused() -> None:
    """JQM-FM-01: never an empty sheet."""
    case = opened().takes(JQMM, "consider_at_jqmm", **MET)
    for name in ("risk_sheet", "action_plan"):
        with pytest.raises(Refusal):
            page(case, name)
