"""The north-west routes, situation by situation."""

from north_west import (
    CARE_MANAGEMENT,
    CM,
    CQS,
    DASS,
    DMT,
    NURSING,
    SPRG,
    SUSPEND,
    at_risk,
    awaiting_sign_off,
    lifted_with_conditions,
    lifting_considered,
    not_complied,
    opened,
    proposed,
    suspended,
)

from concerns.commands.command import DepartureAsked
from concerns.commands.discharge_duty import DischargeDuty
from concerns.commands.issue import Issue
from concerns.commands.record_delivery import RecordDelivery
from concerns.events import SignatureGiven, SuspensionSignedOff
from concerns.vocabulary import Rag
from given import officer, plan

SOME_PROGRESS = [{"area": "medicines", "sustainable": False}]
FIVE = ("basecamp", "cqc", "care_management", "finance", "people")


def test_at_risk_is_amber_and_agreed_by_the_risk_group() -> None:
    """NWR-ST-01, NWR-RO-01, NWR-RAG-01."""
    case = opened().takes(SPRG, "agree_at_risk")
    assert case.case.rag == Rag(colour="amber", scheme="north-west-routes")
    refusal = opened().refuses(CM, "agree_at_risk")
    assert (refusal.kind, refusal.departure) == ("not your role", True)
    assert "NWR-ST-01" in refusal.clause


def test_plan_is_due_five_working_days_after_delivery_not_issue() -> None:
    """NWR-TL-01, NWR-NT-15: issued Monday 30 March, delivered Wednesday 1 April 2026.

    Good Friday 3 April and Easter Monday 6 April do not count: due Friday 10 April.
    """
    case = opened().at(2026, 3, 30).takes(SPRG, "agree_at_risk")
    letter = case.duty("at_risk_letter")
    case.asks(CM, Issue(duty=letter, how="recorded post"))
    assert not [one for one in case.case.duties.values() if one.kind == "time limit"]
    case.at(2026, 4, 1).asks(CM, RecordDelivery(duty=letter))
    assert {one.key: one.due for one in case.case.duties.values() if one.counted} == {
        "plan_made": "2026-04-10",
        "plan_compliance": "2026-04-29",
    }


def test_a_letter_is_not_delivered_before_it_is_sent() -> None:
    """NWR-NT-15."""
    case = opened().takes(SPRG, "agree_at_risk")
    refusal = case.refused(CM, RecordDelivery(duty=case.duty("at_risk_letter")))
    assert refusal.kind == "not found"


def test_full_compliance_lifts_and_can_never_suspend() -> None:
    """NWR-ST-05, AMB-NWR-01: the pasted-in sentence about a suspension letter is not followed."""
    case = at_risk().takes(CQS, "report_progress", summary="all done")
    case.takes(SPRG, "assess_full_compliance")
    assert "escalate_to_route_2" not in case.permitted(SPRG)
    case.takes(SPRG, "lift_at_risk")
    assert case.case.rag is None
    assert "greater_initial_oversight" in case.case.overlays


def test_partial_compliance_extends_the_deadline() -> None:
    """NWR-ST-06, NWR-TL-03, AMB-NWR-13."""
    case = at_risk().takes(CQS, "report_progress", summary="half done")
    case.takes(SPRG, "assess_partial_compliance", choices={"progress_satisfactory": True})
    case.takes(SPRG, "extend_plan", deadline="2026-05-29")
    assert case.case.rag == Rag(colour="amber", scheme="north-west-routes")
    assert "2026-05-29" in {one.due for one in case.case.duties.values()}


def test_no_compliance_leads_to_route_2() -> None:
    """NWR-ST-07, NWR-RAG-02."""
    assert not_complied().case.rag == Rag(colour="red", scheme="north-west-routes")


def test_urgent_safety_concern_bypasses_route_1() -> None:
    """NWR-ST-08, NWR-SR-01."""
    assert opened().takes(SPRG, "escalate_urgently").case.rag == Rag(
        colour="red", scheme="north-west-routes"
    )


def test_management_team_has_about_a_week() -> None:
    """NWR-TL-04: recommended Monday 30 March 2026, due Monday 6 April, soft."""
    case = not_complied().takes(SPRG, "recommend_suspension")
    week = next(one for one in case.case.duties.values() if one.key == "dmt_consideration")
    assert (week.due, week.firmness) == ("2026-04-06", "soft")


def test_suspension_is_signed_off_by_the_director_alone_where_nursing_is_not_relevant() -> None:
    """NWR-ST-11, NWR-RO-11."""
    case = suspended()
    assert isinstance(case.last[0], SuspensionSignedOff)
    assert "suspended" in case.case.overlays


