"""Derby's provider failure: triggers, telling the leads, verifying, activation."""

import pytest
from derby_case import (
    DIRECTOR,
    FAILED,
    HEAD_ADULTS,
    HEAD_INTEGRATED,
    HEAD_SAFEGUARDING,
    OPERATIONAL_HEAD,
    QMO,
    STAFF,
    VERIFIER,
    amber,
    answered,
    decommissioned,
    failure_reported,
    final_plan,
    leads_told,
    red,
    triggered,
)

from concerns.commands.discharge_duty import DischargeDuty
from concerns.commands.issue import Issue
from concerns.procedures.reader import library
from concerns.vocabulary import Rag

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
    """DER-ST-18, DER-RO-21, DER-RO-27, DER-RO-29, DER-NT-12, AMB-DER-06."""
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


@pytest.mark.parametrize(("duty", "how"), [("telephone_head", "e-mail"), ("email_head", "post")])
def test_a_failure_is_told_in_the_way_the_document_names(duty: str, how: str) -> None:
    """DER-NT-01, DER-NT-02: by telephone first, then by e-mail; another way does not count."""
    case = failure_reported()
    refusal = case.refused(STAFF, Issue(duty=case.duty(duty), how=how))
    assert (refusal.where, bool(refusal.clause)) == ("how", True)


def test_both_leads_are_told_at_once_by_telephone_and_in_writing() -> None:
    """DER-TL-01, DER-NT-01, DER-NT-02: on Monday 2 March 2026."""
    case = failure_reported()
    told = {"telephone_head", "telephone_director", "email_head", "email_director"}
    due = {one.key: one.due for one in case.case.duties.values() if one.key in told}
    assert due == dict.fromkeys(told, "2026-03-02")
    refusal = case.refused(QMO, DischargeDuty(duty=case.duty("telephone_head"), how="rang"))
    assert "DER-NT-03" in refusal.clause


def test_a_failure_is_verified_once_both_leads_have_answered() -> None:
    """DER-ST-27, DER-RO-35, DER-NT-06, DER-TL-02, DER-PF-1, DER-PF-2."""
    early = failure_reported().refuses(
        VERIFIER, "verify_failure", choices=FAILED, verified_with="CQC"
    )
    assert "DER-ST-27" in early.clause
    case = leads_told()
    by_staff = case.refuses(STAFF, "verify_failure", choices=FAILED, verified_with="CQC")
    assert by_staff.kind == "not your role"
    unsaid = case.refuses(VERIFIER, "verify_failure", verified_with="CQC")
    assert unsaid.where.startswith("choices.")
    case.takes(VERIFIER, "verify_failure", choices=FAILED, verified_with="CQC and the owner")
    assert case.case.duties[case.duty("failure_meeting_called")].due == "2026-03-02"
    case.asks(HEAD_INTEGRATED, DischargeDuty(duty=case.duty("decide_other_contacts"), how="listed"))


def test_alleged_abuse_goes_to_the_head_of_safeguarding() -> None:
    """DER-NT-07, DER-RO-36."""
    case = failure_reported().takes(STAFF, "report_abuse_in_failure", summary="bruises")
    case.asks(STAFF, Issue(duty=case.duty("tell_head_safeguarding_of_abuse"), how="telephone"))
    alerts = DischargeDuty(duty=case.duty("make_safeguarding_alerts"), how="three alerts made")
    assert case.refused(STAFF, alerts).kind == "not your role"
    case.asks(HEAD_SAFEGUARDING, alerts)
