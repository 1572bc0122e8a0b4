"""Derby's Process 1, Final Concerns Response, up to the decision of three (trigger i)."""

from typing import Any

import pytest
from derby_case import (
    CARA,
    DIRECTOR,
    HEAD_ADULTS,
    HEAD_INTEGRATED,
    HEAD_SAFEGUARDING,
    LINE,
    MEETING,
    QMO,
    THREE,
    crm_appointed,
    decommissioned,
    final_plan,
    first_meeting_held,
    process_1,
    reconvened,
    red,
)

from concerns.commands.command import DepartureAsked
from concerns.commands.discharge_duty import DischargeDuty
from concerns.commands.excuse_duty import ExcuseDuty
from concerns.events import DecommissioningDecided, SignatureGiven
from concerns.procedures.reader import library
from given import officer, person

DERBY = library()["derby"]


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
    """DER-ST-19, DER-TL-03, DER-MT-13, AMB-DER-20: the day Process 1 begins; may be virtual."""
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
    """DER-ST-20, DER-MT-01, DER-MT-03 to MT-06, DER-CRM-D7, DER-RC-08."""
    case = crm_appointed().takes(CARA, "call_process_1_meeting", on="2026-03-09")
    nothing: dict[str, Any] = {**MEETING, "outputs": []}
    assert case.refuses(CARA, "hold_process_1_meeting", **nothing).where == "outputs"
    nobody: dict[str, Any] = {**MEETING, "present": []}
    assert case.refuses(CARA, "hold_process_1_meeting", **nobody).where == "present"
    case.takes(CARA, "hold_process_1_meeting", **MEETING)
    how = "circulated to everyone invited"
    minutes = case.duty("circulate_process_1_minutes")
    case.asks(officer("Mina", "minute_taker"), DischargeDuty(duty=minutes, how=how))


def test_the_final_action_plan_follows_the_meeting() -> None:
    """DER-ST-20, DER-MT-04, DER-MT-06, DER-CRM-D2, DER-CRM-D3, DER-CRM-D6."""
    details: dict[str, Any] = {
        "deadline": "2026-03-20",
        "items": [LINE],
        "follow_up_on": "2026-03-23",
    }
    case = crm_appointed().takes(CARA, "call_process_1_meeting", on="2026-03-09")
    assert "DER-ST-20" in case.refuses(CARA, "agree_final_action_plan", **details).clause
    unheard: dict[str, Any] = {"deadline": "2026-03-20", "items": [LINE]}
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


def test_decommissioning_takes_all_three() -> None:
    """DER-ST-24, DER-RO-31, DER-RO-32, AMB-DER-05: two signatures wait, the third decides."""
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
    """DER-ST-24, DER-TR-i, AMB-DER-07, AMB-DER-30: from Red by recommendation too."""
    case = red().takes(HEAD_ADULTS, "recommend_provider_failure")
    refusal = case.refuses(DIRECTOR, "decide_decommissioning", health_leads="agreed")
    assert "Final Concerns Response Meeting" in refusal.why
    assert "DER-TR-i" in refusal.clause


def test_what_the_health_leads_said_is_on_record() -> None:
    """DER-RO-33."""
    case = reconvened().takes(CARA, "recommend_escalation")
    assert case.refuses(DIRECTOR, "decide_decommissioning").where == "health_leads"
    for who in THREE[:2]:
        case.takes(who, "decide_decommissioning", health_leads="agreed")
    assert case.refuses(DIRECTOR, "decide_decommissioning", health_leads="not asked")
    decided = case.takes(DIRECTOR, "decide_decommissioning").last[0]
    assert isinstance(decided, DecommissioningDecided)
    assert decided.health_leads == "agreed"


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
