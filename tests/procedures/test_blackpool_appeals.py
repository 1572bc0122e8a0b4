"""Blackpool's appeals: against any decision, at any stage, and staying none."""

from typing import Any

import pytest
from blackpool_case import (
    CCG,
    COUNCIL,
    OFFICER,
    PMM,
    SUMMIT,
    TEAM,
    answered,
    appealed,
    assessing,
    closing_home,
    decides,
    indicated,
    monitored,
    plan_running,
    reviewed,
    scored,
    suspended,
    terminated,
)

from concerns.commands.annul_decision import AnnulDecision
from given import Story, some_id

LEAST = {"least_that_keeps_people_safe": True}
LAST = {"another_appeal_is_running": False}
ONE_OF_SEVERAL = {"another_appeal_is_running": True}
DISMISSED = {"outcome": "dismissed", "decided_by": "the contract's adjudicator"}
EVERYONE = {"everyone_who_lived_there_is_listed": True}


def _decided() -> list[Story]:
    """Cases whose last fact is a decision, at several stages."""
    slight = decides(scored(), "decide_to_start_procedure")
    return [slight, monitored(), plan_running(), suspended(), terminated()]


def test_an_appeal_is_lodged_at_any_stage_and_moves_nothing() -> None:
    """BLA-ST-24, BLA-SR-18, AMB-BLA-28: stage, suspension and dates are what they were."""
    for case in _decided():
        before = (case.case.stage, {*case.case.overlays}, [*case.case.duties])
        appealed(case)
        after = (case.case.stage, case.case.overlays - {"appeal"}, [*case.case.duties])
        assert after == before
        assert "appeal" in case.case.overlays


def test_an_appeal_is_against_a_decision_of_this_case() -> None:
    """BLA-ST-24: not against a concern recorded, nor against what is not in the case."""
    case = indicated()
    said = {"contract_clause": "ccg_contract", "grounds": "it is not so"}
    for against in (str(case.last[0].id), str(some_id()), "yesterday's"):
        assert case.refuses(OFFICER, "lodge_appeal", against=against, **said).where == "against"
    decided = suspended()
    against = str(decided.last[0].id)
    assert decided.refuses(PMM, "lodge_appeal", against=against, **said).kind == "not your role"


@pytest.mark.parametrize("clause", ["council_contract", "ccg_contract", "other_contract"])
def test_an_appeal_goes_by_the_dispute_clause_of_the_contract(clause: str) -> None:
    """BLA-SR-18, AMB-BLA-22: Council's, CCG's, or that of another kind of contract."""
    case = suspended()
    said = {"against": str(case.last[0].id), "grounds": "too harsh"}
    case.takes(OFFICER, "lodge_appeal", contract_clause=clause, **said)
    assert case.refuses(OFFICER, "lodge_appeal", contract_clause="clause 99", **said).where


def test_a_decision_is_carried_out_while_an_appeal_runs() -> None:
    """AMB-BLA-28, BLA-SR-20: the contract ends on its day all the same."""
    case = appealed(terminated()).clears(TEAM)
    assert "record_contract_end" not in case.permitted(OFFICER)
    case.takes(OFFICER, "record_contract_end_under_appeal")
    assert (case.case.stage, case.case.closed) == ("ended_under_appeal", False)


def test_a_home_closes_while_an_appeal_runs_with_all_that_its_closure_needs() -> None:
    """AMB-BLA-28, BLA-ST-23, BLA-MT-04."""
    bare = appealed(terminated())
    assert bare.refuses(OFFICER, "close_home_under_appeal", choices=EVERYONE).departure
    case = appealed(closing_home())
    assert "close_home" not in case.permitted(OFFICER)
    case.takes(OFFICER, "close_home_under_appeal", choices=EVERYONE)
    assert case.case.stage == "ended_under_appeal"


