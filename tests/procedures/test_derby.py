"""Derby's escalation, situation by situation: suspension, breaches, Process 1, failure, Process 2.

Status tool and the moves between Green, Amber and Red: test_derby_status.py.
"""

from collections.abc import Callable
from typing import Any

import pytest
from derby_case import (
    CARA,
    DIRECTOR,
    FAILURE_PLAN,
    HEAD_ADULTS,
    HEAD_INTEGRATED,
    HEAD_SAFEGUARDING,
    LEAD,
    LINE,
    MEETING,
    OPERATIONAL_HEAD,
    PAUL,
    QMO,
    SENIOR_QMO,
    STAFF,
    THREE,
    VERIFIER,
    alerted,
    amber,
    answered,
    breached,
    crm_appointed,
    debriefing,
    decommissioned,
    failure_active,
    failure_meeting_held,
    failure_plan_running,
    failure_reported,
    final_plan,
    first_meeting_held,
    green,
    leads_told,
    lifted,
    process_1,
    reconvened,
    red,
    suspended,
    triggered,
    with_pfm,
)
from given import Story, officer, person

from concerns.commands.command import DepartureAsked
from concerns.commands.discharge_duty import DischargeDuty
from concerns.commands.excuse_duty import ExcuseDuty
from concerns.commands.issue import Issue
from concerns.commands.make_log_entry import MakeLogEntry
from concerns.events import Fact, NeighbourSuspensionReceived, SignatureGiven, UrgentNeedsDecided
from concerns.procedures.reader import library
from concerns.projections import VIEWS, fold
from concerns.vocabulary import Rag

DERBY = library()["derby"]
RED = Rag(colour="red", scheme="derby")
OUTSIDER = officer("Otto", "service_manager")
"""Holds a role that decides nothing."""
NOT_BY_RULE = [key for key, step in DERBY.steps.items() if key != "open_case" and not step.automatic]


@pytest.mark.parametrize("step", NOT_BY_RULE)
def test_no_step_is_open_to_somebody_without_its_role(step: str) -> None:
    """DER-ST-01 to ST-41, DER-RO-06 to RO-39: each transition names who decides, and refuses."""
    choices = dict.fromkeys(DERBY.steps[step].choices, True)
    refusal = alerted().refuses(OUTSIDER, step, choices=choices)
    assert refusal.kind == "not your role"
    assert refusal.clause == DERBY.steps[step].requirement


# --- suspension and lifting ---


def test_suspension_is_recommended_by_report_and_signed_by_the_director() -> None:
    """DER-ST-12, DER-RO-18, DER-RO-28, AMB-DER-24."""
    case = red()
    early = case.refuses(DIRECTOR, "sign_off_suspension", scope="all new placements")
    assert "DER-ST-12" in early.clause
    case.takes(HEAD_ADULTS, "recommend_suspension")
    assert "suspended" not in case.case.overlays
    refusal = case.refuses(HEAD_ADULTS, "sign_off_suspension", scope="all new placements")
    assert "DER-RO-28" in refusal.clause
    case.takes(DIRECTOR, "sign_off_suspension", scope="all new placements")
    assert "suspended" in case.case.overlays


def test_suspension_is_recommended_only_at_red() -> None:
    """DER-ST-12."""
    assert "DER-ST-12" in amber().refuses(HEAD_ADULTS, "recommend_suspension").clause


def test_the_director_may_decline_to_suspend() -> None:
    """DER-RO-28: and each new decision needs a new report."""
    case = red().takes(HEAD_ADULTS, "recommend_suspension")
    assert case.refuses(HEAD_ADULTS, "decline_suspension", rationale_reviewed="x").clause
    case.takes(DIRECTOR, "decline_suspension", rationale_reviewed="the plan is working")
    assert "suspended" not in case.case.overlays
    refusal = case.refuses(DIRECTOR, "decline_suspension", rationale_reviewed="once more")
    assert "DER-ST-12" not in refusal.clause or "must come first" in refusal.why


def test_a_suspended_provider_is_red_until_lifting_is_signed() -> None:
    """DER-ST-11, DER-ST-13, DER-RO-19, DER-RAG-R07."""
    case = suspended()
    assert "DER-ST-11" in case.refuses(HEAD_ADULTS, "de_escalate_to_amber").clause
    assert "DER-ST-13" in case.refuses(DIRECTOR, "lift_suspension").clause
    case.takes(HEAD_ADULTS, "recommend_lifting")
    assert "DER-RO-28" in case.refuses(HEAD_ADULTS, "lift_suspension").clause
    case.takes(DIRECTOR, "lift_suspension")
    assert "suspended" not in case.case.overlays
    case.takes(HEAD_ADULTS, "de_escalate_to_amber")


