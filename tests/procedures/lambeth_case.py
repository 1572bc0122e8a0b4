"""Cases in Lambeth, told up to a stage, for other tests to go on from."""

from collections.abc import Callable
from typing import Any

from concerns.commands.acknowledge import Acknowledge
from concerns.commands.answer_checklist_item import AnswerChecklistItem
from concerns.commands.command import DepartureAsked
from concerns.commands.discharge_duty import DischargeDuty
from concerns.commands.issue import Issue
from concerns.commands.take_step import TakeStep
from concerns.vocabulary import Evidence, Officer
from given import Story, officer, opening, person, story

INITIATOR = officer("Ines", "initiator")
SAFEGUARDING = officer("Sam", "safeguarding")
LEAD = officer("Lou", "commissioning_lead")
COMMISSIONER = officer("Cora", "commissioner")
CARE = officer("Kit", "care_management")
ENQUIRER = officer("Eli", "enquirer")
QUALITY = officer("Quin", "quality_assurer")
CHAIR = officer("Chas")
"""Holds no role by token: appointed chair in the case."""
COORDINATOR = officer("Cleo")
"""Holds no role by token: appointed coordinator in the case."""

MEETING: dict[str, Any] = {
    "chair": "Chas",
    "present": [{"group": "Provider", "who": "the registered manager"}],
    "outputs": ["what was settled"],
}
PLANNED: dict[str, Any] = {
    "deadline": "2026-06-30",
    "items": [
        {"id": "1", "area": "safety", "action": "two on each night", "owner": "manager"}
        | {"due": "2026-04-30", "kind": "safeguarding", "priority": "high risk"},
        {"id": "2", "area": "governance", "action": "monthly audit", "owner": "director"}
        | {"due": "2026-06-30", "kind": "quality", "measure": "three audits in a row"},
    ],
}
AGREED_WITH_PROVIDER = {
    "leads_and_dates_agreed_with_the_provider": True,
    "safeguarding_kept_apart_from_quality": True,
    "high_risk_first": True,
    "experience_of_adults_throughout": True,
}
ENQUIRY: dict[str, Any] = {
    "issue": "falls at night",
    "kind": "case review",
    "method": "reading care plans beside the rota",
    "supports": "whether nights are staffed safely",
    "lead": "Eli",
    "skills": "occupational therapy",
}
ASSESSED: dict[str, Any] = {
    "concern": "falls at night",
    "validity": "substantiated",
    "likelihood": "every week",
    "severity": "fractures",
    "impact": "fear of walking",
}
TRIGGERS: dict[str, Any] = {
    "risk_level": "high",
    "safeguards": ["a nurse visits daily"],
    "triggers": [{"id": "T1", "what": "another fall with a fracture"}],
}
PROOF = Evidence(title="Results of quality assurance", said_by="observed")


def open_duty(case: Story, key: str) -> str:
    """The id of the duty of some kind that is still open, the one begun last."""
    return [one.id for one in case.case.duties.values() if one.key == key][-1]


def tell(case: Story, who: Officer, *duties: str) -> Story:
    """Each is told, or the letter sent."""
    for key in duties:
        case.asks(who, Issue(duty=open_duty(case, key), how="e-mail"))
    return case


def done(case: Story, who: Officer, *duties: str) -> Story:
    """Each is done."""
    for key in duties:
        case.asks(who, DischargeDuty(duty=open_duty(case, key), how="in person"))
    return case


def answered(case: Story, checklist: str, answer: Any, *items: str) -> Story:
    """Lines of a checklist, each with the same answer."""
    for item in items:
        case.asks(CHAIR, AnswerChecklistItem(checklist=checklist, item=item, answer=answer))
    return case


def owed(case: Story, kind: str = "") -> set[str]:
    """The keys of what is still to be done, of one kind or of all; no time limits."""
    duties = [one for one in case.case.duties.values() if one.kind != "time limit"]
    return {one.key for one in duties if kind in {"", one.kind}}


def due(case: Story, key: str) -> str | None:
    """When the open duty or time limit of some kind, begun last, is due."""
    return case.case.duties[open_duty(case, key)].due


def considered() -> Story:
    """A concern was raised on Monday 2 March 2026."""
    case = story("lambeth").asks(COMMISSIONER, opening("lambeth"))
    return case.takes(
        COMMISSIONER, "raise_concern", route="contract_monitoring", summary="five falls at night"
    )


def initiated(*, registered: bool = True) -> Story:
    """Initiated on Monday 2 March 2026."""
    return initiate(considered(), registered=registered)


def initiate(case: Story, *, registered: bool = True) -> Story:
    """The process begins on the case's present day."""
    choices = {"threshold_criteria_met": False, "registered_with_cqc": registered}
    if registered:
        return case.takes(INITIATOR, "initiate", choices=choices)
    return case.takes(INITIATOR, "initiate_unregistered", choices=choices)