def test_second_signature_is_awaited_where_relevant() -> None:
    """NWR-RO-12, NWR-SR-02: the decision stays open until both have signed."""
    case = awaiting_sign_off()
    relevant = {"nursing_relevant": True}
    case.takes(DASS, "sign_off_suspension", choices=relevant, **SUSPEND)
    assert isinstance(case.last[0], SignatureGiven)
    assert "suspended" not in case.case.overlays
    case.takes(NURSING, "sign_off_suspension", choices=relevant, **SUSPEND)
    assert "suspended" in case.case.overlays


def test_relevance_of_the_second_signature_must_be_said() -> None:
    """AMB-NWR-04: a recorded choice, never a default."""
    refusal = awaiting_sign_off().refuses(DASS, "sign_off_suspension", **SUSPEND)
    assert refusal.where == "choices.nursing_relevant"


def test_one_person_in_both_roles_cannot_give_both_signatures() -> None:
    """NWR-RO-12: never, not even as a departure."""
    both = officer("Eve", "dass", "nursing_director")
    relevant = {"nursing_relevant": True}
    case = awaiting_sign_off().takes(both, "sign_off_suspension", choices=relevant, **SUSPEND)
    departure = DepartureAsked(reason="nobody else is here")
    refusal = case.refuses(
        both, "sign_off_suspension", choices=relevant, departure=departure, **SUSPEND
    )
    assert "same person" in refusal.why
    assert not refusal.departure


def test_both_sign_the_same_or_nothing_is_signed() -> None:
    """Design §7: a sign-off binds what the signer saw; a co-signer may simply take it over."""
    case = awaiting_sign_off()
    relevant = {"nursing_relevant": True}
    case.takes(DASS, "sign_off_suspension", choices=relevant, **SUSPEND)
    other = {**SUSPEND, "scope": "nursing placements only"}
    refusal = case.refuses(NURSING, "sign_off_suspension", choices=relevant, **other)
    assert "not what Eve" in refusal.why
    not_relevant = {"nursing_relevant": False}
    assert case.refuses(NURSING, "sign_off_suspension", choices=not_relevant, **SUSPEND)
    case.takes(NURSING, "sign_off_suspension")
    assert isinstance(case.last[0], SuspensionSignedOff)
    assert case.last[0].scope == SUSPEND["scope"]


def test_what_is_signed_first_is_complete() -> None:
    """Bad input is refused at the first signature, not at the last."""
    refusal = awaiting_sign_off().refuses(
        DASS, "sign_off_suspension", choices={"nursing_relevant": True}, scope="all"
    )
    assert refusal.where == "basis"


def test_a_signature_does_not_outlive_a_refusal() -> None:
    """NWR-ST-12: a signature was for the decision as it stood then."""
    relevant = {"nursing_relevant": True}
    case = awaiting_sign_off().takes(DASS, "sign_off_suspension", choices=relevant, **SUSPEND)
    case.takes(NURSING, "refuse_suspension_extend_route_1", rationale_reviewed="evidence too thin")
    assert case.case.signatures == {}


def test_refusal_after_route_1_extends_it() -> None:
    """NWR-ST-12, NWR-SR-03, AMB-NWR-06, AMB-NWR-07."""
    case = awaiting_sign_off()
    assert "refuse_suspension_start_route_1" not in case.permitted(DMT)
    case.takes(DMT, "refuse_suspension_extend_route_1", rationale_reviewed="evidence too thin")
    case.takes(SPRG, "extend_plan", deadline="2026-05-29")
    assert case.case.rag == Rag(colour="amber", scheme="north-west-routes")
    assert not case.case.closed


def test_refusal_of_an_urgent_case_goes_to_the_start_of_route_1() -> None:
    """NWR-ST-12, AMB-NWR-07."""
    case = proposed(opened().takes(SPRG, "escalate_urgently"))
    assert "refuse_suspension_extend_route_1" not in case.permitted(DASS)
    case.takes(DASS, "refuse_suspension_start_route_1", rationale_reviewed="not urgent after all")
    assert "agree_at_risk" in case.permitted(SPRG)


def test_sign_off_needs_the_report_and_its_consideration() -> None:
    """NWR-ST-10, NWR-RP-01."""
    case = not_complied().takes(SPRG, "recommend_suspension")
    refusal = case.refuses(
        DASS, "sign_off_suspension", choices={"nursing_relevant": False}, **SUSPEND
    )
    assert refusal.departure
    assert "NWR-ST-11" in refusal.clause


def test_five_are_told_of_the_suspension_and_five_of_its_lifting() -> None:
    """NWR-NT-05 to NWR-NT-14, NWR-ST-14, NWR-ST-21."""
    first, second = suspended(), lifted_with_conditions()
    for who in FIVE:
        first.asks(CM, Issue(duty=first.duty(f"tell_{who}_suspension"), how="e-mail"))
        second.asks(CM, Issue(duty=second.duty(f"tell_{who}_lifting"), how="e-mail"))
    assert not [one for one in first.case.duties.values() if one.kind == "telling"]