def test_lifting_can_be_declined_and_is_only_for_the_suspended() -> None:
    """DER-ST-13, AMB-DER-24."""
    assert "DER-RO-19" in red().refuses(HEAD_ADULTS, "recommend_lifting").clause
    case = suspended().takes(HEAD_ADULTS, "recommend_lifting").takes(DIRECTOR, "decline_lifting")
    assert "suspended" in case.case.overlays


@pytest.mark.parametrize("where", [alerted, green, amber])
def test_a_voluntary_suspension_counts_as_an_imposed_one(where: Callable[[], Story]) -> None:
    """DER-ST-14, DER-RAG-X5: Red at once, whatever the level was."""
    assert where().refuses(STAFF, "record_voluntary_suspension", scope="all").kind == "not your role"
    case = where().takes(QMO, "record_voluntary_suspension", scope="all new placements")
    assert (case.case.stage, case.case.rag) == ("red", RED)
    assert "suspended" in case.case.overlays


def test_a_voluntary_suspension_does_not_step_back_from_process_1() -> None:
    """DER-ST-14."""
    case = process_1()
    assert "DER-ST-14" in case.refuses(QMO, "record_voluntary_suspension", scope="all").clause
    case.takes(QMO, "record_voluntary_suspension_later", scope="all")
    assert (case.case.stage, case.case.overlays) == ("process_1", {"suspended"})


@pytest.mark.parametrize("where", [alerted, green, amber])
def test_a_neighbours_care_home_suspension_suspends_by_rule(where: Callable[[], Story]) -> None:
    """DER-ST-35, DER-NT-17, AMB-DER-34: Red by what runs beside the stage; the stage stays."""
    before = where().case.stage
    case = where().takes(LEAD, "suspend_after_neighbour_care_home", neighbour="the county council")
    found = case.last[0]
    assert isinstance(found, NeighbourSuspensionReceived)
    assert found.automatic
    assert (case.case.stage, case.case.rag) == (before, RED)
    case.asks(LEAD, Issue(duty=case.duty("tell_social_care_team_of_neighbour"), how="e-mail"))


def test_the_neighbours_care_home_rule_is_recorded_by_somebody_in_the_procedure() -> None:
    """DER-ST-35: no decision is needed, but nobody from outside writes in the record."""
    stranger = officer("Zed", "dass")
    refusal = alerted().refuses(stranger, "suspend_after_neighbour_care_home", neighbour="county")
    assert refusal.kind == "not your role"
    refusal = alerted().refuses(
        LEAD, "suspend_after_neighbour_care_home", neighbour="county", automatic=False
    )
    assert refusal.where == "automatic"


def test_a_neighbours_home_care_suspension_is_considered() -> None:
    """DER-ST-36, AMB-DER-24: suspending is the Director's, and needs the news first."""
    issues, fits = "missed calls", {"consistent_with_derby_provision": True}
    early = amber().refuses(DIRECTOR, "suspend_after_neighbour", issues=issues, choices=fits)
    assert "DER-ST-36" in early.clause
    case = amber().takes(
        QMO, "receive_neighbour_suspension", neighbour="county", service_type="home care"
    )
    assert case.case.overlays == set()
    refusal = case.refuses(HEAD_ADULTS, "suspend_after_neighbour", issues=issues, choices=fits)
    assert refusal.kind == "not your role"
    unsaid = case.refuses(DIRECTOR, "suspend_after_neighbour", issues=issues)
    assert unsaid.where == "choices.consistent_with_derby_provision"
    case.takes(DIRECTOR, "suspend_after_neighbour", issues=issues, choices=fits)
    assert case.case.rag == RED


def test_a_neighbours_home_care_suspension_may_need_none_here() -> None:
    """DER-ST-36."""
    case = amber().takes(
        QMO, "receive_neighbour_suspension", neighbour="county", service_type="home care"
    )
    case.takes(
        HEAD_ADULTS,
        "do_not_suspend_after_neighbour",
        issues="another branch",
        choices={"consistent_with_derby_provision": False},
    )
    assert case.case.overlays == set()


