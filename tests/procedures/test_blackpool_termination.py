"""Blackpool's end of a contract: considered, decided, told."""

import pytest
from blackpool_case import (
    CCG,
    COUNCIL,
    OFFICER,
    SUMMIT,
    TEAM,
    TERMINATION,
    chosen,
    considering_termination,
    due,
    indicated,
    opened,
    owed,
    plan_running,
    suspended,
    tell,
    terminated,
)

from concerns.events import TerminationConsidered, TerminationDecided
from concerns.procedures.reader import library

GROUNDS = ["performance_not_restored", "escalating", "new_concerns", "below_standard", "breach"]
FAIR = {"action_plans_show_reasonable_time_and_support": True}


# --- considered -----------------------------------------------------------------------------------


@pytest.mark.parametrize("ground", GROUNDS)
def test_an_end_is_considered_on_five_grounds_from_any_stage(ground: str) -> None:
    """BLA-ST-22: by the Council or the CCG, at a first indicator as while suspended."""
    for case in (opened(), indicated(), plan_running(), suspended()):
        case.takes(CCG, "consider_termination", choices=FAIR, grounds=ground)
        assert isinstance(case.last[0], TerminationConsidered)
        assert case.case.stage == "termination"


def test_an_end_is_considered_by_the_parties_to_the_contract_on_a_ground_that_is_listed() -> None:
    """BLA-ST-22, BLA-RO-27: not by the team, and on nothing else."""
    case = plan_running()
    wrong = case.refuses(TEAM, "consider_termination", choices=FAIR, grounds="breach")
    assert wrong.kind == "not your role"
    refusal = case.refuses(COUNCIL, "consider_termination", choices=FAIR, grounds="too dear")
    assert refusal.where == "grounds"


def test_whether_plans_show_reasonable_time_and_support_is_said_and_a_no_is_kept() -> None:
    """BLA-PL-05, BLA-RC-05, BLA-ST-22: where people are in danger there may be no plan to show."""
    case = plan_running()
    assert case.refuses(COUNCIL, "consider_termination", grounds="breach").where
    none = dict.fromkeys(FAIR, False)
    case.takes(COUNCIL, "consider_termination", choices=none, grounds="below_standard")
    assert case.last[0].choices == none


def test_the_audit_trail_of_plans_is_a_report_of_its_own() -> None:
    """BLA-RP-01, BLA-RC-05, BLA-PL-05: while the end is considered, and not before."""
    assert "issue_audit_trail" not in plan_running().permitted(TEAM)
    case = considering_termination().takes(TEAM, "issue_audit_trail", summary="eight months")
    assert "audit trail of Action Plans" in str(case.last[0])


def test_to_consider_may_come_to_no() -> None:
    """BLA-ST-22: the Risk Summit then decides anew what follows."""
    case = terminated().takes(COUNCIL, "decide_against_termination", "new owner, new manager")
    assert case.case.stage == "risk_summit"
    assert "anticipated_closure" not in {one.key for one in case.case.duties.values()}
    considering_termination(case)
    assert "record_contract_end" not in case.permitted(OFFICER)
    assert "issue_warning_letter" not in case.permitted(SUMMIT)


def test_ceasing_placements_leads_towards_a_planned_end() -> None:
    """BLA-ST-21, BLA-RS-07, BLA-ACT-11, AMB-BLA-11: the summit's decision, and not the team's."""
    assert "cease_placements" not in plan_running().permitted(TEAM)
    case = chosen("cease_placements").takes(SUMMIT, "cease_placements", ends_on="2026-12-31")
    assert case.case.stage == "planned_termination"
    assert "consider_termination" in considering_termination(case).permitted(COUNCIL)


# --- decided --------------------------------------------------------------------------------------


@pytest.mark.parametrize("clause", ["council_contract", "ccg_contract", "other_contract"])
def test_the_end_is_decided_under_the_clause_of_the_contract(clause: str) -> None:
    """BLA-SR-19, BLA-SR-15, AMB-BLA-22: two residential clauses, and any other contract's own."""
    case = considering_termination()
    case.takes(COUNCIL, "decide_termination", **{**TERMINATION, "contract_clause": clause})
    found = case.last[0]
    assert isinstance(found, TerminationDecided)
    listed = library()["blackpool"].lists["termination_clauses"].items[clause]
    assert found.contract_clause == listed.label


@pytest.mark.parametrize("missing", ["contract_clause", "disruption_weighed", "ends_on"])
def test_disruption_is_weighed_before_an_end_is_decided(missing: str) -> None:
    """BLA-SR-21, BLA-SR-19, BLA-ST-23: nothing of it may be left out or blank."""
    kept = {key: one for key, one in TERMINATION.items() if key != missing}
    refusal = considering_termination().refuses(COUNCIL, "decide_termination", **kept)
    assert refusal.where == missing
    assert "decide_termination" not in plan_running().permitted(COUNCIL)


def test_the_anticipated_day_is_the_one_that_was_decided() -> None:
    """BLA-TL-05: Sunday 3 January 2027, across the year end and not moved to a working day."""
    case = considering_termination()
    case.takes(COUNCIL, "decide_termination", **{**TERMINATION, "ends_on": "2027-01-03"})
    assert due(case, "anticipated_closure") == "2027-01-03"


def test_the_officer_tells_provider_and_agencies_of_the_end() -> None:
    """BLA-NT-04, BLA-NT-05, BLA-RO-22 to RO-24: the letter and the telling are the officer's."""
    case = terminated()
    assert {"tell_provider_of_termination", "tell_agencies_of_termination"} <= owed(case)
    tell(case, OFFICER, "tell_provider_of_termination", "tell_agencies_of_termination")
    assert {"tell_provider_of_termination", "tell_agencies_of_termination"}.isdisjoint(owed(case))