def test_the_case_stays_open_until_the_last_appeal_is_decided() -> None:
    """BLA-ST-23, BLA-ST-24, AMB-BLA-28: the outcome is on record before the case closes."""
    case = appealed(terminated()).clears(TEAM).takes(OFFICER, "record_contract_end_under_appeal")
    assert "close_after_appeal" not in case.permitted(OFFICER)
    case.takes(OFFICER, "decide_appeal", choices=LAST, **DISMISSED)
    case.takes(OFFICER, "close_after_appeal")
    assert (case.case.stage, case.case.closed) == ("contract_ended", True)


def test_a_case_is_not_closed_as_performing_over_an_appeal() -> None:
    """BLA-ST-24, BLA-ST-26."""
    case = reviewed(appealed(plan_running())).clears(TEAM)
    assert "Appeal under way" in case.refuses(TEAM, "close_case").why
    case.takes(TEAM, "decide_appeal", choices=LAST, **DISMISSED).takes(TEAM, "close_case")


def test_a_new_assessment_does_not_close_a_case_over_an_appeal() -> None:
    """BLA-ST-03, BLA-ST-24: the officer may find it too slight when the appeal is decided."""
    case = appealed(monitored())
    case.takes(OFFICER, "start_initial_assessment", process="contract_review")
    answered(case, {"2": "one_person"})
    assert "decide_too_slight" not in case.permitted(OFFICER)
    case.takes(OFFICER, "decide_appeal", choices=LAST, **DISMISSED)
    assert "decide_too_slight" in case.clears(TEAM).permitted(OFFICER)


def test_people_are_protected_meanwhile_with_the_least_that_keeps_them_safe() -> None:
    """BLA-ST-25, BLA-SR-20: by the Council or the CCG, only while an appeal runs."""
    early: dict[str, Any] = {"choices": LEAST, "arrangement": "a nurse each night"}
    assert suspended().refuses(COUNCIL, "make_interim_protection", **early).departure
    case = appealed(suspended())
    assert case.refuses(SUMMIT, "make_interim_protection", **early).kind == "not your role"
    more: dict[str, Any] = {
        "choices": dict.fromkeys(LEAST, False),
        "arrangement": "everybody moves",
    }
    assert "is yes" in case.refuses(CCG, "make_interim_protection", **more).why
    case.takes(CCG, "make_interim_protection", **early)
    assert (case.case.stage, case.case.overlays) == (
        "suspended",
        {"suspended", "appeal", "interim_protection"},
    )


@pytest.mark.parametrize("outcome", ["upheld", "partly upheld", "dismissed", "withdrawn"])
def test_whatever_the_outcome_the_decision_stands_until_it_is_annulled(outcome: str) -> None:
    """BLA-ST-24, AMB-BLA-28: the appeal and the protection end; the suspension does not."""
    case = suspended()
    suspension = case.last[0].id
    appealed(case).takes(
        COUNCIL, "make_interim_protection", choices=LEAST, arrangement="a nurse each night"
    )
    said = {"outcome": outcome, "decided_by": "the adjudicator"}
    case.takes(TEAM, "decide_appeal", choices=LAST, **said)
    assert case.case.overlays == {"suspended"}
    annulled = AnnulDecision(fact=suspension, annulled_by="the adjudicator", reason="upheld")
    case.asks(COUNCIL, annulled)


def test_one_of_several_appeals_ends_without_ending_the_others() -> None:
    """BLA-ST-24, BLA-SR-18: which it was must be said, and no appeal no outcome."""
    case = appealed(suspended())
    second = terminated(case)
    appealed(second)
    assert second.refuses(TEAM, "decide_appeal", **DISMISSED).where.startswith("choices.")
    assert second.refuses(TEAM, "decide_appeal", choices=ONE_OF_SEVERAL, **DISMISSED).departure
    second.takes(TEAM, "decide_one_of_several_appeals", choices=ONE_OF_SEVERAL, **DISMISSED)
    assert "appeal" in second.case.overlays
    second.takes(TEAM, "decide_appeal", choices=LAST, **DISMISSED)
    assert "appeal" not in second.case.overlays
    assert "decide_appeal" not in assessing().permitted(TEAM)