def test_a_restriction_follows_a_lifted_suspension_for_three_and_six_months() -> None:
    """DER-ST-15, AMB-DER-10, AMB-DER-36: lifted Monday 2 March 2026."""
    assert "DER-ST-15" in red().refuses(HEAD_ADULTS, "set_restriction", terms="two a week").clause
    case = lifted().takes(HEAD_ADULTS, "set_restriction", terms="two admissions a week")
    assert (case.case.stage, case.case.overlays) == ("amber", {"restricted"})
    due = {one.key: one.due for one in case.case.duties.values() if one.counted}
    assert due == {
        "restriction_three_months": "2026-06-02",
        "restriction_six_months": "2026-09-02",
    }
    assert case.refuses(QMO, "de_escalate_to_green").clause
    case.at(2026, 6, 2).takes(QMO, "review_restriction_at_three_months")
    case.at(2026, 9, 2).takes(QMO, "review_restriction_at_six_months")
    case.takes(HEAD_ADULTS, "end_restriction")
    assert case.case.overlays == set()
    assert "DER-ST-15" in case.refuses(HEAD_ADULTS, "end_restriction").clause


# --- breaches and the start of Process 1 ---


def test_breaches_are_notified_counted_and_passed_on() -> None:
    """DER-ST-16, DER-RO-14, DER-RO-23, AMB-DER-25."""
    early = red().refuses(HEAD_ADULTS, "determine_breaches", number=1, level="minor")
    assert "DER-RO-23" in early.clause
    case = red().takes(QMO, "record_breach", notice="first notice")
    assert {"tell_of_breach", "score_again"} <= {one.key for one in case.case.duties.values()}
    wrong = case.refuses(HEAD_ADULTS, "determine_breaches", number=-1, level="minor")
    assert wrong.where == "number"
    case.takes(HEAD_ADULTS, "determine_breaches", number=2, level="serious")
    assert case.refuses(QMO, "pass_on_breach", notice="first notice").kind == "not your role"


def test_process_1_needs_the_breach_and_legal_advice() -> None:
    """DER-ST-17, DER-RO-26, AMB-DER-03."""
    agreed = {"agreed_after_legal_advice": True}
    no_breach = red().refuses(HEAD_INTEGRATED, "take_legal_advice", advice="it may end")
    assert "DER-RO-26" in no_breach.clause
    no_advice = breached().refuses(HEAD_INTEGRATED, "instigate_process_1", choices=agreed)
    assert "Take legal advice" in no_advice.why
    assert "DER-ST-17" in no_advice.clause
    assert process_1().case.stage == "process_1"


def test_process_1_does_not_start_against_the_advice() -> None:
    """DER-ST-17."""
    case = breached().takes(HEAD_INTEGRATED, "take_legal_advice", advice="not strong enough")
    refused = {"agreed_after_legal_advice": False}
    refusal = case.refuses(HEAD_INTEGRATED, "instigate_process_1", choices=refused)
    assert "DER-ST-17" in refusal.clause


# --- Process 1 ---

WHO_MAY_BE_CRM = [
    ("appoint_crm_head_safeguarding", {"safeguarding_primary": True}, False),
    ("appoint_crm_safeguarding_delegate", {"safeguarding_primary": True}, True),
    ("appoint_crm_head_integrated", {"corporate_risk": True}, False),
    ("appoint_crm_lead_commissioner_major", {"corporate_risk": True}, True),
    ("appoint_crm_head_adults", {"corporate_risk": False}, False),
    ("appoint_crm_lead_commissioner", {"corporate_risk": False}, True),
]


@pytest.mark.parametrize(("step", "choices", "delegated"), WHO_MAY_BE_CRM)
def test_the_response_manager_is_appointed_for_a_reason(
    step: str,
    choices: dict[str, bool],
    delegated: bool,  # noqa: FBT001 - a column of the table above
) -> None:
    """DER-CRM-E1 to E3, DER-CRM-D5, AMB-DER-37: only a delegate must brief the Director."""
    who = person("Cara").model_dump()
    other = {key: not answer for key, answer in choices.items()}
    refusal = process_1().refuses(HEAD_INTEGRATED, step, choices=other, appointed=who)
    assert refusal.clause == DERBY.steps[step].requirement
    case = process_1().takes(HEAD_INTEGRATED, step, choices=choices, appointed=who)
    briefs = {one.key for one in case.case.duties.values()} & {"crm_brief_director_and_heads"}
    assert bool(briefs) is delegated
    case.takes(CARA, "call_process_1_meeting", on="2026-03-09")


