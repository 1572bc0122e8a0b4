"""Lambeth, Step 5: closing, the board, a review afterwards."""

from typing import Any

from lambeth_case import (
    CARE,
    CHAIR,
    COMMISSIONER,
    LEAD,
    MEETING,
    PROOF,
    QUALITY,
    answered,
    assuring,
    closed,
    closing,
    due,
    enquiring,
    initiate,
    monitored,
    owed,
    quality_tested,
    ready_to_close,
    reported,
    tell,
)

from concerns.commands.command import DepartureAsked
from concerns.commands.discharge_duty import DischargeDuty
from concerns.commands.issue import Issue
from given import Story

LASTING: dict[str, Any] = {"attained": True, "sustainable": True, "feedback": "nights are calmer"}
UNASKED = DepartureAsked(reason="nobody had agreed a review")
REVIEW_ON = {"review_on": "2026-09-01"}


def under_review() -> Story:
    """Closed and reported, with a review agreed for Tuesday 1 September 2026."""
    case = reported().takes(CHAIR, "record_no_exercise_wanted")
    return case.takes(CHAIR, "agree_post_closure_review", **REVIEW_ON)


def test_the_process_ends_at_a_meeting_with_the_provider_on_evidence() -> None:
    """LAM-ST-17, LAM-S5-01, LAM-MT-12: held first; no evidence, no closing."""
    case = quality_tested(assuring()).takes(QUALITY, "verify_improvement", **LASTING)
    assert (
        "closing meeting with the provider” must come first" in case.refused(CHAIR, closing()).why
    )
    empty: dict[str, Any] = MEETING | {"outputs": []}
    assert case.refuses(CHAIR, "hold_closing_meeting", **empty).where == "outputs"
    case.takes(CHAIR, "hold_closing_meeting", **MEETING)
    assert case.refused(CHAIR, closing(evidence=())).where == "evidence"
    assert case.refused(LEAD, closing()).kind == "not your role"
    case.asks(CHAIR, closing("close_process"))
    assert (case.case.stage, case.case.closed) == ("closed_reporting", False)
    assert case.last[0].evidence == (PROOF,)


def test_the_chair_gives_notice_in_writing() -> None:
    """LAM-NT-12, LAM-RO-17: to the provider and the other parties; by nobody else."""
    case = closed()
    assert owed(case, "letter") == {
        "closing_letter_provider",
        "closing_letter_parties",
        "closing_letter_cqc",
    }
    letter = Issue(duty=case.duty("closing_letter_provider"), how="recorded post")
    assert case.refused(LEAD, letter).kind == "not your role"
    tell(case, CHAIR, *owed(case, "letter"))
    assert owed(case, "letter") == set()


def test_the_regulator_hears_of_the_end_where_it_heard_of_the_beginning() -> None:
    """LAM-NT-12, AMB-LAM-10: the same condition at both ends."""
    assert "closing_letter_cqc" not in owed(closed(registered=False), "letter")
    unregistered = quality_tested(assuring(registered=False))
    unregistered.takes(QUALITY, "verify_improvement", **LASTING)
    unmet = unregistered.refused(CHAIR, closing("close_process_unregistered"))
    assert "must come first" in unmet.why
    unregistered.takes(CHAIR, "hold_closing_meeting", **MEETING)
    unshown = unregistered.refused(CHAIR, closing("close_process_unregistered", evidence=()))
    assert unshown.where == "evidence"
    assert "registered with cqc" in unregistered.refused(CHAIR, closing("close_process")).why
    registered = ready_to_close().refused(CHAIR, closing("close_process_unregistered"))
    assert "registered with cqc" in registered.why


def test_people_know_where_to_take_a_later_concern() -> None:
    """LAM-S5-02: made sure of before the case is concluded."""
    case = closed()
    duty = case.duty("confirm_where_to_turn")
    case.asks(CARE, DischargeDuty(duty=duty, how="a card in each room"))
    assert "confirm_where_to_turn" not in owed(case)


def test_the_boards_report_has_five_parts() -> None:
    """LAM-ST-18, LAM-RP-01, LAM-NT-13, X-DF-16: one that is missing is named."""
    case = answered(closed(), "board_report", "yes", "1", "2", "3", "4")
    answered(case, "board_report", "no", "5")
    refusal = case.refuses(CHAIR, "report_to_board", summary="five falls")
    assert refusal.why.endswith("is not satisfied: 5")
    answered(case, "board_report", "yes", "5")
    assert case.refuses(LEAD, "report_to_board", summary="five falls").kind == "not your role"
    case.takes(CHAIR, "report_to_board", summary="five falls")
    assert case.case.stage == "closed_reported"
    assert case.last[0].model_dump()["to"] == ("Lambeth Safeguarding Adults Board",)


