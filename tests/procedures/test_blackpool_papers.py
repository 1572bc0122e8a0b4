"""Blackpool's letters, plans, reports and logs, made from cases played under its procedure."""

from functools import cache

import pytest
from blackpool_case import (
    CARE,
    CCG_LEAD,
    DASS,
    MEETING,
    PORTFOLIO,
    SUMMIT,
    TEAM,
    chosen,
    closing_home,
    considering_termination,
    indicated,
    plan_running,
    reviewed,
    suspended,
)

from concerns.commands.list_people import ListPeople
from concerns.papers.formats import laid_out
from concerns.papers.library import papers
from concerns.papers.making import make
from concerns.papers.paper import Paper
from concerns.procedures.reader import library
from concerns.register import Recorded
from concerns.vocabulary import Refusal
from given import Story

NAMES = [
    *("initial_assessment", "risk_assessment", "action_plan", "suspension_plan"),
    *("home_closure_plan", "list_of_residents", "review_notice", "suspension_letter_to_provider"),
    *("suspension_letter_to_people", "termination_letter", "closure_letter_to_people"),
    *("warning_letter", "default_notice", "press_statement", "audit_trail", "progress_report"),
    *("minutes", "decision_log"),
]


DEFINED = papers({"blackpool": library()["blackpool"]})["blackpool"]


def made(case: Story, name: str) -> Paper:
    """A paper from a case, its facts at made-up positions."""
    known = [Recorded(101 + nth, case.now, fact) for nth, fact in enumerate(case.facts)]
    return make(name, DEFINED[name], known, case.procedure)


def words(paper: Paper) -> str:
    """Everything that the paper says, in one line."""
    return " ".join(str(paper.as_data()).split())


def _everything() -> Story:
    """Warned, suspended, planned, reviewed, closed as a home: what every paper is about."""
    case = suspended().takes(SUMMIT, "issue_warning_letter").takes(SUMMIT, "issue_default_notice")
    case.takes(PORTFOLIO, "approve_press_statement", summary="nobody new for now")
    case.takes(CCG_LEAD, "approve_press_statement").takes(DASS, "approve_press_statement")
    case.takes(DASS, "hold_readiness_meeting", **MEETING)
    closing_home(reviewed(case))
    return case.asks(CARE, ListPeople(people=("R12", "R13")))


@cache
def _told() -> dict[str, Story]:
    return {"whole": _everything(), "plan": reviewed(plan_running())}


def _story(name: str) -> Story:
    return _told()["plan" if name in {"action_plan", "review_notice"} else "whole"]


def test_these_are_the_papers_that_the_document_names() -> None:
    """BLA-FM-01 to FM-13, BLA-RP-01 to RP-03: eighteen."""
    assert sorted(DEFINED) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_paper_is_made_from_a_case(name: str) -> None:
    """BLA-FM-01 to FM-11, BLA-NT-02, BLA-NT-04, BLA-NT-09, BLA-NT-15, BLA-NT-17, BLA-NT-18."""
    paper = made(_story(name), name)
    assert "Elm House" in paper.title
    assert b"Elm House" in laid_out(paper, "html")
    assert DEFINED[name].requirement


@pytest.mark.parametrize("name", [one for one in NAMES if one != "decision_log"])
def test_a_paper_about_what_has_not_happened_is_refused(name: str) -> None:
    """BLA-NT-17: no letter of a suspension that nobody decided, and so with each of them."""
    with pytest.raises(Refusal, match="cannot be made yet"):
        made(indicated(), name)


def test_a_closure_plan_prints_all_thirty_nine_lines() -> None:
    """BLA-FM-08, BLA-HC-01 to HC-39, BLA-TL-05: with the day on which the home should close."""
    told = words(made(_story("home_closure_plan"), "home_closure_plan"))
    assert "39" in told
    assert "unreadable" in told
    assert "30 June 2026" in told


def test_residents_and_families_are_told_no_reasons_and_named_nowhere() -> None:
    """BLA-NT-18, BLA-RO-26: what is said of the provider waits for three approvals."""
    letter = words(made(_story("suspension_letter_to_people"), "suspension_letter_to_people"))
    assert "as the panel found" not in letter
    assert "do not have to move" in letter
    assert "R12" not in letter


def test_a_provider_is_not_told_how_a_concern_came_in() -> None:
    """BLA-RS-10, BLA-SR-10: the warning says what the concern is and not who raised it."""
    letter = words(made(_story("warning_letter"), "warning_letter"))
    assert "three managers" in letter
    assert "Recorded by" not in letter


def test_the_audit_trail_says_so_where_no_plan_was_agreed() -> None:
    """BLA-RP-01, BLA-PL-05: and prints each line and its fate where one was."""
    without = considering_termination(chosen("termination"))
    assert "No Action Plan was agreed." in words(made(without, "audit_trail"))
    assert "audit each round" in words(made(considering_termination(), "audit_trail"))


def test_the_notice_of_a_review_says_what_must_follow_once_that_is_decided() -> None:
    """BLA-NT-02, BLA-RO-19: outcome and further action, in writing."""
    case = reviewed(plan_running())
    assert "two more audits" not in words(made(case, "review_notice"))
    case.takes(TEAM, "decide_further_action", next_step="two more audits")
    assert "two more audits" in words(made(case, "review_notice"))
