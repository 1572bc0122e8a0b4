"""Derby's provider failure: triggers, telling the leads, activation and Process 2."""

from typing import Any

import pytest
from derby_case import (
    CARA,
    DIRECTOR,
    FAILURE_PLAN,
    HEAD_ADULTS,
    HEAD_INTEGRATED,
    HEAD_SAFEGUARDING,
    MEETING,
    OPERATIONAL_HEAD,
    PAUL,
    QMO,
    SENIOR_QMO,
    STAFF,
    VERIFIER,
    amber,
    answered,
    debriefing,
    decommissioned,
    failure_active,
    failure_meeting_held,
    failure_plan_running,
    failure_reported,
    final_plan,
    leads_told,
    red,
    suspended,
    triggered,
    with_pfm,
)

from concerns.commands.discharge_duty import DischargeDuty
from concerns.commands.issue import Issue
from concerns.procedures.reader import library
from concerns.vocabulary import Rag
from given import officer, person

DERBY = library()["derby"]
RED = Rag(colour="red", scheme="derby")


TRIGGERS = [
    ("receive_trigger_ii", "regulated_and_registered_in_derby"),
    ("receive_trigger_iii", "regulated_provider"),
    ("receive_trigger_iv", "continuity_plan_unable_or_failed"),
]


@pytest.mark.parametrize(("step", "choice"), TRIGGERS)
def test_a_trigger_leads_straight_to_activation(step: str, choice: str) -> None:
    """DER-ST-25, DER-TR-ii, DER-TR-iii, DER-TR-iv, DER-TR-x: one is enough, without Process 1."""
    case = triggered(step, choice)
    assert (case.case.stage, case.case.rag) == ("failure_activation", RED)
    not_so = amber().refuses(QMO, step, choices={choice: False}, notified_by="the bank")
    assert not_so.clause == DERBY.steps[step].requirement
    case.takes(DIRECTOR, "activate_provider_failure", in_liaison_with="both heads")
    assert case.case.stage == "process_2"


def test_a_trigger_ends_the_time_limits_of_process_1() -> None:
    """DER-ST-25: failure overtakes it."""
    case = final_plan().takes(
        STAFF, "receive_trigger_iii", choices={"regulated_provider": True}, notified_by="CQC"
    )
    assert [one.key for one in case.case.duties.values() if one.kind == "time limit"] == []


def test_the_director_alone_activates() -> None:
    """DER-ST-26, DER-RO-29, DER-RO-30: in liaison with both heads, who do not sign."""
    for who in (HEAD_INTEGRATED, OPERATIONAL_HEAD, HEAD_ADULTS):
        refusal = triggered().refuses(who, "activate_provider_failure", in_liaison_with="none")
        assert refusal.kind == "not your role"
        assert "DER-RO-29" in refusal.clause
    alone = triggered().refuses(DIRECTOR, "activate_provider_failure")
    assert alone.where == "in_liaison_with"
    assert triggered().takes(DIRECTOR, "decline_activation").case.stage == "red"


def test_trigger_i_is_not_activated_by_the_director_alone() -> None:
    """DER-RO-31."""
    refusal = decommissioned().refuses(DIRECTOR, "activate_provider_failure", in_liaison_with="x")
    assert "DER-ST-26" in refusal.clause


def test_the_heads_recommend_failure_and_the_director_decides() -> None:
    """DER-ST-18, DER-RO-21, DER-RO-27, DER-RO-29."""
    assert "DER-ST-18" in amber().refuses(HEAD_ADULTS, "recommend_provider_failure").clause
    case = red().takes(HEAD_INTEGRATED, "recommend_provider_failure")
    case.asks(HEAD_INTEGRATED, Issue(duty=case.duty("tell_director_recommendation"), how="e-mail"))
    assert case.refuses(HEAD_INTEGRATED, "decline_recommendation").clause
    assert case.takes(DIRECTOR, "decline_recommendation").case.stage == "red"


@pytest.mark.parametrize("lead", ["telephone_head", "telephone_director"])
def test_administrative_staff_do_not_acknowledge_a_failure(lead: str) -> None:
    """DER-NT-03 to NT-05, DER-RO-34, DER-RC-19: the lead or a nominated deputy does."""
    case = failure_reported()
    duty = case.duty(lead)
    case.asks(STAFF, Issue(duty=duty, how="telephone"))
    assert duty in case.case.duties
    refusal = case.refused(STAFF, answered(duty, "administrative staff"))
    assert "DER-NT-05" in refusal.clause
    case.asks(STAFF, answered(duty, "a nominated deputy"))
    assert duty not in case.case.duties


