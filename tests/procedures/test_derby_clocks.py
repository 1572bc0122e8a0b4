"""Derby's time limits, by date: weekends, bank holidays, short months and the turn of a year."""

from typing import Any

import pytest
from derby_case import (
    CARA,
    DIRECTOR,
    FAILED,
    FAILURE_PLAN,
    HEAD_ADULTS,
    HEAD_INTEGRATED,
    LINE,
    MEETING,
    PAUL,
    QMO,
    STAFF,
    VERIFIER,
    breached,
    crm_appointed,
    failure_meeting_held,
    leads_told,
    on_paper,
    red,
    scored,
    suspended,
    triggered,
)

from concerns.events import RiskScored
from concerns.procedures.reader import library
from given import Story, opening, story

DERBY = library()["derby"]
DAYS = [
    (2026, 3, 2),  # Monday
    (2026, 3, 7),  # Saturday
    (2026, 3, 8),  # Sunday
    (2026, 4, 3),  # Good Friday
    (2026, 4, 6),  # Easter Monday
    (2026, 12, 25),  # Friday, Christmas Day
    (2026, 12, 31),  # Thursday, the last day of the year
    (2027, 1, 1),  # Friday, New Year's Day
]
"""Days on which somebody may have to act at once: none of them is put off to a working day."""


def due(case: Story, key: str) -> str | None:
    """When the open duty or time limit of a kind is due."""
    return case.case.duties[case.duty(key)].due


# --- at once --------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", DAYS)
def test_both_leads_are_told_the_same_day(day: tuple[int, int, int]) -> None:
    """DER-TL-01, DER-NT-01, DER-NT-02: a failure on a Sunday is told on that Sunday."""
    case = red().at(*day).takes(STAFF, "report_failure", summary="wages were not paid")
    told = ("telephone_head", "telephone_director", "email_head", "email_director")
    assert {due(case, key) for key in told} == {case.now.date().isoformat()}


@pytest.mark.parametrize("day", DAYS)
def test_the_failure_meeting_is_called_the_same_day(day: tuple[int, int, int]) -> None:
    """DER-TL-02: from the verification on; it need not be held that day."""
    case = leads_told().at(*day)
    case.takes(VERIFIER, "verify_failure", choices=FAILED, verified_with="CQC")
    assert due(case, "failure_meeting_called") == case.now.date().isoformat()


@pytest.mark.parametrize("day", DAYS)
def test_each_manager_calls_a_meeting_as_soon_as_the_process_starts(
    day: tuple[int, int, int],
) -> None:
    """DER-TL-03, DER-TL-04, DER-CRM-D1, DER-PFM-D1."""
    case = breached().takes(HEAD_INTEGRATED, "take_legal_advice", advice="it may end").at(*day)
    agreed = {"agreed_after_legal_advice": True}
    case.takes(HEAD_INTEGRATED, "instigate_process_1", choices=agreed)
    assert due(case, "crm_convenes_meeting") == case.now.date().isoformat()
    case = triggered().at(*day)
    case.takes(DIRECTOR, "activate_provider_failure", in_liaison_with="both")
    assert due(case, "pfm_convenes_meeting") == case.now.date().isoformat()


@pytest.mark.parametrize("day", DAYS)
def test_key_details_are_asked_for_the_same_day(day: tuple[int, int, int]) -> None:
    """DER-TL-13: softly, for they come as they can be had."""
    case = story("derby").at(*day).asks(QMO, opening("derby"))
    assert due(case, "fill_in_key_details") == case.now.date().isoformat()


@pytest.mark.parametrize(
    ("duty", "clock"),
    [
        ("telephone_head", "tell_leads_at_once"),
        ("email_director", "tell_leads_at_once"),
        ("fill_in_key_details", "key_details_at_once"),
    ],
)
def test_what_must_be_done_at_once_has_no_days(duty: str, clock: str) -> None:
    """DER-TL-01, DER-TL-13: nought days, not one."""
    assert DERBY.duties[duty].within == clock
    assert (DERBY.clocks[clock].length, DERBY.clocks[clock].unit) == (0, "days")


# --- three and six months after the lifting -------------------------------------------------------


@pytest.mark.parametrize(
    ("lifted", "three", "six"),
    [
        ("2026-03-02", "2026-06-02", "2026-09-02"),  # Monday; Tuesday; Wednesday
        ("2026-09-25", "2026-12-25", "2027-03-25"),  # Friday; Christmas Day; Maundy Thursday
        ("2026-10-01", "2027-01-01", "2027-04-01"),  # Thursday; New Year's Day; Thursday
        ("2026-11-07", "2027-02-07", "2027-05-07"),  # Saturday; Sunday; Friday
        ("2026-11-30", "2027-02-28", "2027-05-30"),  # Monday; February is short; Sunday
        ("2026-08-31", "2026-11-30", "2027-02-28"),  # bank holiday; November and February are short
        ("2027-11-30", "2028-02-29", "2028-05-30"),  # Tuesday; the Tuesday of a leap year; Tuesday
    ],
)
def test_a_restriction_is_looked_at_again_from_the_lifting_on(
    lifted: str, three: str, six: str
) -> None:
    """DER-TL-10, DER-ST-15, AMB-DER-10: months by date, on whatever day of the week they end."""
    case = suspended().asks(HEAD_ADULTS, on_paper("recommend_lifting")).at(2028, 1, 3)
    case.takes(DIRECTOR, "lift_suspension_into_restriction", occurred=lifted)
    case.takes(HEAD_ADULTS, "set_restriction", terms="two a week")  # much later: it counts nothing
    assert due(case, "restriction_three_months") == three
    assert due(case, "restriction_six_months") == six


