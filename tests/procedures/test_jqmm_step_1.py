"""Step 1 of the JQMM chart: an issue comes in, and the JQMM decides whether more is done."""

import pytest
from jqmm_case import (
    CONTRACTS,
    INTAKE,
    JQMM,
    MET,
    QAM,
    SAFEGUARDING,
    at_further_action,
    impact_judged,
    opened,
)

from concerns.commands.discharge_duty import DischargeDuty
from concerns.commands.issue import Issue
from concerns.events import AdviceTaken, ConcernRaised, OptionsChosen, StepsSkipped
from given import officer

SOURCES = {
    "safeguarding": "Safeguarding",
    "contracts": "Contracts",
    "complaints": "Complaints",
    "internal": "Internal",
}
MONITOR, DO_NOT = (
    {"risk_calls_for_same_day_monitoring": True},
    {"risk_calls_for_same_day_monitoring": False},
)


@pytest.mark.parametrize(("source", "label"), SOURCES.items())
def test_an_issue_comes_from_one_of_four_sources(source: str, label: str) -> None:
    """JQM-ST-01, JQM-RC-02, AMB-JQM-13: "internal" is a source beside the three others."""
    case = opened().takes(INTAKE, "record_issue", route=source, summary="alarm out of order")
    (fact,) = case.last
    assert isinstance(fact, ConcernRaised)
    assert (fact.route, case.case.stage) == (label, "issue_received")


@pytest.mark.parametrize("source", ["police", "Internal", ""])
def test_an_issue_from_elsewhere_is_refused(source: str) -> None:
    """JQM-ST-01, JQM-RC-02: the chart knows four sources and the refusal names them."""
    refusal = opened().refuses(INTAKE, "record_issue", route=source, summary="x")
    assert "safeguarding, contracts, complaints, internal" in refusal.why
    assert (refusal.kind, refusal.where) == ("not understood", "route")
    assert {"JQM-ST-01", "JQM-RC-02"} <= {*refusal.clause}


def test_an_issue_without_a_source_or_a_summary_is_refused() -> None:
    """JQM-RC-02: both are recorded."""
    assert opened().refuses(INTAKE, "record_issue", summary="x").where == "route"
    assert opened().refuses(INTAKE, "record_issue", route="internal").where == "summary"


@pytest.mark.parametrize("situation", ["safety", "position_of_trust", "unsure_whether_to_refer"])
def test_safeguarding_is_asked_at_once_in_three_situations(situation: str) -> None:
    """JQM-ST-02, JQM-RO-01, JQM-NT-01: whoever received the issue asks, Safeguarding answers."""
    case = opened().takes(INTAKE, "seek_safeguarding_advice", chosen=[situation])
    (fact,) = case.last
    assert isinstance(fact, OptionsChosen)
    assert fact.list == "advice_situations"
    case.asks(INTAKE, Issue(duty=case.duty("ask_safeguarding"), how="telephone"))
    case.takes(SAFEGUARDING, "record_safeguarding_advice", advice="refer today")
    (advice,) = case.last
    assert isinstance(advice, AdviceTaken)
    assert (advice.from_whom, case.case.stage) == ("Safeguarding", "issue_received")
    assert not case.case.duties


def test_advice_in_another_situation_or_in_none_is_refused() -> None:
    """JQM-ST-02: the chart names three situations."""
    case = opened()
    assert case.refuses(INTAKE, "seek_safeguarding_advice", chosen=["cost"]).where == "chosen"
    assert case.refuses(INTAKE, "seek_safeguarding_advice", chosen=[]).where == "chosen"


def test_advice_is_not_recorded_before_it_is_sought_nor_by_others() -> None:
    """JQM-ST-02, JQM-RO-01."""
    case = opened()
    refusal = case.refuses(SAFEGUARDING, "record_safeguarding_advice", advice="refer")
    assert "follows only on" in refusal.why
    case.takes(INTAKE, "seek_safeguarding_advice", chosen=["safety"])
    refusal = case.refuses(QAM, "record_safeguarding_advice", advice="refer")
    assert refusal.kind == "not your role"


def test_a_case_is_not_closed_while_safeguarding_has_not_been_asked() -> None:
    """JQM-NT-01, JQM-ST-05: nothing that the chart asks for is left behind unseen."""
    case = at_further_action().takes(JQMM, "seek_safeguarding_advice", chosen=["safety"])
    refusal = case.refuses(JQMM, "decide_no_further_action")
    assert "still open" in refusal.why
    case.asks(JQMM, Issue(duty=case.duty("ask_safeguarding"), how="telephone"))
    case.takes(SAFEGUARDING, "record_safeguarding_advice", advice="no referral is needed")
    assert case.takes(JQMM, "decide_no_further_action").case.closed