def led(case: Story) -> Story:
    """Chas chairs, Cleo coordinates."""
    for step, name in (("appoint_chair", "Chas"), ("appoint_coordinator", "Cleo")):
        who = person(name).model_dump()
        case.takes(INITIATOR, step, appointed=who, eligibility="knows the provider")
    return case


def step_1(*, registered: bool = True) -> Story:
    """Initiated, with a chair and a coordinator."""
    return led(initiated(registered=registered))


def risk_known(case: Story) -> Story:
    """Judged, not high; the provider has not been told."""
    return case.takes(CHAIR, "judge_risk_below_high")


def opening_actions(case: Story, *, without: tuple[str, ...] = ()) -> Story:
    """All ten on the case's present day, or all without some; the provider is told as well."""
    for action, take in _OPENING_ACTIONS.items():
        if action in owed(case) and action not in without:
            take(case)
    if "arrange_meeting_with_provider" not in without:
        provider_told(case)
    if "judge_risk" not in without:
        apart = {"puts_adults_at_further_risk": False}
        case.takes(CHAIR, "share_risk_with_provider", choices=apart, what="moderate, at night")
    return case


_OPENING_ACTIONS: dict[str, Callable[[Story], Story]] = {
    "tell_care_management": lambda case: tell(case, COMMISSIONER, "tell_care_management"),
    "tell_brokerage": lambda case: tell(case, COMMISSIONER, "tell_brokerage"),
    "tell_safeguarding": lambda case: tell(case, COMMISSIONER, "tell_safeguarding"),
    "tell_cqc": lambda case: tell(case, COMMISSIONER, "tell_cqc"),
    "check_welfare": lambda case: done(case, CARE, "check_welfare"),
    "consider_police": lambda case: case.takes(SAFEGUARDING, "find_no_possible_crime"),
    "tell_placing_authorities": lambda case: tell(case, COMMISSIONER, "tell_placing_authorities"),
    "agree_lead_organisation": lambda case: case.takes(
        CHAIR, "agree_lead_organisation", text="the council"
    ),
    "convene_information_meeting": lambda case: case.takes(
        CHAIR, "convene_initial_meeting", on="2026-03-12"
    ),
    "arrange_meeting_with_provider": lambda case: case.takes(
        CHAIR, "arrange_meeting_with_provider", on="2026-03-05"
    ),
    "judge_risk": lambda case: case.takes(CHAIR, "judge_risk_below_high"),
    "start_risk_plan": lambda case: case.takes(CHAIR, "update_risk_plan", risk_level="moderate"),
    "intentions_step_1": lambda case: case.takes(
        LEAD, "record_commissioning_intentions", intentions="commission on as before"
    ),
}
"""What answers each of the duties with which Step 1 opens, once there is a chair."""


def provider_told(case: Story) -> Story:
    """The chair met the provider and told it."""
    case.takes(CHAIR, "meet_provider", **MEETING)
    choices = {"harms_a_line_of_enquiry": False, "provisional_timescales_told": True}
    return case.takes(CHAIR, "tell_provider_of_process", choices=choices, what="how it runs")


def step_2(*, registered: bool = True) -> Story:
    """Opening actions done on Thursday 5 March 2026."""
    case = opening_actions(step_1(registered=registered).at(2026, 3, 5))
    return case.takes(CHAIR, "complete_opening_actions")


def met(*, registered: bool = True) -> Story:
    """The initial meeting was held on Thursday 12 March 2026."""
    case = step_2(registered=registered).at(2026, 3, 12)
    return case.takes(CHAIR, "hold_initial_meeting", **MEETING)


def meeting_followed_up(case: Story) -> Story:
    """Whatever the initial meeting asks for beside the enquiries."""
    answered(case, "communication_strategy", "yes", *"1234567")
    both = {"covers_inside_and_outside_the_council": True}
    case.takes(CHAIR, "agree_communication_strategy", choices=both, text="letters, then visits")
    done(case, CARE, "secure_advocacy", "give_independent_channel", "check_complaints_and_surveys")
    tell(case, CARE, "update_adults_and_carers")
    case.takes(CHAIR, "hear_provider", how="at the meeting", views="recruitment is hard")
    case.takes(CHAIR, "set_follow_up_meeting", on="2026-04-09")
    case.takes(CHAIR, "update_risk_plan", risk_level="moderate")
    return case.takes(LEAD, "record_commissioning_intentions", intentions="as before")


def enquiring(*, registered: bool = True) -> Story:
    """Everything after the meeting is done and one enquiry runs."""
    case = meeting_followed_up(met(registered=registered))
    return case.takes(SAFEGUARDING, "plan_enquiry", **ENQUIRY, due="2026-04-02")


