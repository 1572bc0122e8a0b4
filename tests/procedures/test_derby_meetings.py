"""Derby: meetings beside the two processes, support for customers, and confidences."""

from typing import Any

import pytest
from derby_case import (
    CARA,
    DIRECTOR,
    FINANCE,
    HEAD_ADULTS,
    HEAD_INTEGRATED,
    LEAD,
    MEETING,
    OPERATIONAL,
    PAUL,
    QMO,
    STAFF,
    amber,
    crm_appointed,
    failure_active,
    open_duties,
    process_1,
    red,
    red_recommended,
    told,
    with_pfm,
)

from concerns.commands.discharge_duty import DischargeDuty
from concerns.commands.issue import Issue
from concerns.events import InformationWithheld, MeetingHeld, NoticeExchanged, OptionsChosen
from concerns.procedures.reader import library

WHO_PAYS = {"chair_confirmed": True, "members_follow_who_pays": True}
GROUP: dict[str, Any] = {"on": "2026-03-09", "invited": ["DCC", "ICB"]}
CLEAR = {"management_present": True, "agency_roles_clear": True}


@pytest.mark.parametrize("who", [QMO, HEAD_ADULTS, LEAD])
def test_the_provider_and_its_owners_are_met_early(who: Any) -> None:
    """DER-MT-16: at any stage, by whoever deals with the provider, with what came out."""
    (found,) = amber().takes(who, "meet_the_provider", **MEETING).last
    assert isinstance(found, MeetingHeld)
    assert found.meeting == "with_the_provider"
    empty: dict[str, Any] = {**MEETING, "outputs": []}
    assert amber().refuses(who, "meet_the_provider", **empty).where == "outputs"
    assert amber().refuses(STAFF, "meet_the_provider", **MEETING).kind == "not your role"


@pytest.mark.parametrize("step", ["meet_residents", "meet_relatives"])
@pytest.mark.parametrize("unclear", CLEAR)
def test_residents_and_relatives_are_met_with_management(step: str, unclear: str) -> None:
    """DER-MT-17: management is there, and who speaks for which agency is clear."""
    refusal = red().refuses(OPERATIONAL, step, choices={**CLEAR, unclear: False}, **MEETING)
    assert refusal.clause == ("DER-MT-17",)
    assert red().refuses(FINANCE, step, choices=CLEAR, **MEETING).kind == "not your role"
    red().takes(OPERATIONAL, step, choices=CLEAR, **MEETING)


@pytest.mark.parametrize("unsettled", WHO_PAYS)
def test_the_steering_group_has_a_chair_and_the_payers(unsettled: str) -> None:
    """DER-MT-18, DER-FM-04, DER-FM-17, AMB-DER-19: one group under three names."""
    answers = {**WHO_PAYS, unsettled: False}
    refusal = red().refuses(DIRECTOR, "call_steering_group", choices=answers, **GROUP)
    assert "DER-MT-18" in refusal.clause
    nobody = red().refuses(DIRECTOR, "call_steering_group", choices=WHO_PAYS, on="2026-03-09")
    assert nobody.where == "invited"
    early = red().refuses(HEAD_ADULTS, "hold_steering_group", **MEETING)
    assert "must come first" in early.why
    case = red().takes(DIRECTOR, "call_steering_group", choices=WHO_PAYS, **GROUP)
    case.takes(HEAD_ADULTS, "hold_steering_group", **MEETING)
    assert case.refuses(QMO, "hold_steering_group", **MEETING).kind == "not your role"


SUPPORT = ["safe_and_well_checks", "advice", "options", "news", "feedback", "worries", "another"]


def test_support_is_chosen_from_the_list_and_may_be_more() -> None:
    """DER-SR-09 to DER-SR-14, DER-SR-25: the list is not exhaustive."""
    assert list(library()["derby"].lists["customer_support"].items) == SUPPORT
    (found,) = red().takes(OPERATIONAL, "decide_support", chosen=SUPPORT).last
    assert isinstance(found, OptionsChosen)
    assert (found.chosen, len(found.labels)) == (tuple(SUPPORT), 7)
    assert red().refuses(OPERATIONAL, "decide_support", chosen=["gifts"]).where == "chosen"
    assert red().refuses(FINANCE, "decide_support", chosen=["advice"]).kind == "not your role"


