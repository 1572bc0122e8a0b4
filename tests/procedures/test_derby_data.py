"""Derby's document as data: sound, complete in the groups it covers, and true to its hard rules."""

import pytest

from concerns import events
from concerns.procedures.checking.checker import check
from concerns.procedures.checking.references import references
from concerns.procedures.procedure import Procedure
from concerns.procedures.reader import folders, read

DERBY = next(folder for folder in folders() if folder.name == "derby")


@pytest.fixture(scope="module")
def derby() -> Procedure:
    return read(DERBY)[0]


AUDIT_SCORES: list[tuple[int, set[str]]] = [
    (50, {"R08"}),
    (51, {"A14"}),
    (60, {"A14"}),
    (61, set()),
]


def test_the_procedure_is_sound() -> None:
    """Stages reachable, deciders named, duties dischargeable, clocks started and ended."""
    assert [str(fault) for fault in check(DERBY)] == []


def test_every_step_leaves_a_known_fact_and_speaks_of_its_fields(derby: Procedure) -> None:
    """A step cannot ask for, demand or fix what its fact does not hold."""
    for key, step in derby.steps.items():
        fields = getattr(events, step.fact).model_fields
        named = {*step.asks, *step.demands, *step.sets}
        assert named <= fields.keys(), key


def test_every_name_used_is_defined(derby: Procedure) -> None:
    """Roles, stages, steps, clocks, duties, plans and meetings named exist."""
    missing = {r.name for r in references(derby) if r.name not in getattr(derby, r.part)}
    assert missing == set()


def test_nothing_extends_the_final_action_plan(derby: Procedure) -> None:
    """Its deadline is absolute, in the plan and in the clock (DER-TL-05)."""
    extended = {step.plan for step in derby.steps.values() if step.fact == "PlanExtended"}
    assert "final_action_plan" not in extended
    assert derby.plans["final_action_plan"].absolute
    assert derby.clocks["final_action_plan_deadline"].firmness == "absolute"


def test_only_the_care_home_rule_decides_by_itself(derby: Procedure) -> None:
    """No other step is automatic (DER-ST-35, X-DF-12)."""
    automatic = [key for key, step in derby.steps.items() if step.automatic]
    assert automatic == ["suspend_after_neighbour_care_home"]


def test_no_quality_officer_reaches_red_alone(derby: Procedure) -> None:
    """From Amber to Red another must agree (DER-RO-15, DER-RO-16)."""
    escalations = {"RagStatusSet", "EscalationAgreed", "DeEscalated"}
    to_red = [s for s in derby.steps.values() if s.to == "red" and s.fact in escalations]
    assert to_red
    assert all("qmo" not in step.by for step in to_red)
    assert all("recommend_red" in step.not_the_same_person_as for step in to_red)


def test_trigger_i_takes_three_deciders(derby: Procedure) -> None:
    """Decision and activation: both heads and the Director (DER-RO-31, AMB-DER-05)."""
    three = {"head_integrated_commissioning", "head_safeguarding", "director"}
    for key in ("decide_decommissioning", "activate_after_decommissioning"):
        step = derby.steps[key]
        assert {*step.by, *(one.role for one in step.together_with)} == three
    assert derby.steps["decide_decommissioning"].only_after == ("hold_process_1_meeting",)


@pytest.mark.parametrize(("process", "keeper"), [("process_1", "crm"), ("process_2", "pfm")])
def test_decisions_of_a_process_stand_in_its_managers_log(
    derby: Procedure, process: str, keeper: str
) -> None:
    """Every stage of the process has the log of its manager (DER-RC-02, DER-RC-05)."""
    logs = {stage.log_of for key, stage in derby.stages.items() if key.startswith(process)}
    assert logs == {keeper}


@pytest.mark.parametrize("lead", ["head", "director"])
def test_a_lead_is_told_by_telephone_and_then_in_writing(derby: Procedure, lead: str) -> None:
    """The call stays open until the lead or a deputy answers (DER-NT-01 to DER-NT-05)."""
    call, written = derby.duties[f"telephone_{lead}"], derby.duties[f"email_{lead}"]
    assert (call.how, written.how) == (("telephone",), ("e-mail",))
    assert call.done_when == "acknowledged"
    assert call.acknowledged_by == ("the person named", "a nominated deputy")
    assert {call.within, written.within} == {"tell_leads_at_once"}
    assert {f"telephone_{lead}", f"email_{lead}"} <= set(derby.steps["report_failure"].duties)


@pytest.mark.parametrize(("score", "met"), AUDIT_SCORES)
def test_the_audit_score_meets_one_band_at_most(
    derby: Procedure, score: int, met: set[str]
) -> None:
    """50 is Red, above 50 to 60 is Amber, above 60 is silent (AMB-DER-08)."""
    bands = {
        key: indicator.measured
        for key, indicator in derby.scoring["qmt_rag"].indicators.items()
        if indicator.measured and indicator.measured.measure == "health_and_safety_audit"
    }
    found = {
        key
        for key, band in bands.items()
        if (band.above is None or score > band.above)
        and (band.at_most is None or score <= band.at_most)
    }
    assert found == met
