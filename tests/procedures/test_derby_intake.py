"""Derby: how concerns reach the Quality and Monitoring Team, and what must be done before."""

from typing import Any

import pytest
from derby_case import (
    CARA,
    FINANCE,
    LEAD,
    MEETING,
    OPERATIONAL,
    SAFEGUARDING,
    STAFF,
    alerted,
    on_paper,
    open_duties,
    red,
    ticked,
    told,
)

from concerns.commands.answer_checklist_item import AnswerChecklistItem
from concerns.commands.discharge_duty import DischargeDuty
from concerns.commands.issue import Issue
from concerns.events import ConcernRaised, InformationShared
from concerns.procedures.reader import library
from given import officer, opening, story

POINTS = ["1", "2", "3", "4", "5", "6", "7"]
ACTED = {"support_or_positive_action_taken": True, "service_manager_told_or_not_needed": True}
FOR_QUALITY = "tell_lead_commissioner_viability"


@pytest.mark.parametrize(
    "role",
    ["operational_colleague", "safeguarding_colleague", "receiving_team", "finance_team", "staff"],
)
def test_a_case_opens_with_its_key_details_to_be_filled_in(role: str) -> None:
    """DER-TL-13, DER-ST-01 to DER-ST-04: as soon as a concern arrives, Monday 2 March 2026."""
    case = story("derby").asks(officer("Ria", role), opening("derby"))
    found = case.case.duties[case.duty("fill_in_key_details")]
    assert (case.case.stage, found.due, found.firmness) == ("alert", "2026-03-02", "soft")
    stranger = story("derby").refused(officer("Zed", "service_manager"), opening("derby"))
    assert stranger.kind == "not your role"


# --- operational teams ----------------------------------------------------------------------------


def test_an_operational_alert_is_a_case_note_in_the_duty_tray() -> None:
    """DER-ST-01, DER-RO-06, DER-RC-16: the note's reference is on the record."""
    details: dict[str, Any] = {"choices": ACTED, "summary": "three falls"}
    unproven = alerted().refuses(OPERATIONAL, "raise_operational_concern", **details)
    assert (unproven.where, "DER-RC-16" in unproven.clause) == ("evidence", True)
    case = alerted().asks(OPERATIONAL, on_paper("raise_operational_concern", **details))
    found = case.last[0]
    assert isinstance(found, ConcernRaised)
    assert "Duty Tray" in found.route
    assert found.evidence
    stranger = alerted().refuses(CARA, "raise_operational_concern", **details)
    assert stranger.kind == "not your role"


def test_an_operational_colleague_has_acted_before_alerting() -> None:
    """DER-RO-07, DER-RO-08: for the one customer, or for whatever was seen."""
    answers = {**ACTED, "support_or_positive_action_taken": False}
    refusal = alerted().refused(
        OPERATIONAL, on_paper("raise_operational_concern", answers, summary="three falls")
    )
    assert "DER-RO-07" in refusal.clause


def test_the_service_manager_is_told_as_appropriate() -> None:
    """DER-RO-09: whether it was needed is recorded, and the telling stays open till it is made."""
    answers = {**ACTED, "service_manager_told_or_not_needed": False}
    case = alerted().asks(
        OPERATIONAL, on_paper("raise_operational_concern", answers, summary="three falls")
    )
    told(case, OPERATIONAL, "tell_service_manager")
    assert "tell_service_manager" not in open_duties(case)


def test_a_concern_raised_later_does_not_move_the_case_back() -> None:
    """DER-ST-01."""
    asked = on_paper("raise_operational_concern", ACTED, summary="another fall")
    assert red().asks(OPERATIONAL, asked).case.stage == "red"


# --- safeguarding ---------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", POINTS)
def test_safeguarding_covers_seven_points_first(missing: str) -> None:
    """DER-ST-02, DER-SG-1 to DER-SG-7: each of them, or there is no alert."""
    rest = [point for point in POINTS if point != missing]
    case = ticked(alerted(), SAFEGUARDING, "safeguarding_points", *rest)
    refusal = case.refuses(SAFEGUARDING, "raise_safeguarding_concern", summary="bruises")
    assert refusal.why.endswith(f"is not satisfied: {missing}")
    assert f"DER-SG-{missing}" in refusal.clause
    ticked(case, SAFEGUARDING, "safeguarding_points", missing)
    case.takes(SAFEGUARDING, "raise_safeguarding_concern", summary="bruises")
    assert case.case.stage == "alert"