def test_the_jqmm_considers_an_issue_that_can_wait() -> None:
    """JQM-ST-03, JQM-RO-02, JQM-MT-01."""
    assert at_further_action().case.stage == "further_action"
    assert opened().refuses(QAM, "consider_at_jqmm", **MET).kind == "not your role"


def test_nothing_is_considered_before_an_issue_is_recorded() -> None:
    """JQM-ST-01, JQM-ST-03, JQM-ST-04: source and issue come first."""
    case = opened()
    case.case.steps.pop("record_issue")
    for step in ("consider_at_jqmm", "go_straight_on", "skip_to_qam"):
        details = MET if step == "consider_at_jqmm" else {}
        assert "follows only on “Record an issue" in case.refuses(JQMM, step, **details).why


def test_an_issue_that_cannot_wait_goes_straight_on() -> None:
    """JQM-ST-04, JQM-TL-02, AMB-JQM-10: nobody is named for it, so whoever received it may."""
    case = opened().takes(INTAKE, "go_straight_on", "the next JQMM is in four weeks")
    (fact,) = case.last
    assert isinstance(fact, StepsSkipped)
    assert (fact.reason, case.case.stage) == ("the next JQMM is in four weeks", "further_action")


def test_going_straight_on_needs_its_reason_and_happens_once() -> None:
    """JQM-ST-04, JQM-RC-01: never blank, and not when the JQMM has considered the issue."""
    assert opened().refuses(INTAKE, "go_straight_on", " ").where == "reason"
    assert "is a step from" in at_further_action().refuses(INTAKE, "go_straight_on").why


def test_no_further_action_closes_the_case_to_normal_contract_monitoring() -> None:
    """JQM-ST-05, AMB-JQM-06: closed, and back under normal contract monitoring."""
    case = at_further_action().takes(JQMM, "decide_no_further_action")
    assert (case.case.stage, case.case.closed) == ("normal_contract_monitoring", True)
    assert case.refuses(JQMM, "record_issue", route="internal", summary="x").departure


def test_no_further_action_is_for_the_jqmm_and_not_before_it_has_met() -> None:
    """JQM-ST-05, AMB-JQM-10: each meeting's chair decides what the meeting does."""
    assert at_further_action().refuses(QAM, "decide_no_further_action").kind == "not your role"
    assert "issue_received" not in opened().refuses(JQMM, "decide_no_further_action").why
    assert "decide_no_further_action" not in opened().permitted(JQMM)


def test_further_action_leads_to_the_qam() -> None:
    """JQM-ST-06: on a risk level, which is scored first (AMB-JQM-16)."""
    case = at_further_action()
    refusal = case.refuses(JQMM, "decide_further_action", choices=DO_NOT)
    assert "Outcome of the latest scores chosen" in refusal.why
    impact_judged(case).takes(JQMM, "decide_further_action", choices=DO_NOT)
    assert case.case.stage == "qam"


def test_the_question_of_same_day_monitoring_is_always_answered() -> None:
    """JQM-ST-06, JQM-TL-01: recorded yes or no, and each answer has its own step."""
    case = impact_judged(at_further_action())
    assert case.refuses(JQMM, "decide_further_action").where == (
        "choices.risk_calls_for_same_day_monitoring"
    )
    assert case.refuses(JQMM, "decide_further_action", choices=MONITOR).departure
    assert case.refuses(JQMM, "decide_further_action_and_monitor", choices=DO_NOT).departure


def test_the_service_is_monitored_the_same_day_where_the_risk_calls_for_it() -> None:
    """JQM-ST-06, JQM-TL-01."""
    case = impact_judged(at_further_action(), 4, "jimp")
    case.takes(JQMM, "decide_further_action_and_monitor", choices=MONITOR)
    monitor = DischargeDuty(duty=case.duty("same_day_monitoring"), how="visit at four o'clock")
    assert case.refused(INTAKE, monitor).kind == "not your role"
    case.asks(CONTRACTS, monitor)
    assert (case.case.stage, case.case.duties) == ("qam", {})


@pytest.mark.parametrize(("kind", "label"), [("contract_management", 1), ("enhanced", 2)])
def test_contract_management_supports_the_provider(kind: str, label: int) -> None:
    """JQM-RO-05, JQM-IM-1, JQM-IM-2: plainly at Impact 1, closer at Impact 2."""
    case = impact_judged(at_further_action(), label, "normal_contract_monitoring")
    case.takes(CONTRACTS, "arrange_contract_support", kind=kind)
    assert "contract management monitoring" in str(case.last[0])
    assert case.refuses(CONTRACTS, "arrange_contract_support", kind="daily").where == "kind"
    assert case.refuses(officer("Nan"), "arrange_contract_support", kind=kind).kind == (
        "not your role"
    )
