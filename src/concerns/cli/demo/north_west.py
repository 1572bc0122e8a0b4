"""Northtown, under the north-west routes: one home suspended and back, one plan that is late."""

from concerns.cli.demo.play import Line, items, officer, step
from concerns.commands.discharge_duty import DischargeDuty
from concerns.commands.issue import Issue
from concerns.commands.open_case import OpenCase
from concerns.commands.record_delivery import RecordDelivery
from concerns.vocabulary import Provider, Service

ACME = Provider(id="1-900000101", name="Acme Care Ltd")
ELM_HOUSE = Service(id="1-900000102", name="Elm House", type="care home with nursing")
ASH_COURT = Service(id="1-900000103", name="Ash Court", type="care home")

ANN = officer("Ann Archer", "cm")
BEA = officer("Bea Bell", "sprg")
CAL = officer("Cal Cole", "cqs")
DEE = officer("Dee Dunn", "dmt")
EVE = officer("Eve Ellis", "dass")
EVE_STANDS_IN = officer("Eve Ellis", "dass", "nursing_director")
FAY = officer("Fay Ford", "nursing_director")
GUS = officer("Gus Gray", "care_management")

SUSPEND = {"scope": "all new placements", "basis": "contract clause 14, risk to residents"}
NURSING = ("nursing_relevant",)


def _opening(service: Service, why: str) -> OpenCase:
    return OpenCase(procedure="north-west-routes", provider=ACME, services=(service,), reason=why)


def _told(on: str, about: str) -> tuple[Line, ...]:
    letter = Line(on, ANN, Issue(duty=f"{about}_letter", how="recorded post"))
    others = {
        "basecamp": "a post",
        "cqc": "e-mail",
        "care_management": "e-mail",
        "people": "letters handed over at a meeting",
    }
    return letter, *(
        Line(on, ANN, Issue(duty=f"tell_{whom}_{about}", how=how)) for whom, how in others.items()
    )


AT_RISK = (
    Line("2026-01-12", ANN, _opening(ELM_HOUSE, "three medicines alerts in six weeks")),
    step(
        "2026-01-12",
        ANN,
        "agree_at_risk",
        "it cannot wait for the group",
        wish="agree the at-risk status without the group",
    ),
    step(
        "2026-01-13",
        BEA,
        "hold_at_risk_session",
        "the alerts share one cause",
        chair="Bea Bell",
        present=[{"group": "Commissioning", "who": "Ann Archer"}],
    ),
    step("2026-01-13", BEA, "agree_at_risk", "medicines are not given safely"),
    Line("2026-01-14", ANN, Issue(duty="at_risk_letter", how="recorded post")),
    Line("2026-01-15", ANN, RecordDelivery(duty="at_risk_letter")),
    step(
        "2026-01-21",
        CAL,
        "agree_improvement_plan",
        "made with the manager in two meetings",
        deadline="2026-02-12",
        items=items(
            ("medicines", "audit every round", "registered manager", "2026-01-30"),
            ("night staff", "two nurses on each night", "Acme Care Ltd", "2026-02-12"),
        ),
    ),
    step("2026-02-12", CAL, "report_progress", "", summary="audits stopped after a week"),
    step("2026-02-16", BEA, "assess_no_compliance", "one of two lines begun, none done"),
)

REFUSED = (
    step("2026-02-16", BEA, "escalate_to_route_2", "Route 1 has not worked"),
    step("2026-02-16", BEA, "recommend_suspension", "residents missed insulin twice"),
    step("2026-02-17", EVE, "sign_off_suspension", "I have seen enough", yes=NURSING,
         wish="suspend before the report was considered", **SUSPEND),
    step("2026-02-18", ANN, "draft_suspension_plan", "for the report", deadline="2026-04-30",
         items=items(("medicines", "a pharmacist checks weekly", "manager", "2026-03-31"))),
    step("2026-02-19", ANN, "report_suspension", "", summary="the case for suspension"),
    step("2026-02-23", DEE, "consider_suspension", "the report supports it"),
    step("2026-02-24", EVE, "sign_off_suspension", "the risk outweighs the disruption",
         yes=NURSING, **SUSPEND),
    step("2026-02-24", EVE_STANDS_IN, "sign_off_suspension", "and for the nursing director",
         yes=NURSING, wish="sign a second time, standing in for the Nursing Director", **SUSPEND),
    step("2026-02-25", FAY, "refuse_suspension_extend_route_1",
         "a new clinical lead started on Monday",
         rationale_reviewed="the group's report; the new lead's first week"),
    step("2026-02-26", BEA, "extend_plan", "four weeks for the new lead", deadline="2026-03-26"),
)  # fmt: skip

