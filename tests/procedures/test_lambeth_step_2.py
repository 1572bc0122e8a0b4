"""Lambeth, Step 2: the initial meeting, the communication strategy, adults."""

from typing import Any

import pytest
from lambeth_case import (
    CARE,
    CHAIR,
    COMMISSIONER,
    COORDINATOR,
    MEETING,
    answered,
    done,
    due,
    enquiring,
    met,
    owed,
    step_1,
    step_2,
    tell,
)

from concerns.commands.answer_checklist_item import AnswerChecklistItem
from concerns.commands.fill_in_form import FillInForm
from concerns.procedures.reader import library
from given import officer, person

PURPOSES = {
    "LAM-S2-02": "make_communication_strategy",
    "LAM-S2-03": "secure_advocacy",
    "LAM-S2-04": "hear_provider",
    "LAM-S2-05": "plan_enquiries",
    "LAM-S2-06": "risk_plan_step_2",
    "LAM-S2-07": "intentions_step_2",
    "LAM-S2-08": "set_follow_up_meeting",
    "LAM-S2-26": "give_independent_channel",
    "LAM-S2-28": "check_complaints_and_surveys",
}
SEVEN = ["LAM-S2-14", "LAM-S2-15", "LAM-S2-16", "LAM-S2-17", "LAM-S2-18", "LAM-S2-19", "LAM-S2-20"]
EMPTY: dict[str, Any] = MEETING | {"outputs": []}
"""A meeting that brought nothing."""
BOTH = {"covers_inside_and_outside_the_council": True}
TEXT = {"text": "letters, then visits"}


def test_the_meeting_is_convened_in_step_1_and_held_in_step_2() -> None:
    """LAM-ST-04, LAM-MT-01, LAM-MT-02, AMB-LAM-01: one meeting under two names."""
    refusal = step_1().refuses(CHAIR, "hold_initial_meeting", **MEETING)
    assert "“Convene the Provider Concerns Information meeting” must come first" in refusal.why
    case = step_2().takes(CHAIR, "hold_initial_meeting", **MEETING)
    assert case.case.stage == "step_2_met"
    assert "initial_meeting" not in {one.key for one in case.case.duties.values()}


def test_the_meeting_may_come_before_the_last_opening_action() -> None:
    """LAM-ST-04: what is missing of Step 1 stays open beside it."""
    case = step_1().takes(CHAIR, "convene_initial_meeting", on="2026-03-03").at(2026, 3, 3)
    case.takes(CHAIR, "hold_initial_meeting", **MEETING)
    assert case.case.stage == "step_2_met"
    assert "check_welfare" in owed(case)


def test_a_meeting_held_late_is_held_all_the_same() -> None:
    """LAM-TL-02: due Monday 16 March; held Tuesday 17 March 2026. Lateness decides nothing."""
    assert due(step_2(), "initial_meeting") == "2026-03-16"
    case = step_2().at(2026, 3, 17).takes(CHAIR, "hold_initial_meeting", **MEETING)
    assert case.case.stage == "step_2_met"


def test_the_meeting_says_what_concerns_it_found() -> None:
    """LAM-S2-01: its outputs are compulsory."""
    refusal = step_2().refuses(CHAIR, "hold_initial_meeting", **EMPTY)
    assert refusal.where == "outputs"
    purposes = library()["lambeth"].meetings["initial_meeting"].output_requirements
    assert [*purposes] == [f"LAM-S2-0{number}" for number in range(1, 9)]


@pytest.mark.parametrize(("purpose", "duty"), PURPOSES.items())
def test_each_purpose_of_the_meeting_becomes_a_duty(purpose: str, duty: str) -> None:
    """LAM-S2-02 to LAM-S2-08, LAM-S2-26, LAM-S2-28: so that none is forgotten."""
    assert purpose in library()["lambeth"].duties[duty].requirement
    assert duty in owed(met())
    assert duty not in owed(enquiring())


def test_the_follow_up_is_due_on_the_day_that_was_set() -> None:
    """LAM-TL-03, LAM-S2-08: Thursday 9 April 2026, and again when it is moved."""
    case = met().takes(CHAIR, "set_follow_up_meeting", on="2026-04-09")
    assert due(case, "follow_up_meeting") == "2026-04-09"
    case.takes(CHAIR, "set_follow_up_meeting", on="2026-04-16")
    limits = [one.due for one in case.case.duties.values() if one.key == "follow_up_meeting"]
    assert limits == ["2026-04-16"]
    assert met().refuses(CHAIR, "set_follow_up_meeting", on="9 April").where == "on"


def test_the_communication_strategy_answers_seven_points() -> None:
    """LAM-PL-03, LAM-S2-14 to LAM-S2-20: "no" is an answer, silence is none."""
    case = met()
    items = library()["lambeth"].checklists["communication_strategy"].items.values()
    assert [next(iter(one.requirement)) for one in items] == SEVEN
    unanswered = case.refuses(CHAIR, "agree_communication_strategy", choices=BOTH, **TEXT)
    assert "not satisfied: 1, 2, 3, 4, 5, 6, 7" in unanswered.why
    answered(case, "communication_strategy", "yes", "1", "2", "6", "7")
    answered(case, "communication_strategy", "no", "4", "5")
    answered(case, "communication_strategy", "in hand", "3")
    assert case.refuses(CHAIR, "agree_communication_strategy", choices=BOTH, **TEXT).why.endswith(
        "not satisfied: 3"
    )
    answered(case, "communication_strategy", "not applicable", "3")
    case.takes(CHAIR, "agree_communication_strategy", choices=BOTH, **TEXT)
    assert "make_communication_strategy" not in owed(case)