@pytest.mark.parametrize(
    ("answer", "covered"), [("not applicable", True), ("no", False), ("in hand", False)]
)
def test_a_point_that_does_not_arise_is_covered(answer: str, *, covered: bool) -> None:
    """DER-SG-3: nobody died, so no coroner; but a "no" leaves the point open."""
    case = ticked(alerted(), SAFEGUARDING, "safeguarding_points", "1", "2", "4", "5", "6", "7")
    ticked(case, SAFEGUARDING, "safeguarding_points", "3", answer=answer)
    possible = "raise_safeguarding_concern" in case.permitted(SAFEGUARDING)
    assert possible is covered


@pytest.mark.parametrize("item", ["0", "8", "1.1"])
def test_there_is_no_eighth_point(item: str) -> None:
    """DER-ST-02: an answer to a point that does not exist is refused."""
    asked = AnswerChecklistItem(checklist="safeguarding_points", item=item, answer="yes")
    assert alerted().refused(SAFEGUARDING, asked).where == "item"
    asked = AnswerChecklistItem(checklist="safeguarding_points", item="1", answer="yes")
    assert alerted().refused(OPERATIONAL, asked).kind == "not your role"


SHARED = {
    "hub": "multi-agency safeguarding hub (MASH)",
    "coroner": "coroner",
    "police": "police",
    "partners": "partner agencies",
}


@pytest.mark.parametrize("whom", SHARED)
def test_what_safeguarding_shared_and_with_whom_is_on_record(whom: str) -> None:
    """DER-NT-19, DER-NT-20, DER-SG-4: the hub, the coroner, the police, partners; nobody else."""
    case = alerted().takes(SAFEGUARDING, "share_for_safeguarding", with_whom=whom, what="the list")
    found = case.last[0]
    assert isinstance(found, InformationShared)
    assert found.with_whom == SHARED[whom]
    press = case.refuses(SAFEGUARDING, "share_for_safeguarding", with_whom="press", what="all")
    assert press.where == "with_whom"


def test_enquiries_are_planned_with_the_police() -> None:
    """DER-MT-14, DER-SG-5: whether to enquire jointly must be said, and what came out."""
    answer = {"joint_enquiry_with_police": False}
    unsaid = alerted().refuses(SAFEGUARDING, "hold_enquiry_planning_meeting", **MEETING)
    assert unsaid.where == "choices.joint_enquiry_with_police"
    empty: dict[str, Any] = {**MEETING, "outputs": []}
    refusal = alerted().refuses(
        SAFEGUARDING, "hold_enquiry_planning_meeting", choices=answer, **empty
    )
    assert refusal.where == "outputs"
    case = alerted().takes(SAFEGUARDING, "hold_enquiry_planning_meeting", choices=answer, **MEETING)
    assert case.case.choices["joint_enquiry_with_police"] is False


# --- complaints and whistleblowing ----------------------------------------------------------------


# --- money, and disputes --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "who"), [("raise_finance_concern", FINANCE), ("record_financial_difficulty", LEAD)]
)
def test_a_risk_to_viability_goes_to_the_lead_commissioner(step: str, who: Any) -> None:
    """DER-ST-04, DER-RO-10, DER-NT-21, DER-NT-24: seen by finance, or told by the provider."""
    summary = "wages late twice"
    assert alerted().refuses(STAFF, step, summary=summary).kind == "not your role"
    assert alerted().refuses(who, step, summary=" ").where == "summary"
    case = alerted().takes(who, step, summary=summary)
    by_other = case.refused(STAFF, Issue(duty=case.duty(FOR_QUALITY), how="e-mail"))
    assert by_other.kind == "not your role"
    told(case, FINANCE, FOR_QUALITY)


def test_a_dispute_goes_to_the_own_head_of_service_in_writing() -> None:
    """DER-RO-39, DER-NT-25: and whether to bring in Legal is talked over."""
    case = alerted().takes(STAFF, "raise_dispute_over_needs", summary="who pays for nights")
    written = library()["derby"].duties["tell_own_head_of_dispute"].how
    assert written == ("letter", "e-mail")
    told(case, STAFF, "tell_own_head_of_dispute")
    case.asks(STAFF, DischargeDuty(duty=case.duty("discuss_legal_on_dispute"), how="on Monday"))
    refusal = alerted().refuses(LEAD, "raise_dispute_over_needs", summary="who pays")
    assert refusal.kind == "not your role"