def test_the_board_considers_lessons_and_its_answer_is_recorded() -> None:
    """LAM-RP-02, AMB-LAM-12: an exercise that it wants is followed to its result."""
    lessons = {"lessons": "ask about nights sooner"}
    case = reported()
    assert "“Record whether the board wants" in case.refuses(CHAIR, "conclude").why
    assert "must come first" in case.refuses(CHAIR, "record_lessons", **lessons).why
    case.takes(CHAIR, "record_exercise_wanted")
    assert "“Record what came of" in case.refuses(CHAIR, "conclude").why
    case.takes(CHAIR, "record_lessons", **lessons).takes(CHAIR, "conclude")
    assert (case.case.stage, case.case.closed) == ("concluded", True)


def test_closed_is_not_concluded_while_anything_is_open() -> None:
    """LAM-ST-18, LAM-ST-17: feedback and notices come after closing, so the record stays open."""
    case = closed()
    assert "conclude" not in case.permitted(CHAIR)
    assert "is a step from" in case.refuses(CHAIR, "conclude").why
    assert "record_exercise_wanted" not in case.permitted(CHAIR)
    other = reported(registered=False).takes(CHAIR, "record_no_exercise_wanted")
    assert other.takes(CHAIR, "conclude").case.closed


def test_a_review_after_closing_may_be_agreed() -> None:
    """LAM-ST-19, LAM-PL-09, AMB-LAM-09: for a day; Tuesday 1 September 2026."""
    case = under_review()
    assert due(case, "post_closure_review") == "2026-09-01"
    assert case.refuses(CHAIR, "conclude").departure
    assert reported().refuses(CHAIR, "agree_post_closure_review").where == "review_on"
    early = ready_to_close().refuses(CHAIR, "agree_post_closure_review", **REVIEW_ON)
    assert "is a step from" in early.why
    assert closed().takes(CHAIR, "agree_post_closure_review", **REVIEW_ON)


def test_a_review_that_finds_nothing_ends_and_the_case_is_concluded() -> None:
    """LAM-ST-19, AMB-LAM-09: reviewed first."""
    case = under_review().at(2026, 9, 1)
    assert "must come first" in case.refuses(CHAIR, "end_post_closure_review").why
    case.takes(COMMISSIONER, "hold_post_closure_review", "no falls in three months")
    assert "post_closure_review" not in {one.key for one in case.case.duties.values()}
    again = under_review().takes(CHAIR, "hold_post_closure_review")
    again.takes(CHAIR, "agree_post_closure_review", **REVIEW_ON)
    again.takes(CHAIR, "end_post_closure_review")
    assert "post_closure_review" not in {one.key for one in again.case.duties.values()}
    assert again.refuses(CHAIR, "hold_post_closure_review").departure
    unagreed = closed().takes(CHAIR, "hold_post_closure_review", departure=UNASKED)
    assert "only while" in unagreed.refuses(CHAIR, "end_post_closure_review").why
    case.takes(CHAIR, "end_post_closure_review")
    assert "only while" in case.refuses(CHAIR, "escalate_after_closing").why
    assert case.takes(CHAIR, "conclude").case.closed


def test_a_review_that_finds_something_has_the_process_considered_again() -> None:
    """LAM-ST-19, LAM-PL-09, AMB-LAM-09: limits and duties then begin anew, five working days on.

    Escalated and initiated again on Tuesday 1 September 2026; due Tuesday 8 September.
    """
    case = under_review().at(2026, 9, 1)
    assert case.refuses(CHAIR, "escalate_after_closing").departure
    case.takes(CHAIR, "hold_post_closure_review", "two falls in August")
    case.takes(CHAIR, "agree_post_closure_review", **REVIEW_ON)
    case.takes(CHAIR, "escalate_after_closing")
    assert (case.case.stage, case.case.overlays) == ("considered", set())
    assert "post_closure_review" not in {one.key for one in case.case.duties.values()}
    assert due(initiate(case), "check_welfare") == "2026-09-08"


def test_the_process_is_closed_only_after_quality_was_assured() -> None:
    """LAM-ST-17: not from the enquiries, and not from the plan."""
    for case in (enquiring(), monitored()):
        assert "is a step from" in case.refused(CHAIR, closing()).why