def test_the_response_manager_is_who_was_appointed_not_who_has_a_token() -> None:
    """DER-CRM-E1, DER-CRM-D1: a role of the case, not of the identity provider."""
    claims = officer("Max", "crm")
    assert process_1().refuses(CARA, "call_process_1_meeting", on="2026-03-09").clause
    case = crm_appointed()
    refusal = case.refuses(claims, "call_process_1_meeting", on="2026-03-09")
    assert refusal.kind == "not your role"
    case.takes(CARA, "call_process_1_meeting", on="2026-03-09")
    assert case.case.stage == "process_1_meeting"


def test_a_new_appointment_takes_the_role_from_the_former() -> None:
    """DER-CRM-E3."""
    case = crm_appointed().takes(
        DIRECTOR,
        "appoint_crm_head_adults",
        choices={"corporate_risk": False},
        appointed=HEAD_ADULTS.person.model_dump(),
    )
    assert case.refuses(CARA, "call_process_1_meeting", on="2026-03-09").kind == "not your role"
    case.takes(HEAD_ADULTS, "call_process_1_meeting", on="2026-03-09")


def test_the_meeting_is_called_at_once() -> None:
    """DER-ST-19, DER-TL-03, DER-CRM-D1: on the day on which Process 1 begins, Monday 2 March."""
    case = crm_appointed()
    assert case.case.duties[case.duty("crm_convenes_meeting")].due == "2026-03-02"
    case.takes(CARA, "call_process_1_meeting", on="2026-03-09", held_how="virtual")
    assert "crm_convenes_meeting" not in {one.key for one in case.case.duties.values()}


def test_submissions_come_before_the_meeting() -> None:
    """DER-MT-02, DER-ST-19."""
    submission = {"group": "Safeguarding", "summary": "two enquiries are open"}
    early = crm_appointed().refuses(CARA, "receive_submission", **submission)
    assert "DER-MT-02" in early.clause
    case = crm_appointed().takes(CARA, "call_process_1_meeting", on="2026-03-09")
    assert case.duty("ask_for_submissions")
    case.takes(CARA, "receive_submission", **submission)


def test_the_meeting_records_who_sat_and_what_came_out() -> None:
    """DER-ST-20, DER-MT-01, DER-MT-03 to MT-06, DER-CRM-D7."""
    case = crm_appointed().takes(CARA, "call_process_1_meeting", on="2026-03-09")
    nothing = {**MEETING, "outputs": []}
    assert case.refuses(CARA, "hold_process_1_meeting", **nothing).where == "outputs"
    nobody = {**MEETING, "present": []}
    assert case.refuses(CARA, "hold_process_1_meeting", **nobody).where == "present"
    case.takes(CARA, "hold_process_1_meeting", **MEETING)
    how = "circulated to everyone invited"
    minutes = case.duty("circulate_process_1_minutes")
    case.asks(officer("Mina", "minute_taker"), DischargeDuty(duty=minutes, how=how))


def test_the_final_action_plan_follows_the_meeting() -> None:
    """DER-ST-20, DER-MT-04, DER-MT-06, DER-CRM-D2, DER-CRM-D3, DER-CRM-D6."""
    details = {"deadline": "2026-03-20", "items": [LINE], "follow_up_on": "2026-03-23"}
    case = crm_appointed().takes(CARA, "call_process_1_meeting", on="2026-03-09")
    assert "DER-ST-20" in case.refuses(CARA, "agree_final_action_plan", **details).clause
    unheard = {"deadline": "2026-03-20", "items": [LINE]}
    refusal = first_meeting_held().refuses(CARA, "agree_final_action_plan", **unheard)
    assert refusal.where == "follow_up_on"
    plan = final_plan().case.plans["final_action_plan"]
    assert plan.absolute
    assert final_plan().duty("crm_write_to_provider")