def test_current_placements_are_reviewed_not_ended() -> None:
    """NWR-SR-07, NWR-RO-15, NWR-NT-07."""
    case = suspended()
    duty = case.duty("consider_current_placements")
    case.asks(CARE_MANAGEMENT, DischargeDuty(duty=duty, how="twelve reviews booked"))
    assert duty not in case.case.duties


def test_progress_is_reviewed_every_month() -> None:
    """NWR-TL-05, NWR-ST-15: suspended 30 March, due 30 April; reviewed 4 May, due 4 June 2026."""
    case = suspended()
    assert (
        next(d.due for d in case.case.duties.values() if d.key == "monthly_review") == "2026-04-30"
    )
    case.at(2026, 5, 4).takes(CM, "issue_suspension_plan", **plan("2026-06-30"))
    case.takes(CQS, "record_visit", findings="some better", other_standards="kept up")
    case.takes(CQS, "report_monthly_progress", summary="some", areas=SOME_PROGRESS)
    case.takes(SPRG, "review_progress")
    due = [one.due for one in case.case.duties.values() if one.key == "monthly_review"]
    assert due == ["2026-06-04"]


def test_red_until_lifting_is_signed_off() -> None:
    """NWR-RAG-03, AMB-NWR-17."""
    case = lifting_considered()
    assert case.case.rag == Rag(colour="red", scheme="north-west-routes")
    assert lifted_with_conditions().case.rag is None


def test_lifting_report_only_when_every_area_is_sustainable() -> None:
    """NWR-ST-18, NWR-PL-03, AMB-NWR-09."""
    case = suspended().takes(CM, "issue_suspension_plan", **plan("2026-06-30"))
    case.takes(CQS, "record_visit", findings="some better", other_standards="kept up")
    case.takes(CQS, "report_monthly_progress", summary="some", areas=SOME_PROGRESS)
    case.takes(SPRG, "review_progress").takes(SPRG, "agree_sufficient_progress")
    refusal = case.refuses(
        SPRG, "instruct_lifting_report", choices={"sustainable_in_all_areas": False}
    )
    assert "sustainable in all areas" in refusal.why
    believed = case.refuses(
        SPRG, "instruct_lifting_report", choices={"sustainable_in_all_areas": True}
    )
    assert "every area reported sustainable" in believed.why
    assert believed.departure


def test_a_condition_outlives_the_suspension_until_reviewed() -> None:
    """NWR-SR-04, NWR-PL-05, NWR-TL-07, AMB-NWR-14."""
    case = lifted_with_conditions()
    condition = case.duty("lifting_condition")
    assert case.case.duties[condition].due == "2026-07-01"
    refusal = case.refuses(SPRG, "review_condition", duty=condition, outcome="continues")
    assert refusal.where == "next_review_on"
    case.takes(
        SPRG, "review_condition", duty=condition, outcome="continues", next_review_on="2026-10-01"
    )
    assert case.case.duties[case.duty("lifting_condition")].due == "2026-10-01"


def test_declined_lifting_leaves_the_provider_suspended() -> None:
    """NWR-ST-23, AMB-NWR-08."""
    case = lifting_considered().takes(DMT, "decline_lifting")
    assert case.case.stage == "suspended"
    assert "suspended" in case.case.overlays


def test_routine_monitoring_resumes_with_greater_oversight() -> None:
    """NWR-ST-22, NWR-SR-06."""
    case = lifted_with_conditions()
    refusal = case.refuses(CM, "resume_routine_monitoring")
    assert "Letter lifting the suspension" in refusal.why
    for owed in [one.id for one in case.case.duties.values() if one.kind in {"letter", "telling"}]:
        case.asks(CM, Issue(duty=owed, how="e-mail"))
    case.takes(CM, "resume_routine_monitoring")
    assert "greater_initial_oversight" in case.case.overlays


def test_a_provider_that_fails_to_comply_is_handed_over_not_just_closed() -> None:
    """NWR-ST-17, NWR-SR-05."""
    case = suspended()
    assert "is still open" in case.refuses(SPRG, "refer_to_provider_failure").why
    case.clears(SPRG).takes(SPRG, "refer_to_provider_failure")
    assert case.case.closed
    assert type(case.last[0]).__name__ == "HandedOver"


def test_conditions_of_an_earlier_lifting_stay_to_be_reviewed_after_a_new_suspension() -> None:
    """NWR-SR-04, AMB-NWR-14: conditions outlive a suspension; only a review ends one."""
    case = proposed(lifted_with_conditions().takes(SPRG, "escalate_urgently"))
    case.takes(DASS, "sign_off_suspension", choices={"nursing_relevant": False}, **SUSPEND)
    condition = case.duty("lifting_condition")
    case.takes(SPRG, "review_condition", duty=condition, outcome="breached")
    assert condition not in case.case.duties
