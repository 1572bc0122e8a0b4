"""The north-west routes: letters, sessions, reports, plans and time limits on the way."""

from typing import Any

import pytest
from north_west import (
    CM,
    CQS,
    DASS,
    DMT,
    SPRG,
    SUSPEND,
    at_risk,
    awaiting_sign_off,
    lifted_with_conditions,
    lifting_considered,
    not_complied,
    opened,
    suspended,
)

from concerns.commands.discharge_duty import DischargeDuty
from concerns.commands.end_plan import EndPlan
from concerns.commands.issue import Issue
from concerns.events import LetterIssued
from concerns.vocabulary import Officer
from given import Story, plan

SESSION: dict[str, Any] = {"chair": "Bea", "present": [{"group": "Finance", "who": "Ida"}]}


def _at_risk_lifted() -> Story:
    case = at_risk().takes(CQS, "report_progress", summary="all done")
    return case.takes(SPRG, "assess_full_compliance").takes(SPRG, "lift_at_risk")


def _reported() -> Story:
    return at_risk().takes(CQS, "report_progress", summary="half done")


def _suspension_reported() -> Story:
    case = not_complied().takes(SPRG, "recommend_suspension")
    case.takes(CM, "draft_suspension_plan", **plan("2026-05-29"))
    return case.takes(CM, "report_suspension", summary="the report")


def _lifting_reported() -> Story:
    case = suspended().takes(CM, "issue_suspension_plan", **plan("2026-06-30"))
    case.takes(CQS, "record_visit", findings="better", other_standards="kept up")
    areas = [{"area": "medicines", "sustainable": True}]
    case.takes(CQS, "report_monthly_progress", summary="good", areas=areas)
    case.takes(SPRG, "review_progress").takes(SPRG, "agree_sufficient_progress")
    case.takes(SPRG, "instruct_lifting_report", choices={"sustainable_in_all_areas": True})
    return case.takes(CM, "write_lifting_report", conditional=False)


LETTERS = [
    (lambda: opened().takes(SPRG, "agree_at_risk"), "at_risk_letter"),
    (_at_risk_lifted, "at_risk_lifting_letter"),
    (suspended, "suspension_letter"),
    (lifted_with_conditions, "lifting_letter"),
]


@pytest.mark.parametrize(("so_far", "letter"), LETTERS)
def test_four_letters_go_out_over_the_commissioning_managers_name(
    so_far: Any,
    letter: str,
) -> None:
    """NWR-NT-01 to NT-04, NWR-FM-01 to FM-04, NWR-RO-07, NWR-ST-13, NWR-ST-20."""
    case: Story = so_far()
    sent = Issue(duty=case.duty(letter), how="post")
    assert case.refused(SPRG, sent).kind == "not your role"
    assert isinstance(case.asks(CM, sent).last[0], LetterIssued)


SESSIONS = [
    (opened, SPRG, "hold_at_risk_session"),
    (_reported, SPRG, "hold_compliance_session"),
    (_suspension_reported, DMT, "hold_dmt_suspension_session"),
    (_lifting_reported, DMT, "hold_dmt_lifting_session"),
]


@pytest.mark.parametrize(("so_far", "who", "step"), SESSIONS)
def test_a_session_is_held_by_its_group_and_records_who_sat(
    so_far: Any,
    who: Officer,
    step: str,
) -> None:
    """NWR-MT-01, NWR-MT-02, NWR-MT-05, NWR-MT-06, NWR-RO-10."""
    case: Story = so_far()
    assert case.refuses(CM, step, **SESSION).kind == "not your role"
    assert case.refuses(who, step, chair="Bea", present=[]).where == "present"
    stage = case.case.stage
    assert case.takes(who, step, **SESSION).case.stage == stage


def test_suspension_is_recommended_from_route_2_alone() -> None:
    """NWR-ST-09, NWR-RO-05."""
    assert "NWR-ST-09" in at_risk().refuses(SPRG, "recommend_suspension").clause
    case = not_complied().takes(SPRG, "recommend_suspension")
    assert case.case.stage == "suspension_proposed"


def test_four_weeks_run_from_delivery_until_compliance_is_assessed() -> None:
    """NWR-TL-02, AMB-NWR-05: delivered Monday 2 March, due Monday 30 March 2026."""
    case = at_risk()
    limit = case.duty("plan_compliance")
    assert case.case.duties[limit].due == "2026-03-30"
    case.takes(CQS, "report_progress", summary="nothing").takes(SPRG, "assess_no_compliance")
    assert limit not in case.case.duties