def test_the_final_deadline_is_neither_extended_nor_excused() -> None:
    """DER-TL-05: absolute. There is no such step, and no departure makes one."""
    case = final_plan()
    deadline = case.case.duties[case.duty("final_action_plan_deadline")]
    assert (deadline.due, deadline.firmness) == ("2026-03-20", "absolute")
    refusal = case.refused(CARA, ExcuseDuty(duty=deadline.id, reason="they try hard"))
    assert "DER-TL-05" in refusal.clause
    departure = DepartureAsked(reason="they try hard")
    for step in ("extend_final_action_plan", "extend_plan"):
        unknown = case.refuses(CARA, step, deadline="2026-04-20", departure=departure)
        assert unknown.where == "step"
    other = case.refuses(HEAD_ADULTS, "extend_action_plan", deadline="2026-04-20")
    assert "the case stands at" in other.why


def test_the_meeting_comes_together_again_and_recommends() -> None:
    """DER-ST-21, DER-ST-22, DER-MT-07, DER-NT-13."""
    assert "DER-ST-22" in final_plan().refuses(CARA, "recommend_escalation").clause
    assert first_meeting_held().refuses(CARA, "reconvene_process_1_meeting", **MEETING).clause
    case = reconvened().takes(CARA, "recommend_escalation")
    confirmed = {"crm_confirm_to_members", "crm_confirm_to_director", "crm_confirm_to_head"}
    assert confirmed <= {one.key for one in case.case.duties.values()}


def test_the_meeting_may_recommend_going_back() -> None:
    """DER-ST-23: to Red or Amber; Amber not while suspended."""
    assert final_plan().refuses(CARA, "recommend_return_to_red").clause
    assert reconvened().takes(CARA, "recommend_return_to_red").case.stage == "red"
    assert reconvened().takes(CARA, "recommend_return_to_amber").case.stage == "amber"
    case = reconvened().takes(QMO, "record_voluntary_suspension_later", scope="all")
    assert "DER-ST-23" in case.refuses(CARA, "recommend_return_to_amber").clause


def test_legal_and_staffing_advice_is_taken_in_process_1() -> None:
    """DER-CRM-D4."""
    assert crm_appointed().takes(CARA, "take_crm_advice", advice="redundancy rules apply")
    refusal = red().refuses(CARA, "take_crm_advice", advice="too early")
    assert "DER-CRM-D4" in refusal.clause


# --- trigger i: three decide ---


def test_decommissioning_takes_all_three() -> None:
    """DER-ST-24, DER-RO-31, AMB-DER-05: two signatures wait, the third decides."""
    case = reconvened().takes(CARA, "recommend_escalation")
    for who in THREE[:2]:
        case.takes(who, "decide_decommissioning", health_leads="agreed")
        assert isinstance(case.last[0], SignatureGiven)
        assert case.case.stage == "trigger_i_decision"
    case.takes(DIRECTOR, "decide_decommissioning", health_leads="agreed")
    assert case.case.stage == "decommissioning_decided"


def test_one_person_in_two_of_the_three_posts_signs_once() -> None:
    """DER-RO-31: never, not even as a departure or on another's behalf."""
    case = reconvened().takes(CARA, "recommend_escalation")
    acting = officer("Ivo", "head_integrated_commissioning", "head_safeguarding", "director")
    case.takes(acting, "decide_decommissioning", health_leads="agreed")
    departure = DepartureAsked(reason="nobody else is here")
    for again in (
        acting,
        HEAD_SAFEGUARDING.model_copy(update={"on_behalf_of": acting.person}),
        acting.model_copy(update={"on_behalf_of": DIRECTOR.person}),
    ):
        refusal = case.refuses(
            again, "decide_decommissioning", health_leads="agreed", departure=departure
        )
        assert "DER-RO-31" in refusal.clause
        assert not refusal.departure


def test_decommissioning_follows_only_on_a_final_concerns_response_meeting() -> None:
    """DER-ST-24, DER-TR-i: from Red by recommendation too."""
    case = red().takes(HEAD_ADULTS, "recommend_provider_failure")
    refusal = case.refuses(DIRECTOR, "decide_decommissioning", health_leads="agreed")
    assert "Final Concerns Response Meeting" in refusal.why
    assert "DER-TR-i" in refusal.clause


def test_what_the_health_leads_said_is_on_record() -> None:
    """DER-RO-33."""
    case = reconvened().takes(CARA, "recommend_escalation")
    for who in THREE[:2]:
        case.takes(who, "decide_decommissioning", health_leads="agreed")
    assert case.refuses(DIRECTOR, "decide_decommissioning").where == "health_leads"


