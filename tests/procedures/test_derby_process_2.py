"""Derby's Process 2, Provider Failure Management: its manager, meeting, plan and end."""

from typing import Any

import pytest
from derby_case import (
    CARA,
    DIRECTOR,
    FAILURE_PLAN,
    HEAD_ADULTS,
    MEETING,
    PAUL,
    failure_active,
    failure_meeting_held,
    failure_plan_running,
    with_pfm,
)

from concerns.commands.discharge_duty import DischargeDuty
from concerns.commands.issue import Issue
from concerns.events import FailurePlanAgreed
from concerns.procedures.reader import library
from concerns.vocabulary import Rag
from given import officer, person

DERBY = library()["derby"]
RED = Rag(colour="red", scheme="derby")
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


def test_options_protect_customers_while_the_provider_leaves() -> None:
    """DER-OP-1 to DER-OP-8, DER-TR-y, AMB-DER-28: chosen from the list, in the list's words."""
    options = list(DERBY.lists["alternative_provision"].items)
    plan: dict[str, Any] = {**FAILURE_PLAN, "options": options}
    case = failure_meeting_held(failure_active()).takes(PAUL, "agree_failure_plan", **plan)
    (agreed,) = case.last
    assert isinstance(agreed, FailurePlanAgreed)
    labels = [one.label for one in DERBY.lists["alternative_provision"].items.values()]
    assert (list(agreed.options), len(labels)) == (labels, 8)


@pytest.mark.parametrize("options", [["save the provider"], [], ["spot_purchase", "a loan"]])
def test_an_option_that_is_not_listed_comes_under_another_name(options: list[str]) -> None:
    """DER-OP-8: whatever else the case needs is the last line of the list."""
    plan: dict[str, Any] = {**FAILURE_PLAN, "options": options}
    case = failure_meeting_held(failure_active())
    assert case.refuses(PAUL, "agree_failure_plan", **plan).where == "options"
