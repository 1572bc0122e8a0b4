"""Lambeth's papers: each can be made once what it is about has happened, and not before."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache

import pytest
from lambeth_case import (
    CHAIR,
    COMMISSIONER,
    COORDINATOR,
    LEAD,
    MEETING,
    closed,
    enquiring,
    monitored,
    reported,
    step_3,
)

from concerns.commands.fill_in_form import FillInForm
from concerns.papers.definition import Definition
from concerns.papers.library import papers
from concerns.papers.making import make
from concerns.procedures.reader import library
from concerns.register import Recorded
from concerns.vocabulary import Refusal
from given import Story

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@cache
def defined() -> dict[str, Definition]:
    """The papers that come with the procedure."""
    return dict(papers({"lambeth": library()["lambeth"]})["lambeth"])


def words(case: Story, name: str) -> str:
    """Everything that a paper made from a case says, in one line."""
    known = [Recorded(101 + nth, NOON, fact) for nth, fact in enumerate(case.facts)]
    return " ".join(str(make(name, defined()[name], known, case.procedure).as_data()).split())


def contingency() -> Story:
    """Commissioners plan where six adults could go."""
    case = monitored().takes(CHAIR, "judge_risk_high")
    invited, likely = (
        {"chair_and_coordinator_invited": True},
        {"other_provision_likely_to_be_needed": True},
    )
    case.takes(COMMISSIONER, "convene_contingency_meeting", choices=invited, on="2026-04-13")
    case.takes(LEAD, "hold_contingency_meeting", choices=likely, **MEETING)
    line = {"id": "1", "area": "places", "action": "find six", "owner": "Lou", "due": "2026-05-29"}
    return case.takes(LEAD, "agree_contingency_plan", deadline="2026-05-29", items=[line])


EXAMPLES: list[tuple[str, Callable[[], Story], Callable[[], Story] | None, str]] = [
    ("risk_management_plan", step_3, None, "another fall with a fracture"),
    ("safeguarding_plan", enquiring, None, "reading care plans beside the rota"),
    ("findings_report", step_3, enquiring, "too few staff at night"),
    ("communication_strategy", enquiring, None, "A release to the press"),
    ("told_and_withheld", enquiring, None, "how it runs"),
    ("service_improvement_plan", monitored, step_3, "two on each night"),
    ("contingency_plan", contingency, monitored, "find six"),
    ("quality_assurance", closed, monitored, "answered at once"),
    ("closing_notice", closed, monitored, "closed, nights are safe"),
    ("board_report", reported, closed, "lessons learnt exercise"),
    ("minutes", enquiring, None, "what was settled"),
    ("decision_log", enquiring, None, "Ines (Officer named to decide on initiation)"),
]
"""Each paper with a case that has it, one that has not yet, and what it says."""


@pytest.mark.parametrize(("name", "case_at", "before", "says"), EXAMPLES)
def test_a_paper_is_made_once_there_is_something_to_say(
    name: str, case_at: Callable[[], Story], before: Callable[[], Story] | None, says: str
) -> None:
    """LAM-PL-01 to LAM-PL-04, LAM-PL-08, LAM-MT-10, LAM-NT-12, LAM-RP-01, LAM-RC-01."""
    assert says in words(case_at(), name)
    if before:
        with pytest.raises(Refusal, match="cannot be made yet"):
            words(before(), name)


def test_every_paper_is_shown_here() -> None:
    """A new paper needs an example."""
    assert {name for name, *_ in EXAMPLES} == defined().keys()


def test_papers_cite_lambeths_document() -> None:
    """And no other."""
    cited = {one for paper in defined().values() for one in paper.requirement}
    assert {one.split("-")[0] for one in cited} == {"LAM"}
    assert all(paper.requirement for paper in defined().values())


def test_the_plan_tells_safeguarding_from_quality() -> None:
    """LAM-PL-06, LAM-RK-07, LAM-RK-05: the kind and the priority of each line."""
    said = words(monitored(), "service_improvement_plan")
    assert "high risk" in said
    assert said.index("safeguarding") < said.index("two on each night")


def test_what_was_withheld_stands_with_its_ground() -> None:
    """LAM-RC-06, LAM-SR-01: beside what was told."""
    case = enquiring()
    case.takes(CHAIR, "withhold_from_provider", what="who complained", ground="line_of_enquiry")
    said = words(case, "told_and_withheld")
    assert "withheld (it would harm a line of enquiry)" in said
    assert "how it runs" in said


def test_the_strategys_form_is_part_of_it() -> None:
    """LAM-S2-21, LAM-FM-01: inside and outside."""
    form = FillInForm(form="communication_strategy", entries={"outside": "letters to families"})
    assert "letters to families" in words(
        enquiring().asks(COORDINATOR, form), "communication_strategy"
    )


def test_the_boards_report_has_what_the_board_asks_for() -> None:
    """LAM-RP-01, LAM-NT-13: concerns, actions, risk, outcomes, how well safeguarding worked."""
    said = words(reported(), "board_report")
    for part in ("five falls at night", "substantiated", "answered at once", "nights are calmer"):
        assert part in said
    assert "How well safeguarding worked" in said


def test_the_closing_notice_goes_to_the_provider_and_names_no_officer_but_the_chair() -> None:
    """LAM-NT-12, LAM-RO-17: in the chair's name."""
    said = words(closed(), "closing_notice")
    assert "Acme Care Ltd, and the other parties concerned" in said
    assert not [name for name in ("Quin", "Eli", "Cora", "Kit") if name in said]