def test_both_leads_are_told_at_once_by_telephone_and_in_writing() -> None:
    """DER-TL-01, DER-NT-01, DER-NT-02: on Monday 2 March 2026."""
    case = failure_reported()
    told = {"telephone_head", "telephone_director", "email_head", "email_director"}
    due = {one.key: one.due for one in case.case.duties.values() if one.key in told}
    assert due == dict.fromkeys(told, "2026-03-02")
    refusal = case.refused(QMO, DischargeDuty(duty=case.duty("telephone_head"), how="rang"))
    assert "DER-NT-03" in refusal.clause


def test_a_failure_is_verified_once_both_leads_have_answered() -> None:
    """DER-ST-27, DER-RO-35, DER-NT-06, DER-TL-02."""
    early = failure_reported().refuses(VERIFIER, "verify_failure", verified_with="CQC")
    assert "DER-ST-27" in early.clause
    case = leads_told()
    assert case.refuses(STAFF, "verify_failure", verified_with="CQC").kind == "not your role"
    case.takes(VERIFIER, "verify_failure", verified_with="CQC and the owner")
    assert case.case.duties[case.duty("failure_meeting_called")].due == "2026-03-02"
    case.asks(HEAD_INTEGRATED, DischargeDuty(duty=case.duty("decide_other_contacts"), how="listed"))


def test_alleged_abuse_goes_to_the_head_of_safeguarding() -> None:
    """DER-NT-07, DER-RO-36."""
    case = failure_reported().takes(STAFF, "report_abuse_in_failure", summary="bruises")
    case.asks(STAFF, Issue(duty=case.duty("tell_head_safeguarding_of_abuse"), how="telephone"))
    alerts = DischargeDuty(duty=case.duty("make_safeguarding_alerts"), how="three alerts made")
    assert case.refused(STAFF, alerts).kind == "not your role"
    case.asks(HEAD_SAFEGUARDING, alerts)


WHO_MAY_BE_PFM: list[tuple[str, dict[str, bool]]] = [
    ("appoint_pfm_director", {}),
    ("appoint_pfm_head_safeguarding", {"safeguarding_primary": True}),
    ("appoint_pfm_head_integrated", {"corporate_risk": True}),
    ("appoint_pfm_nominated", {"corporate_risk": False}),
]


@pytest.mark.parametrize(("step", "choices"), WHO_MAY_BE_PFM)
def test_the_failure_manager_is_the_director_or_whom_the_director_names(
    step: str, choices: dict[str, bool]
) -> None:
    """DER-PFM-E1 to E4, AMB-DER-37, DER-PFM-D1, DER-TL-04."""
    who = person("Paul").model_dump()
    refusal = failure_active().refuses(HEAD_ADULTS, step, choices=choices, appointed=who)
    assert refusal.kind == "not your role"
    case = failure_active().takes(DIRECTOR, step, choices=choices, appointed=who)
    assert case.case.duties[case.duty("pfm_convenes_meeting")].due == "2026-03-02"
    case.takes(PAUL, "call_failure_meeting", on="2026-03-03")
    assert case.case.stage == "process_2_meeting"


@pytest.mark.parametrize(("step", "choices"), WHO_MAY_BE_PFM[1:])
def test_the_failure_manager_is_not_appointed_where_the_reason_fails(
    step: str, choices: dict[str, bool]
) -> None:
    """DER-PFM-E2 to E4, AMB-DER-21."""
    other = {key: not answer for key, answer in choices.items()}
    who = person("Paul").model_dump()
    refusal = failure_active().refuses(DIRECTOR, step, choices=other, appointed=who)
    assert refusal.clause == DERBY.steps[step].requirement


def test_the_failure_manager_is_who_was_appointed() -> None:
    """DER-ST-28: not whoever managed Process 1, nor who claims the role."""
    case = with_pfm(failure_active())
    for other in (CARA, officer("Max", "pfm"), DIRECTOR):
        refusal = case.refuses(other, "call_failure_meeting", on="2026-03-03")
        assert "DER-ST-28" in refusal.clause