SUSPENDED = (
    step("2026-03-26", CAL, "report_progress", "", summary="the new lead left after nine days"),
    step("2026-03-30", BEA, "assess_no_compliance", "nothing on the plan is done"),
    step("2026-03-30", BEA, "escalate_to_route_2", "the extension changed nothing"),
    step("2026-03-30", BEA, "recommend_suspension", "nobody leads on medicines"),
    step("2026-03-31", ANN, "draft_suspension_plan", "for the second report",
         deadline="2026-06-30",
         items=items(("medicines", "a pharmacist checks weekly", "manager", "2026-05-29"),
                     ("leadership", "a clinical lead in post", "Acme Care Ltd", "2026-06-30"))),
    step("2026-03-31", ANN, "report_suspension", "", summary="second report, with new evidence"),
    step("2026-04-02", DEE, "consider_suspension", "the report supports it, again"),
    step("2026-04-07", EVE, "sign_off_suspension", "no clinical lead, no safe medicines",
         yes=NURSING, mark="one signature", **SUSPEND),
    step("2026-04-08", FAY, "sign_off_suspension", "I agree: nobody leads on medicines",
         yes=NURSING, mark="both signatures", **SUSPEND),
    *_told("2026-04-08", "suspension"),
    Line("2026-04-09", ANN, DischargeDuty(duty="agree_form_of_telling", how="letters, in person")),
    Line("2026-04-09", GUS,
         DischargeDuty(duty="consider_current_placements", how="six reviews, nobody moves")),
    step("2026-04-10", ANN, "issue_suspension_plan", "sent with the letter",
         deadline="2026-06-30",
         items=items(("medicines", "a pharmacist checks weekly", "manager", "2026-05-29"),
                     ("leadership", "a clinical lead in post", "Acme Care Ltd", "2026-06-30"))),
)  # fmt: skip


def _month(day: str, found: str, *, sustainable: bool) -> tuple[Line, ...]:
    areas = [{"area": area, "sustainable": sustainable} for area in ("medicines", "leadership")]
    return (
        step(day, CAL, "record_visit", "", findings=found, other_standards="kept up"),
        step(day, CAL, "report_monthly_progress", "", summary=found, areas=areas),
        step(day, BEA, "review_progress", "reviewed this month"),
    )


LIFTED = (
    *_month("2026-05-07", "the pharmacist comes weekly; no lead yet", sustainable=False),
    *_month("2026-06-04", "a clinical lead is in post", sustainable=False),
    *_month("2026-07-02", "eight weeks without a medicines error", sustainable=True),
    step("2026-07-02", BEA, "agree_sufficient_progress", "both areas have held"),
    step("2026-07-02", BEA, "instruct_lifting_report", "sustainable in every area",
         yes=("sustainable_in_all_areas",)),
    step("2026-07-09", ANN, "write_lifting_report", "the lead must stay", conditional=True),
    step("2026-07-14", DEE, "consider_lifting", "with conditions"),
    step("2026-07-20", EVE, "lift_suspension_with_conditions", "safe if the lead stays",
         yes=NURSING, conditions=(conditions := [
             {"what": "two nurses on each night", "review_on": "2026-09-01"},
             {"what": "the clinical lead stays in post", "review_on": "2026-10-01"}])),
    step("2026-07-21", FAY, "lift_suspension_with_conditions", "nights must stay covered",
         yes=NURSING, conditions=conditions),
    step("2026-07-22", ANN, "explain_conditions", "", findings="both conditions explained"),
    *_told("2026-07-22", "lifting"),
    Line("2026-07-23", ANN, Issue(duty="tell_finance_lifting", how="e-mail")),
    step("2026-07-24", ANN, "resume_routine_monitoring", "everybody has been told"),
)  # fmt: skip

ELM_HOUSE_SCENE = (*AT_RISK, *REFUSED, *SUSPENDED, *LIFTED)

# A plan due five working days after Thursday 27 August, with a bank holiday between.
ASH_COURT_SCENE = (
    Line("2026-08-24", ANN, _opening(ASH_COURT, "falls doubled in July")),
    step("2026-08-25", BEA, "agree_at_risk", "no falls plan for five residents"),
    Line("2026-08-26", ANN, Issue(duty="at_risk_letter", how="recorded post")),
    Line("2026-08-27", ANN, RecordDelivery(duty="at_risk_letter")),
)
