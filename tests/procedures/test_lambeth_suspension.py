"""Lambeth: admissions suspended and taken up again, though nobody is named to decide it."""

from lambeth_case import (
    CHAIR,
    COMMISSIONER,
    INITIATOR,
    LEAD,
    closed,
    closing,
    done,
    owed,
    ready_to_close,
    report,
    step_1,
    tell,
)

from given import Story

INTENTIONS = {"intentions": "buy places elsewhere for six adults"}
THREE = {
    "tell_front_line_of_suspension",
    "tell_commissioners_of_suspension",
    "tell_public_of_suspension",
}
SCOPE = {"scope": "all new admissions", "basis": "the commissioning intentions"}


def suspended() -> Story:
    """Considered, intended and decided by the commissioning lead."""
    case = step_1().takes(CHAIR, "judge_risk_high")
    case.takes(LEAD, "consider_suspension").takes(
        LEAD, "record_commissioning_intentions", **INTENTIONS
    )
    return case.takes(LEAD, "suspend_admissions", **SCOPE)


def test_suspension_follows_from_the_intentions_by_the_commissioning_lead() -> None:
    """LAM-S2-16, LAM-RK-04, AMB-LAM-11: nobody is named in the document; ours can be changed."""
    case = step_1().takes(CHAIR, "judge_risk_high")
    assert "must come first" in case.refuses(LEAD, "suspend_admissions", **SCOPE).why
    case.takes(COMMISSIONER, "consider_suspension")
    assert "must come first" in case.refuses(LEAD, "suspend_admissions", **SCOPE).why
    case.takes(LEAD, "record_commissioning_intentions", **INTENTIONS)
    assert case.refuses(CHAIR, "suspend_admissions", **SCOPE).kind == "not your role"
    case.takes(LEAD, "suspend_admissions", **SCOPE)
    assert "suspended" in case.case.overlays
    assert case.case.rag is None
    assert "not possible while" in case.refuses(LEAD, "consider_suspension").why
    unconsidered = step_1().takes(CHAIR, "judge_risk_high")
    unconsidered.takes(LEAD, "record_commissioning_intentions", **INTENTIONS)
    assert "Consider suspending" in unconsidered.refuses(LEAD, "suspend_admissions", **SCOPE).why
    assert case.refuses(LEAD, "suspend_admissions", **SCOPE).departure


def test_how_a_suspension_is_told_is_decided_when_it_is_considered() -> None:
    """LAM-S2-16, LAM-NT-09: three are told of the suspension."""
    case = step_1().takes(LEAD, "consider_suspension")
    assert "decide_how_suspension_is_told" in owed(case)
    done(case, CHAIR, "decide_how_suspension_is_told")
    case = suspended()
    assert owed(case) >= THREE
    tell(case, LEAD, *THREE)
    assert THREE.isdisjoint(owed(case))


def test_whoever_may_suspend_may_lift() -> None:
    """AMB-LAM-11: the document does not speak of lifting."""
    case = suspended()
    assert case.refuses(INITIATOR, "lift_suspension_of_admissions").kind == "not your role"
    assert owed(case) >= THREE
    case.takes(LEAD, "lift_suspension_of_admissions", "nights are staffed")
    assert "suspended" not in case.case.overlays
    assert THREE.isdisjoint(owed(case))
    assert case.refuses(LEAD, "lift_suspension_of_admissions").departure


def test_a_suspension_that_still_stands_is_lifted_before_the_case_is_concluded() -> None:
    """AMB-LAM-11: afterwards nobody could lift it."""
    case = ready_to_close().takes(LEAD, "consider_suspension")
    case.takes(LEAD, "record_commissioning_intentions", **INTENTIONS)
    case.takes(LEAD, "suspend_admissions", **SCOPE)
    tell(done(case, CHAIR, "decide_how_suspension_is_told"), LEAD, *THREE)
    report(case.asks(CHAIR, closing())).takes(CHAIR, "record_no_exercise_wanted")
    assert "Admissions suspended" in case.refuses(CHAIR, "conclude").why
    case.takes(LEAD, "lift_suspension_of_admissions").takes(CHAIR, "conclude")


def test_admissions_are_not_suspended_once_the_process_is_closed() -> None:
    """AMB-LAM-11: the decision belongs to the process."""
    assert "suspend_admissions" not in closed().permitted(LEAD)