def test_worries_are_heard_at_any_stage() -> None:
    """DER-SR-13, DER-SR-14: of people by reference, from the first alert on."""
    heard = {"of": "R4 and her family", "how": "by telephone", "views": "afraid of a move"}
    amber().takes(OPERATIONAL, "hear_people", **heard)
    assert amber().refuses(OPERATIONAL, "hear_people", **{**heard, "views": ""}).where == "views"
    assert amber().refuses(STAFF, "hear_people", **heard).kind == "not your role"


def test_customers_are_told_when_concerns_rise() -> None:
    """DER-NT-22, DER-SR-12: at Red, at Process 1 and at failure; not before."""
    key = "keep_customers_informed"
    assert key not in open_duties(red_recommended())
    for case in (red(), process_1(), failure_active()):
        assert key in open_duties(case)
    case = red()
    done = DischargeDuty(duty=case.duty(key), how="letters and two evenings")
    assert case.refused(QMO, done).kind == "not your role"
    case.asks(HEAD_ADULTS, done)


def test_line_managers_hear_what_it_means_for_other_work() -> None:
    """DER-NT-26, DER-TL-14: and the team sets the dates of the case."""
    case = with_pfm(failure_active())
    by_other = case.refused(QMO, Issue(duty=case.duty("tell_line_managers"), how="e-mail"))
    assert by_other.kind == "not your role"
    told(case, PAUL, "tell_line_managers")
    dates = DischargeDuty(duty=case.duty("set_dates_of_the_case"), how="five dates set")
    assert case.refused(QMO, dates).kind == "not your role"
    case.asks(PAUL, dates)
    assert "tell_line_managers" not in open_duties(process_1())


def test_submissions_are_due_before_the_meeting() -> None:
    """DER-TL-15, DER-MT-02: for the meeting of Monday 9 March 2026; late ones show their day."""
    case = crm_appointed().takes(CARA, "call_process_1_meeting", on="2026-03-09")
    limit = case.case.duties[case.duty("submissions_before_meeting")]
    assert (limit.due, limit.firmness) == ("2026-03-09", "soft")
    case.at(2026, 3, 6).takes(CARA, "receive_submission", group="CQC", summary="two visits")
    assert case.refuses(QMO, "receive_submission", group="CQC", summary="x").kind == "not your role"
    case.at(2026, 3, 9).takes(CARA, "hold_process_1_meeting", **MEETING)
    assert "submissions_before_meeting" not in open_duties(case)


def test_the_provider_agrees_before_its_business_is_laid_open() -> None:
    """DER-SR-06: without its consent nothing goes out that could finish it."""
    shared = {"with_whom": "a possible buyer", "what": "the accounts"}
    refusal = red().refuses(
        LEAD, "share_commercial_information", choices={"provider_consents": False}, **shared
    )
    assert refusal.clause == ("DER-SR-06",)
    unsaid = red().refuses(LEAD, "share_commercial_information", **shared)
    assert unsaid.where == "choices.provider_consents"
    red().takes(LEAD, "share_commercial_information", choices={"provider_consents": True}, **shared)


def test_what_is_kept_back_is_on_record_with_its_ground() -> None:
    """DER-SR-06: and why."""
    kept = {"from_whom": "the press", "what": "the accounts"}
    (found,) = red().takes(DIRECTOR, "keep_commercial_information", **kept).last
    assert isinstance(found, InformationWithheld)
    assert found.ground.startswith("commercial confidentiality")
    assert red().refuses(STAFF, "keep_commercial_information", **kept).kind == "not your role"


def test_the_council_that_pays_may_ask_the_group_to_act() -> None:
    """DER-SR-17: for a customer from out of county; whether it does is said."""
    asked = {"council": "the county", "notice": "act for R7", "their_reference": "C-19"}
    unsaid = red().refuses(HEAD_INTEGRATED, "take_request_of_other_council", **asked)
    assert unsaid.where == "choices.steering_group_acts_for_them"
    acts = {"steering_group_acts_for_them": True}
    (found,) = red().takes(LEAD, "take_request_of_other_council", choices=acts, **asked).last
    assert isinstance(found, NoticeExchanged)
    assert (found.direction, found.their_reference) == ("received from", "C-19")
    refusal = red().refuses(STAFF, "take_request_of_other_council", choices=acts, **asked)
    assert refusal.kind == "not your role"
