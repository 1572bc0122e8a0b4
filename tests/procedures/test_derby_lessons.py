"""Derby: how a case ends. Outcomes, debrief, lessons, recommendations, and what holds it open."""

from typing import Any

import pytest
from derby_case import (
    DIRECTOR,
    HEAD_ADULTS,
    MEETING,
    PAUL,
    QMO,
    SENIOR_QMO,
    STAFF,
    alerted,
    debriefing,
    failure_active,
    green,
    open_duties,
    suspended,
    told,
)

from concerns.commands.command import DepartureAsked
from concerns.events import OutcomeRecorded, RecommendationAnswered
from given import Story

CONSIDERED = {"referral_to_board_considered": True}
REPORT: dict[str, Any] = {"summary": "who, when, what", "to": ["Safeguarding Adults Board"]}
LEARNT: dict[str, Any] = {"lessons": "ask for the rota", "referred_to_board": True}
ADVICE: dict[str, Any] = {"number": "1", "recommendation": "rotas monthly", "to": "the ICB"}


def ending() -> Story:
    """In the debrief, with every duty of the failure excused but the debrief itself."""
    case = debriefing(failure_active())
    case.takes(PAUL, "hold_incident_debrief", choices=CONSIDERED, **MEETING)
    return case.clears(DIRECTOR)


def reviewed() -> Story:
    """All agencies reviewed the case."""
    return ending().takes(DIRECTOR, "hold_lessons_review", **LEARNT)


def reported() -> Story:
    """The report went out, and to whom it must go."""
    case = reviewed().takes(PAUL, "issue_lessons_report", **REPORT)
    return told(case, PAUL, "send_lessons_to_agencies", "send_lessons_to_board")


def test_the_case_closes_after_the_lessons_report() -> None:
    """DER-ST-32, DER-RP-06: review, then report, then the end."""
    case = ending()
    assert case.case.rag is None
    assert "DER-ST-32" in case.refuses(PAUL, "issue_lessons_report", **REPORT).clause
    assert "DER-ST-32" in case.refuses(DIRECTOR, "close_case").clause
    case.takes(DIRECTOR, "hold_lessons_review", **LEARNT)
    assert case.refuses(PAUL, "issue_lessons_report", summary="who, when").where == "to"
    assert case.refuses(QMO, "issue_lessons_report", **REPORT).kind == "not your role"
    assert reported().takes(DIRECTOR, "close_case").case.closed


@pytest.mark.parametrize("unsent", ["send_lessons_to_agencies", "send_lessons_to_board"])
def test_a_report_that_was_not_sent_holds_the_case_open(unsent: str) -> None:
    """DER-RP-07: to the groups and managers of each agency, and to the board."""
    case = reviewed().takes(PAUL, "issue_lessons_report", **REPORT)
    sent = {"send_lessons_to_agencies", "send_lessons_to_board"} - {unsent}
    refusal = told(case, PAUL, *sent).refuses(DIRECTOR, "close_case")
    assert "still open" in refusal.why
    assert told(case, PAUL, unsent).takes(DIRECTOR, "close_case").case.closed


def test_a_case_may_close_with_something_open_as_a_departure() -> None:
    """DER-RO-40: what was left is named in it for ever."""
    case = reviewed().takes(PAUL, "issue_lessons_report", **REPORT)
    why = DepartureAsked(reason="the board hears it in person on Friday")
    case.takes(DIRECTOR, "close_case", departure=why)
    taken = case.last[0].departure
    assert taken is not None
    assert any("Safeguarding Adults Board" in rule for rule in taken.rules)


def test_an_incident_has_its_debrief() -> None:
    """DER-MT-19, DER-RP-08, DER-RP-09: with a word on a referral to the board."""
    case = debriefing(failure_active())
    assert "debrief_the_incident" in open_duties(case)
    silent = {"referral_to_board_considered": False}
    refusal = case.refuses(PAUL, "hold_incident_debrief", choices=silent, **MEETING)
    assert "DER-RP-08" in refusal.clause
    empty: dict[str, Any] = {**MEETING, "outputs": []}
    refusal = case.refuses(PAUL, "hold_incident_debrief", choices=CONSIDERED, **empty)
    assert refusal.where == "outputs"
    case.takes(PAUL, "hold_incident_debrief", choices=CONSIDERED, **MEETING)
    assert "debrief_the_incident" not in open_duties(case)


