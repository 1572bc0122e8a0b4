"""Cases under the north-west routes, told up to a stage, for other tests to go on from."""

from concerns.commands.issue import Issue
from concerns.commands.record_delivery import RecordDelivery
from given import Story, officer, opening, plan, story

CM = officer("Ann", "cm")
SPRG = officer("Bea", "sprg")
CQS = officer("Cal", "cqs")
DMT = officer("Dee", "dmt")
DASS = officer("Eve", "dass")
NURSING = officer("Fay", "nursing_director")
CARE_MANAGEMENT = officer("Gus", "care_management")

SUSPEND = {"scope": "all new placements", "basis": "contract clause 14"}


def opened() -> Story:
    """Opened on Monday 2 March 2026."""
    return story("north-west-routes").asks(CM, opening("north-west-routes"))


def at_risk() -> Story:
    """At risk, the letter delivered, a plan agreed."""
    case = opened().takes(SPRG, "agree_at_risk")
    letter = case.duty("at_risk_letter")
    case.asks(CM, Issue(duty=letter, how="post")).asks(CM, RecordDelivery(duty=letter))
    return case.takes(CQS, "agree_improvement_plan", **plan())


def not_complied() -> Story:
    """No compliance, so Route 2."""
    case = at_risk().at(2026, 3, 30).takes(CQS, "report_progress", summary="nothing done")
    return case.takes(SPRG, "assess_no_compliance").takes(SPRG, "escalate_to_route_2")


def proposed(case: Story) -> Story:
    """Suspension recommended, reported and considered: it awaits sign-off."""
    case.takes(SPRG, "recommend_suspension").takes(
        CM, "draft_suspension_plan", **plan("2026-05-29")
    )
    return case.takes(CM, "report_suspension", summary="the report").takes(
        DMT, "consider_suspension"
    )


def awaiting_sign_off() -> Story:
    """By way of Route 1."""
    return proposed(not_complied())


def suspended(nursing: bool = False) -> Story:  # noqa: FBT001, FBT002 - reads as a word
    """Signed off by the director, and by the nursing director where relevant."""
    choices = {"nursing_relevant": nursing}
    case = awaiting_sign_off().takes(DASS, "sign_off_suspension", choices=choices, **SUSPEND)
    if nursing:
        case.takes(NURSING, "sign_off_suspension", choices=choices, **SUSPEND)
    return case


def lifting_considered() -> Story:
    """On the green route, the lifting report before the directors."""
    case = suspended().at(2026, 5, 4).takes(CM, "issue_suspension_plan", **plan("2026-06-30"))
    case.takes(CQS, "record_visit", findings="better", other_standards="kept up")
    areas = [{"area": "medicines", "sustainable": True}]
    case.takes(CQS, "report_monthly_progress", summary="good", areas=areas)
    case.takes(SPRG, "review_progress").takes(SPRG, "agree_sufficient_progress")
    case.takes(SPRG, "instruct_lifting_report", choices={"sustainable_in_all_areas": True})
    return case.takes(CM, "write_lifting_report", conditional=True).takes(DMT, "consider_lifting")


def lifted_with_conditions() -> Story:
    """Lifted, one condition to be reviewed on Wednesday 1 July 2026."""
    conditions = [{"what": "two nurses on nights", "review_on": "2026-07-01"}]
    return lifting_considered().takes(
        DASS,
        "lift_suspension_with_conditions",
        choices={"nursing_relevant": False},
        conditions=conditions,
    )