def facts_found(case: Story) -> Story:
    """Evidence gathered and the concern assessed."""
    case.takes(ENQUIRER, "gather_evidence", kind="facts", source="rotas", findings="one on nights")
    return case.takes(ENQUIRER, "assess_concern", **ASSESSED)


def findings_meeting(*, registered: bool = True) -> Story:
    """The findings meeting was held on Thursday 9 April 2026."""
    case = facts_found(enquiring(registered=registered)).at(2026, 4, 9)
    return case.takes(CHAIR, "hold_findings_meeting", **MEETING)


def step_3(*, registered: bool = True) -> Story:
    """Findings agreed, and what the findings meeting asks for is done."""
    case = findings_meeting(registered=registered)
    complete = {"fact_finding_complete": True}
    case.takes(CHAIR, "agree_findings", choices=complete, findings="too few staff at night")
    done(case, CHAIR, "preserve_police_information")
    case.takes(CHAIR, "update_risk_plan_with_triggers", **TRIGGERS | {"risk_level": "moderate"})
    return case.takes(LEAD, "record_commissioning_intentions", intentions="as before")


def concerns_set_out(case: Story) -> Story:
    """The coordinator set them out and the provider was met."""
    capacity = {"capacity_and_liberty_considered": True}
    case.takes(COORDINATOR, "set_out_concerns", choices=capacity, summary="nights, then audits")
    there = {"commissioning_lead_there_or_in_the_chair": True}
    return case.takes(CHAIR, "meet_provider_after_findings", choices=there, **MEETING)


def monitored(*, registered: bool = True) -> Story:
    """The service improvement plan runs since Thursday 9 April 2026."""
    case = concerns_set_out(step_3(registered=registered))
    return case.takes(
        COORDINATOR, "agree_service_improvement_plan", choices=AGREED_WITH_PROVIDER, **PLANNED
    )


def copies_up_to_date(case: Story) -> Story:
    """The coordinator's is, and the provider acknowledged its own."""
    done(case, COORDINATOR, "update_coordinators_copy")
    by = {"acknowledged_by": "the manager", "as_role": "manager", "taken_by": "the person named"}
    copy = open_duty(case, "update_providers_copy")
    return case.asks(COORDINATOR, Acknowledge.model_validate({"duty": copy, **by}))


def assuring(*, registered: bool = True) -> Story:
    """Quality assurance since Monday 1 June 2026."""
    case = copies_up_to_date(monitored(registered=registered)).at(2026, 6, 1)
    choices = {"improvements_claimed": True, "tests_whether_improvement_lasts": True}
    tests = ["out_of_hours", "unannounced_visit"]
    return case.takes(CHAIR, "agree_quality_assurance", choices=choices, tests=tests)


def quality_tested(case: Story, *, passed: bool = True) -> Story:
    """Somebody rang on a Sunday, and the adults were asked."""
    found = "answered at once" if passed else "nobody answered"
    case.takes(QUALITY, "test_quality", test="out_of_hours", passed=passed, findings=found)
    return case.takes(QUALITY, "hear_feedback", how="sample_of_calls", views="nights are calmer")


def ready_to_close(*, registered: bool = True) -> Story:
    """Verified on Monday 1 June 2026, and the closing meeting held."""
    case = quality_tested(assuring(registered=registered))
    lasting: dict[str, Any] = {"attained": True, "sustainable": True, "feedback": "calmer"}
    case.takes(QUALITY, "verify_improvement", **lasting)
    return case.takes(CHAIR, "hold_closing_meeting", **MEETING)


def closing(
    step: str = "close_process",
    *,
    text: str = "closed, nights are safe",
    evidence: tuple[Evidence, ...] = (PROOF,),
    departure: DepartureAsked | None = None,
) -> TakeStep:
    """The request to close the process, on evidence."""
    return TakeStep(
        step=step,
        reason="tests and adults agree",
        details={"text": text},
        evidence=evidence,
        departure=departure,
    )


def closed(*, registered: bool = True) -> Story:
    """The process is closed; the notices and the board's feedback are still to come."""
    step = "close_process" if registered else "close_process_unregistered"
    return ready_to_close(registered=registered).asks(CHAIR, closing(step))


def reported(*, registered: bool = True) -> Story:
    """Everybody was told and the board reported to."""
    return report(closed(registered=registered))


def report(case: Story) -> Story:
    """Notices sent, adults told where to turn, the board given its report."""
    tell(case, CHAIR, *sorted(owed(case, "letter")))
    tell(case, CARE, "update_adults_and_carers")
    done(case, CARE, "confirm_where_to_turn")
    answered(case, "board_report", "yes", *"12345")
    return case.takes(CHAIR, "report_to_board", summary="five falls, one plan, none since")