def test_decommissioning_may_be_declined() -> None:
    """DER-ST-24."""
    case = reconvened().takes(CARA, "recommend_escalation")
    assert case.refuses(CARA, "decline_decommissioning").kind == "not your role"
    assert case.takes(HEAD_SAFEGUARDING, "decline_decommissioning").case.stage == "red"


def test_the_same_three_activate_formally() -> None:
    """DER-ST-26, DER-RO-31."""
    case = decommissioned()
    for who in (DIRECTOR, HEAD_INTEGRATED):
        case.takes(who, "activate_after_decommissioning", in_liaison_with="both")
        assert case.case.stage == "decommissioning_decided"
    refusal = case.refuses(DIRECTOR, "activate_after_decommissioning", in_liaison_with="both")
    assert "DER-RO-31" in refusal.clause
    case.takes(HEAD_SAFEGUARDING, "activate_after_decommissioning", in_liaison_with="both")
    assert case.case.stage == "process_2"


# --- triggers ii to iv, and the Director alone ---

TRIGGERS = [
    ("receive_trigger_ii", "regulated_and_registered_in_derby"),
    ("receive_trigger_iii", "regulated_provider"),
    ("receive_trigger_iv", "continuity_plan_unable_or_failed"),
]


@pytest.mark.parametrize(("step", "choice"), TRIGGERS)
def test_a_trigger_leads_straight_to_activation(step: str, choice: str) -> None:
    """DER-ST-25, DER-TR-x: one is enough, from any stage, without Process 1."""
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


# --- telling the leads ---


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
    """DER-ST-27, DER-RO-35, DER-TL-02."""
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


# --- Process 2 ---

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
    """DER-MT-11, DER-ST-29: leave one out and there is no plan."""
    assert len(FAILURE_PLAN) == 6
    case = failure_meeting_held(failure_active())
    rest: dict[str, Any] = {key: value for key, value in FAILURE_PLAN.items() if key != output}
    assert case.refuses(PAUL, "agree_failure_plan", **rest).where == output
    case.takes(PAUL, "agree_failure_plan", **FAILURE_PLAN)
    assert case.case.stage == "process_2_running"


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
    report = {"summary": "who, when, what", "to": ["Safeguarding Adults Board"]}
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


# --- beside the case ---


def test_an_emergency_is_handed_over_and_the_case_goes_on() -> None:
    """DER-ST-37."""
    assert amber().refuses(CARA, "hand_over_emergency", to="emergency planning").clause
    case = amber().takes(STAFF, "hand_over_emergency", to="emergency planning")
    assert (case.case.stage, case.case.closed) == ("amber", False)


FOUR = (
    "registered_provider",
    "unable_to_carry_on",
    "regulated_activity",
    "caused_by_business_failure",
)


@pytest.mark.parametrize("missing", FOUR)
def test_the_temporary_duty_needs_all_four(missing: str) -> None:
    """DER-ST-38, DER-ST-39: and it lasts only as long as the council finds necessary."""
    every = dict.fromkeys(FOUR, True)
    refusal = red().refuses(DIRECTOR, "engage_temporary_duty", choices={**every, missing: False})
    assert "DER-ST-38" in refusal.clause
    assert "DER-ST-39" in red().refuses(DIRECTOR, "end_temporary_duty").clause
    case = red().takes(DIRECTOR, "engage_temporary_duty", choices=every)
    assert "temporary_duty" in case.case.overlays
    assert case.refuses(DIRECTOR, "engage_temporary_duty", choices=every).clause
    assert case.takes(DIRECTOR, "end_temporary_duty").case.overlays == set()


def test_urgent_needs_are_decided_by_three_on_a_risk_assessment() -> None:
    """DER-ST-40, DER-RO-38."""
    assessed: dict[str, Any] = {
        "choices": {"urgent_need": True},
        "risk_assessment": "two at risk tonight",
    }
    case = amber()
    for who in (OPERATIONAL_HEAD, HEAD_SAFEGUARDING):
        case.takes(who, "act_on_urgent_needs", **assessed)
        assert case.case.overlays == set()
    again = case.refuses(OPERATIONAL_HEAD, "act_on_urgent_needs", **assessed)
    assert "DER-RO-38" in again.clause
    unassessed = case.refuses(
        HEAD_INTEGRATED, "act_on_urgent_needs", choices={"urgent_need": True}
    )
    assert unassessed.where == "risk_assessment"
    case.takes(HEAD_INTEGRATED, "act_on_urgent_needs", **assessed)
    assert case.case.overlays == {"urgent_needs"}
    decided = case.last[0]
    assert isinstance(decided, UrgentNeedsDecided)
    assert decided.act