@pytest.mark.parametrize("item", ["0", "8", "1.1"])
def test_there_is_no_eighth_point(item: str) -> None:
    """LAM-PL-03."""
    asked = AnswerChecklistItem(checklist="communication_strategy", item=item, answer="yes")
    assert met().refused(CHAIR, asked).where == "item"


def test_the_strategy_looks_inside_and_outside() -> None:
    """LAM-S2-21."""
    case = answered(met(), "communication_strategy", "yes", *"1234567")
    refusal = case.refuses(
        CHAIR,
        "agree_communication_strategy",
        choices={"covers_inside_and_outside_the_council": False},
        **TEXT,
    )
    assert refusal.departure


def test_the_strategy_can_be_filled_in_as_a_form() -> None:
    """LAM-PL-03, LAM-FM-01: the fields are ours; one left open stays unanswered."""
    form = FillInForm(form="communication_strategy", entries={"inside": "senior managers, today"})
    case = met().asks(COORDINATOR, form)
    assert "self_funders" in case.last[0].model_dump()["unanswered"]
    other = FillInForm(form="communication_strategy", entries={"telephone": "x"})
    assert met().refused(COORDINATOR, other).where == "entries.telephone"


def test_adults_and_carers_are_always_told_self_funders_too() -> None:
    """LAM-NT-08, LAM-SR-05, LAM-S2-20, LAM-S2-22: as soon as there is a strategy."""
    case = answered(met(), "communication_strategy", "no", *"1234567")
    case.takes(CHAIR, "agree_communication_strategy", choices=BOTH, **TEXT)
    duty = case.case.duties[case.duty("update_adults_and_carers")]
    assert str(duty.whom).endswith("those who pay for themselves too")
    tell(case, CARE, "update_adults_and_carers")
    assert "update_adults_and_carers" not in owed(case)


@pytest.mark.parametrize(
    "audience",
    [
        *("senior_management", "chief_executives", "members", "press"),
        *("front_line", "other_commissioners", "public", "adults_and_carers"),
    ],
)
def test_the_strategy_decides_who_else_is_told(audience: str) -> None:
    """LAM-NT-10, LAM-S2-14, LAM-S2-17, LAM-S2-18: so not before there is one."""
    before = met().refuses(COMMISSIONER, "tell_under_strategy", with_whom=audience, what="news")
    assert "Agree the communication strategy" in before.why
    case = enquiring()
    case.takes(COMMISSIONER, "tell_under_strategy", with_whom=audience, what="news")
    assert case.refuses(COMMISSIONER, "tell_under_strategy", with_whom="a friend", what="news")


def test_a_meeting_with_adults_is_settled_with_the_provider_first() -> None:
    """LAM-MT-11, LAM-S2-23."""
    settled, not_settled = (
        {"how_it_is_run_settled_with_the_provider": one} for one in (True, False)
    )
    case = enquiring()
    assert case.refuses(CARE, "meet_adults_and_carers", choices=not_settled, **MEETING).departure
    case.takes(CARE, "meet_adults_and_carers", choices=settled, **MEETING)
    case.takes(CARE, "hear_adults", how="at the meeting", views="nights are long")


def test_views_heard_at_home_go_into_the_risk_plan() -> None:
    """LAM-S2-24, LAM-S2-25, LAM-RC-03, LAM-RO-09: visited first, by care management."""
    case = enquiring()
    assert case.refuses(CARE, "hear_adult_at_home", views="calls come late")
    assert case.refuses(COMMISSIONER, "visit_at_home", findings="safe").kind == "not your role"
    case.takes(CARE, "visit_at_home", findings="safe, the key is kept well")
    case.takes(CARE, "hear_adult_at_home", views="calls come late")
    assert owed(case) == {"take_views_into_risk_plan"}
    case.takes(CHAIR, "update_risk_plan", risk_level="moderate")
    assert owed(case) == set()


def test_adults_can_speak_without_the_provider() -> None:
    """LAM-S2-26, LAM-S2-27, LAM-RO-10, LAM-RC-07: link worker and telephone line, if necessary."""
    case = enquiring()
    lena = officer("Lena")
    issue = {"how": "link_worker", "views": "R12 is left alone at weekends"}
    assert case.refuses(lena, "record_confidential_issue", **issue).kind == "not your role"
    who = person("Lena").model_dump()
    case.takes(CHAIR, "appoint_link_worker", appointed=who, eligibility="known to families")
    case.takes(CHAIR, "open_phone_line", text="staffed from nine to five")
    case.takes(lena, "record_confidential_issue", **issue)
    assert "somebody who spoke in confidence" in str(case.last[0])
    assert case.refuses(lena, "record_confidential_issue", **issue | {"how": "gossip"})


def test_the_least_is_to_check_complaints_and_surveys() -> None:
    """LAM-S2-28, LAM-S2-03: done by people, who say how."""
    case = done(met(), CARE, "check_complaints_and_surveys", "secure_advocacy")
    assert {"check_complaints_and_surveys", "secure_advocacy"}.isdisjoint(owed(case))