def test_the_suspension_plan_has_its_own_date() -> None:
    """NWR-TL-06, NWR-PL-02, NWR-ST-13: a later plan, once the first has ended, has a new date."""
    case = suspended().takes(CM, "issue_suspension_plan", **plan("2026-06-30"))
    assert case.case.duties[case.duty("suspension_plan_timescales")].due == "2026-06-30"
    running = case.refuses(CM, "issue_suspension_plan", **plan("2026-07-31"))
    assert "is running already" in running.why
    case.asks(SPRG, EndPlan(plan="suspension_plan", outcome="superseded", reason="too short"))
    case.takes(CM, "issue_suspension_plan", **plan("2026-07-31"))
    due = [x.due for x in case.case.duties.values() if x.key == "suspension_plan_timescales"]
    assert due == ["2026-07-31"]


def test_greater_oversight_has_no_length_until_the_council_sets_one() -> None:
    """NWR-TL-08, NWR-ST-22, NWR-SR-06: the document gives none, so a person ends it."""
    case = _at_risk_lifted()
    assert "end_greater_oversight" not in case.permitted(CM)
    assert case.case.duties[case.duty("greater_oversight")].due is None
    case.takes(SPRG, "end_greater_oversight")
    assert case.case.overlays == set()


def test_routine_monitoring_has_no_colour() -> None:
    """NWR-RAG-04: colour follows from decisions alone."""
    assert opened().case.rag is None
    assert _at_risk_lifted().case.rag is None


def test_the_green_route_begins_when_progress_is_sufficient() -> None:
    """NWR-ST-16, NWR-PL-04, NWR-MT-07: after a visit and a month's review."""
    assert "NWR-ST-16" in at_risk().refuses(SPRG, "agree_sufficient_progress").clause
    assert lifting_considered().case.stage == "awaiting_lifting_sign_off"


def test_lifting_is_considered_before_it_is_signed() -> None:
    """NWR-ST-19, NWR-RO-08, NWR-RO-11, NWR-RP-04."""
    case = _lifting_reported()
    relevant = {"nursing_relevant": False}
    assert "NWR-ST-19" in case.refuses(DASS, "lift_suspension", choices=relevant).clause
    case.takes(DMT, "consider_lifting").takes(DASS, "lift_suspension", choices=relevant)
    assert (case.case.stage, case.case.rag) == ("lifted", None)


def test_a_visit_explains_the_conditions_and_nothing_waits_for_it() -> None:
    """NWR-MT-08, NWR-RO-09."""
    assert "NWR-MT-08" in suspended().refuses(CM, "explain_conditions", findings="x").clause
    lifted_with_conditions().takes(CM, "explain_conditions", findings="understood")


def test_the_form_of_telling_people_is_agreed_with_the_provider() -> None:
    """NWR-RC-05, NWR-RO-14."""
    case = suspended()
    agreed = DischargeDuty(duty=case.duty("agree_form_of_telling"), how="a letter read aloud")
    assert case.refused(SPRG, agreed).kind == "not your role"
    case.asks(CM, agreed)


def test_the_sign_off_holds_scope_and_basis() -> None:
    """NWR-RC-03, NWR-ST-11: a suspension without them is none."""
    relevant = {"nursing_relevant": False}
    for name in SUSPEND:
        rest: dict[str, Any] = {key: value for key, value in SUSPEND.items() if key != name}
        refusal = awaiting_sign_off().refuses(DASS, "sign_off_suspension", choices=relevant, **rest)
        assert refusal.where == name


def test_the_plan_is_agreed_after_delivery_and_progress_reported_on_it() -> None:
    """NWR-ST-02, NWR-ST-03, NWR-ST-04, NWR-PL-01, NWR-RP-02: each waits for the one before."""
    case = opened().takes(SPRG, "agree_at_risk")
    early = case.refuses(CQS, "agree_improvement_plan", **plan())
    assert "NWR-ST-03" in early.clause
    assert "NWR-ST-04" in case.refuses(CQS, "report_progress", summary="none").clause
    assert at_risk().takes(CQS, "report_progress", summary="some").case.stage == (
        "awaiting_assessment"
    )