@pytest.mark.parametrize("output", sorted(FAILURE_PLAN))
def test_the_failure_plan_has_six_outputs(output: str) -> None:
    """DER-MT-11, DER-ST-29, DER-PFM-D2, DER-PFM-D3: leave one out and there is no plan."""
    assert len(FAILURE_PLAN) == 6
    case = failure_meeting_held(failure_active())
    rest: dict[str, Any] = {key: value for key, value in FAILURE_PLAN.items() if key != output}
    assert case.refuses(PAUL, "agree_failure_plan", **rest).where == output
    case.takes(PAUL, "agree_failure_plan", **FAILURE_PLAN)
    assert (case.case.stage, case.case.rag) == ("process_2_running", RED)


def test_what_the_failure_meeting_agreed_is_written_to_members_and_the_provider() -> None:
    """DER-PFM-D6, DER-NT-14, DER-RAG-X4, DER-TR-y: by the manager, and nobody else."""
    case = failure_plan_running(failure_active())
    for letter in ("pfm_confirm_to_members", "pfm_write_to_provider"):
        sent = Issue(duty=case.duty(letter), how="e-mail")
        assert case.refused(DIRECTOR, sent).kind == "not your role"
        case.asks(PAUL, sent)
    assert case.case.rag == RED


def test_the_failure_plan_follows_the_meeting() -> None:
    """DER-ST-29, DER-MT-08 to MT-10, DER-PFM-D7."""
    case = with_pfm(failure_active()).takes(PAUL, "call_failure_meeting", on="2026-03-03")
    assert "DER-ST-29" in case.refuses(PAUL, "agree_failure_plan", **FAILURE_PLAN).clause
    early = with_pfm(failure_active()).refuses(PAUL, "hold_failure_meeting", **MEETING)
    assert "DER-ST-29" in early.clause


def test_failure_ends_after_one_progress_meeting_at_least() -> None:
    """DER-ST-30, DER-ST-31, DER-MT-12."""
    case = failure_plan_running(failure_active())
    refusal = case.refuses(PAUL, "end_provider_failure")
    assert "DER-MT-12" in refusal.clause
    early = failure_meeting_held(failure_active()).refuses(PAUL, "hold_progress_meeting", **MEETING)
    assert "DER-ST-30" in early.clause
    case.takes(PAUL, "hold_progress_meeting", **MEETING)
    case.takes(PAUL, "hold_progress_meeting", **MEETING).takes(PAUL, "end_provider_failure")
    assert case.case.stage == "debrief"


def test_the_failure_manager_briefs_and_tells() -> None:
    """DER-PFM-D4, DER-PFM-D5, DER-NT-16, AMB-DER-31: without condition, unlike Process 1."""
    case = with_pfm(failure_active())
    case.asks(PAUL, Issue(duty=case.duty("pfm_tell_communications"), how="e-mail"))
    brief = DischargeDuty(duty=case.duty("pfm_brief_directors_and_heads"), how="each Friday")
    assert case.refused(DIRECTOR, brief).kind == "not your role"
    case.asks(PAUL, brief).takes(PAUL, "take_pfm_advice", advice="the transfer rules apply")


def test_the_case_closes_after_the_lessons_report() -> None:
    """DER-ST-32, DER-MT-19."""
    case = debriefing(failure_active())
    assert case.case.rag is None
    report: dict[str, Any] = {"summary": "who, when, what", "to": ["Safeguarding Adults Board"]}
    assert "DER-ST-32" in case.refuses(PAUL, "issue_lessons_report", **report).clause
    assert "DER-ST-32" in case.refuses(DIRECTOR, "close_case").clause
    case.takes(DIRECTOR, "hold_lessons_review", lessons="ask for the rota", referred_to_board=True)
    assert case.refuses(PAUL, "issue_lessons_report", summary="who, when").where == "to"
    case.takes(PAUL, "issue_lessons_report", **report)
    case.takes(PAUL, "record_outcome_failure", summary="all moved").takes(DIRECTOR, "close_case")
    assert case.case.closed


@pytest.mark.parametrize(
    "step", ["record_outcome_remedial_work", "record_outcome_suspended", "record_outcome_failure"]
)
def test_one_of_three_outcomes_is_recorded(step: str) -> None:
    """DER-ST-34: with its text."""
    assert suspended().refuses(QMO, step).where == "summary"
    assert suspended().refuses(STAFF, step, summary="done").kind == "not your role"
    suspended().takes(SENIOR_QMO, step, summary="as the report says")