def test_each_review_of_a_restriction_ends_its_own_limit() -> None:
    """DER-TL-10, DER-ST-15: and none is possible where no restriction is."""
    case = suspended().asks(HEAD_ADULTS, on_paper("recommend_lifting"))
    assert case.refuses(QMO, "review_restriction_at_three_months").clause
    case.takes(DIRECTOR, "lift_suspension_into_restriction")
    case.at(2026, 6, 2).takes(QMO, "review_restriction_at_three_months")
    left = {one.key for one in case.case.duties.values() if one.kind == "time limit"}
    assert left == {"restriction_six_months"}
    case.at(2026, 9, 2).takes(QMO, "review_restriction_at_six_months")
    assert not [one for one in case.case.duties.values() if one.kind == "time limit"]


def test_a_lifting_without_a_day_starts_no_months() -> None:
    """DER-TL-10: some time in February is no day to count from."""
    case = suspended().asks(HEAD_ADULTS, on_paper("recommend_lifting"))
    refusal = case.refuses(DIRECTOR, "lift_suspension_into_restriction", occurred="2026-02")
    assert (refusal.where, "known to the day" in refusal.why) == ("occurred", True)


# --- dates that a meeting sets --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("deadline", "again"),
    [
        ("2026-03-20", "2026-03-23"),  # Friday, Monday
        ("2026-04-05", "2026-04-06"),  # Easter Sunday, Easter Monday: as agreed
        ("2026-12-31", "2027-01-04"),  # Thursday, Monday of the next year
    ],
)
def test_the_final_action_plan_runs_until_the_day_agreed(deadline: str, again: str) -> None:
    """DER-TL-05, DER-MT-06: absolute, and never moved to a working day."""
    case = crm_appointed().takes(CARA, "call_process_1_meeting", on="2026-03-09").at(2026, 3, 9)
    case.takes(CARA, "hold_process_1_meeting", **MEETING)
    details: dict[str, Any] = {"deadline": deadline, "items": [LINE], "follow_up_on": again}
    case.takes(CARA, "agree_final_action_plan", **details)
    limit = case.case.duties[case.duty("final_action_plan_deadline")]
    assert (limit.due, limit.firmness) == (deadline, "absolute")
    assert due(case, "process_1_follow_up") == again


@pytest.mark.parametrize(
    ("end", "meeting"),
    [
        ("2026-06-01", "2026-04-01"),  # Monday, Wednesday
        ("2027-01-01", "2026-12-26"),  # New Year's Day, Saturday
    ],
)
def test_the_failure_has_an_end_date_to_be_managed(end: str, meeting: str) -> None:
    """DER-TL-16, DER-MT-11: soft, because it is managed; the next meeting has its day."""
    active = triggered().takes(DIRECTOR, "activate_provider_failure", in_liaison_with="both")
    plan = {**FAILURE_PLAN, "end_date": end, "progress_meeting_on": meeting}
    case = failure_meeting_held(active).takes(PAUL, "agree_failure_plan", **plan)
    limit = case.case.duties[case.duty("failure_end_date")]
    assert (limit.due, limit.firmness) == (end, "soft")
    assert due(case, "failure_progress_meeting") == meeting


@pytest.mark.parametrize("on", ["2026-03-09", "2026-03-14", "2026-12-28"])
def test_submissions_are_due_with_the_meeting(on: str) -> None:
    """DER-TL-15: of a Monday, a Saturday, or the Monday that stands in for Boxing Day."""
    case = crm_appointed().takes(CARA, "call_process_1_meeting", on=on)
    assert due(case, "submissions_before_meeting") == on


# --- how old a visit is ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "visited", "suggested"),
    [
        ((2025, 8, 29), "2024-02-29", "green"),  # Friday, eighteen months from a leap day
        ((2025, 8, 30), "2024-02-29", None),  # Saturday
        ((2026, 2, 28), "2024-02-29", None),  # Saturday, two years from it
        ((2026, 3, 1), "2024-02-29", "amber"),  # Sunday
        ((2027, 1, 1), "2025-07-01", "green"),  # New Year's Day
        ((2027, 1, 2), "2025-07-01", None),  # Saturday
    ],
)
def test_a_visit_ages_by_months(
    today: tuple[int, int, int], visited: str, suggested: str | None
) -> None:
    """DER-TL-08, DER-TL-09, AMB-DER-11: over leap days and the year's end."""
    (found,) = scored(
        story("derby").at(*today).asks(QMO, opening("derby")), last_visit=visited
    ).last
    assert isinstance(found, RiskScored)
    assert found.suggested == suggested


def test_no_term_is_set_where_the_document_sets_none() -> None:
    """DER-TL-11, DER-TL-14, DER-TL-19: temporary duty, the team's own dates, an unknown failure."""
    lengths = {key: one.length for key, one in DERBY.clocks.items() if one.length}
    assert lengths == {"restriction_three_months": 3, "restriction_six_months": 6}
    assert {one.unit for one in DERBY.clocks.values()} == {"days", "months", None}