def test_a_step_taken_otherwise_is_a_departure_with_its_reason() -> None:
    """DER-RO-40: officers may interpret flexibly; which rule, and why, is recorded."""
    departure = DepartureAsked(reason="the home closes tonight")
    case = red().takes(
        DIRECTOR, "sign_off_suspension", scope="all new placements", departure=departure
    )
    taken = case.last[0].departure
    assert taken is not None
    assert any("DER-ST-12" in rule for rule in taken.rules)


# --- the managers' logs ---


def _whole() -> Story:
    """From an alert through both processes to the debrief, with entries in the logs."""
    case = final_plan()
    case.asks(CARA, MakeLogEntry(log="request", entry="rotas asked for"))
    case.asks(CARA, MakeLogEntry(log="decision", entry="agency nurses may be used"))
    case.takes(CARA, "reconvene_process_1_meeting", **MEETING).takes(CARA, "recommend_escalation")
    for who in THREE:
        case.takes(who, "decide_decommissioning", health_leads="agreed")
    for who in THREE:
        case.takes(who, "activate_after_decommissioning", in_liaison_with="both")
    failure_plan_running(case)
    case.asks(PAUL, MakeLogEntry(log="action", entry="call the families", owner="Paul"))
    case.takes(PAUL, "hold_progress_meeting", **MEETING).takes(PAUL, "end_provider_failure")
    return case.takes(DIRECTOR, "hold_lessons_review", lessons="ask early", referred_to_board=False)


def _steps_in_log(case: Story, view: str, keeper: str) -> list[str]:
    rows = fold(VIEWS[view], case.facts)
    steps = {str(fact.id): fact.clause.step for fact in case.facts}
    names = {key: steps.get(key, row.get("entry", "")) for key, row in rows.items()}
    return [names[key] for key, row in rows.items() if keeper in row["log_of"]]


def test_the_response_managers_log_holds_the_decisions_of_process_1() -> None:
    """DER-RC-02, DER-RC-07, DER-CRM-D7, DER-CRM-D8: all of them, signatures too, and no others."""
    assert _steps_in_log(_whole(), "decision-log", "crm") == [
        "instigate_process_1",
        "appoint_crm_lead_commissioner_major",
        "hold_process_1_meeting",
        "agree_final_action_plan",
        "make_log_entry",
        "reconvene_process_1_meeting",
        "recommend_escalation",
        *["decide_decommissioning"] * 3,
        *["activate_after_decommissioning"] * 3,
    ]


def test_the_failure_managers_log_holds_the_decisions_of_process_2() -> None:
    """DER-RC-05, DER-RC-07, DER-PFM-D7, DER-PFM-D8: from activation with all its signatures."""
    assert _steps_in_log(_whole(), "decision-log", "pfm") == [
        *["activate_after_decommissioning"] * 3,
        "appoint_pfm_nominated",
        "hold_failure_meeting",
        "agree_failure_plan",
        "hold_progress_meeting",
        "end_provider_failure",
    ]


def test_each_manager_keeps_requests_and_actions_too() -> None:
    """DER-RC-01, DER-RC-03, DER-RC-04, DER-RC-06: a line of the plan is an action already."""
    case = _whole()
    assert _steps_in_log(case, "logs", "crm") == [
        "medicines: put right",
        "make_log_entry",
        "make_log_entry",
    ]
    pfm = _steps_in_log(case, "logs", "pfm")
    assert pfm[-1] == "make_log_entry"
    refusal = case.refused(OUTSIDER, MakeLogEntry(log="risk", entry="heating"))
    assert refusal.kind == "not your role"


def test_every_decision_is_in_the_log_of_the_process_it_was_made_in() -> None:
    """DER-RC-07: worked out again from the stages before and after each fact."""
    case, stage = _whole(), ""
    for fact in case.facts:
        after = fact.consequence.stage or stage
        expected = [
            DERBY.stages[one].log_of for one in dict.fromkeys((stage, after)) if one
        ]
        held = [one for one in dict.fromkeys(expected) if one]
        if fact.decision and not isinstance(fact, SignatureGiven):
            assert _log_of(fact) == held, str(fact)
        stage = after


def _log_of(fact: Fact) -> list[str]:
    return list(fact.consequence.log_of)