def test_after_any_incident_there_is_a_debrief() -> None:
    """DER-MT-19: not only after a failure."""
    case = suspended().takes(HEAD_ADULTS, "hold_incident_debrief", choices=CONSIDERED, **MEETING)
    assert case.case.stage == "red"
    refusal = suspended().refuses(STAFF, "hold_incident_debrief", choices=CONSIDERED, **MEETING)
    assert refusal.kind == "not your role"


def test_a_review_says_whether_the_board_is_asked() -> None:
    """DER-RP-08: yes or no, never blank."""
    refusal = ending().refuses(DIRECTOR, "hold_lessons_review", lessons="ask for the rota")
    assert refusal.where == "referred_to_board"


@pytest.mark.parametrize("answer", ["accepted", "accepted in part", "refused", "carried out"])
def test_a_recommendation_is_answered(answer: str) -> None:
    """DER-RP-06, DER-ST-32: with its reason, above all a refusal."""
    case = reviewed().takes(PAUL, "make_recommendation", **ADVICE)
    blank = case.refuses(DIRECTOR, "answer_recommendation", " ", number="1", answer=answer)
    assert blank.where == "reason"
    case.takes(DIRECTOR, "answer_recommendation", number="1", answer=answer)
    (found,) = case.last
    assert isinstance(found, RecommendationAnswered)
    assert found.answer == answer


def test_recommendations_follow_the_review() -> None:
    """DER-RP-06: and an answer is to one that was made."""
    assert "DER-RP-06" in ending().refuses(PAUL, "make_recommendation", **ADVICE).clause
    early = reviewed().refuses(DIRECTOR, "answer_recommendation", number="1", answer="accepted")
    assert "DER-RP-06" in early.clause
    case = reviewed().takes(PAUL, "make_recommendation", **ADVICE)
    other = case.refuses(DIRECTOR, "answer_recommendation", number="2", answer="accepted")
    assert (other.where, "1" in other.why) == ("number", True)
    perhaps = case.refuses(DIRECTOR, "answer_recommendation", number="1", answer="perhaps")
    assert perhaps.where == "answer"


OUTCOMES = {
    "record_outcome_remedial_work": "remedial work with the provider",
    "record_outcome_suspended": "suspension of the provider, with remedial work",
    "record_outcome_failure": "failure of the provider",
}


@pytest.mark.parametrize("step", OUTCOMES)
def test_one_of_three_outcomes_is_recorded(step: str) -> None:
    """DER-ST-34, DER-FM-20 to DER-FM-22: with its text and its day."""
    assert suspended().refuses(QMO, step).where == "text"
    assert suspended().refuses(STAFF, step, text="done").kind == "not your role"
    case = (
        suspended()
        .at(2026, 5, 5)
        .takes(SENIOR_QMO, step, text="as the report says", occurred="2026-05-04")
    )
    (found,) = case.last
    assert isinstance(found, OutcomeRecorded)
    assert (found.outcome, found.occurred.text) == (OUTCOMES[step], "2026-05-04")
    mistyped = suspended().refuses(QMO, step, text="done", outcome="closure")
    assert mistyped.where == "outcome"


def test_a_concern_that_stayed_green_ends_there() -> None:
    """DER-RO-13: once what it asked for is done; an alert has no such end."""
    assert "DER-RO-13" in alerted().refuses(QMO, "close_at_green").clause
    case = green()
    assert len(case.case.duties) == 3
    told(case, QMO, "tell_social_workers_status", "tell_senior_qmo_status")
    details = case.refuses(QMO, "close_at_green")
    assert "key details" in details.why
    case.clears(SENIOR_QMO).takes(QMO, "close_at_green")
    assert case.case.closed
