"""Cases in Derby, told up to a stage, for other tests to go on from."""

from typing import Any

from concerns.commands.acknowledge import Acknowledge
from concerns.commands.answer_checklist_item import AnswerChecklistItem
from concerns.commands.issue import Issue
from concerns.commands.take_step import TakeStep
from concerns.vocabulary import Evidence, Officer
from given import Story, officer, opening, person, story

QMO = officer("Quin", "qmo")
SENIOR_QMO = officer("Sue", "senior_qmo")
HEAD_ADULTS = officer("Hana", "head_adults_commissioning")
HEAD_INTEGRATED = officer("Ivo", "head_integrated_commissioning")
HEAD_SAFEGUARDING = officer("Sara", "head_safeguarding")
DIRECTOR = officer("Dora", "director")
OPERATIONAL = officer("Olga", "operational_colleague")
OPERATIONAL_HEAD = officer("Otis", "operational_hos")
LEAD = officer("Lena", "lead_commissioner")
STAFF = officer("Tom", "staff")
VERIFIER = officer("Vera", "verifying_officer")
SAFEGUARDING = officer("Sam", "safeguarding_colleague")
FINANCE = officer("Fay", "finance_team")
RECEIVING = officer("Ria", "receiving_team")
CARA = officer("Cara")
"""Holds no role by token: appointed Concerns Response Manager in the case."""
PAUL = officer("Paul")
"""Holds no role by token: appointed Provider Failure Manager in the case."""

THREE = (HEAD_INTEGRATED, HEAD_SAFEGUARDING, DIRECTOR)
LINE = {"id": "1", "area": "medicines", "action": "put right", "owner": "manager"} | {
    "due": "2026-03-20"
}
MEETING: dict[str, Any] = {
    "chair": "the manager",
    "present": [{"group": "CQC", "who": "the inspector", "brought": "the last report"}],
    "outputs": ["what was agreed"],
}
FAILURE_PLAN: dict[str, Any] = {
    "options": ["reserve_elsewhere"],
    "actions": [LINE],
    "safety_actions": [{**LINE, "id": "2"}],
    "communications_plan": "families first",
    "end_date": "2026-06-01",
    "progress_meeting_on": "2026-04-01",
}
PAPER = Evidence(title="The paper on which it rests", said_by="observed")
FAILED = {"cannot_meet_its_contracts": True, "care_no_longer_reliable_safe_and_consistent": True}
"""What failure means, asked when it is verified."""


def on_paper(step: str, choices: dict[str, bool] | None = None, **details: Any) -> TakeStep:
    """A step that the document wants shown by a paper, with the paper."""
    return TakeStep(
        step=step,
        reason="as the paper says",
        details=details,
        choices=choices or {},
        evidence=(PAPER,),
    )


def told(case: Story, who: Officer, *duties: str) -> Story:
    """Somebody told whom they had to, by e-mail."""
    for key in duties:
        case.asks(who, Issue(duty=case.duty(key), how="e-mail"))
    return case


def ticked(case: Story, who: Officer, checklist: str, *items: str, answer: Any = "yes") -> Story:
    """Lines of a checklist answered alike."""
    for item in items:
        case.asks(who, AnswerChecklistItem(checklist=checklist, item=item, answer=answer))
    return case


def open_duties(case: Story) -> set[str]:
    """The kinds of duty that are open."""
    return {one.key for one in case.case.duties.values()}


def alerted() -> Story:
    """Opened on Monday 2 March 2026 for a care home."""
    return story("derby").asks(QMO, opening("derby"))


def scored(case: Story, *met: str, **measures: int | str | None) -> Story:
    """The status tool applied by the quality officer; the indicators named are met."""
    details: dict[str, Any] = {"answers": dict.fromkeys(met, True), "measures": measures}
    return case.asks(QMO, TakeStep(step="apply_rag_tool", details=details))


def amber() -> Story:
    """No registered manager in post, so Amber."""
    return scored(alerted(), "A11").takes(QMO, "set_amber")


def green() -> Story:
    """The team's own judgement is Good."""
    return scored(alerted(), "G05").takes(QMO, "set_green")


def red_recommended() -> Story:
    """Rated Inadequate; the officer recommends Red."""
    return scored(amber(), "R05").takes(QMO, "recommend_red")


def red() -> Story:
    """Agreed by the Head."""
    return red_recommended().takes(HEAD_ADULTS, "agree_red")


def suspended() -> Story:
    """By report to the Director, who signs."""
    case = red().asks(HEAD_ADULTS, on_paper("recommend_suspension"))
    return case.takes(DIRECTOR, "sign_off_suspension", scope="all new placements")


def lifted() -> Story:
    """Suspended, then lifted by report to the Director."""
    case = suspended().asks(HEAD_ADULTS, on_paper("recommend_lifting"))
    return case.takes(DIRECTOR, "lift_suspension")


def restricted() -> Story:
    """Suspended, then lifted on Monday 2 March 2026 with a restriction to follow."""
    case = suspended().asks(HEAD_ADULTS, on_paper("recommend_lifting"))
    return case.takes(DIRECTOR, "lift_suspension_into_restriction")


def breached() -> Story:
    """A breach notice went from hop to hop, each recorded (AMB-DER-25)."""
    case = told(red().takes(QMO, "record_breach", notice="first notice"), QMO, "tell_of_breach")
    case.takes(HEAD_ADULTS, "determine_breaches", number=2, level="serious")
    told(case, HEAD_ADULTS, "tell_head_of_breaches")
    return case.takes(LEAD, "pass_on_breach", notice="first notice")


def process_1() -> Story:
    """Started after legal advice; nobody manages it yet."""
    case = breached().takes(HEAD_INTEGRATED, "take_legal_advice", advice="the contract may end")
    agreed = {"agreed_after_legal_advice": True}
    return case.takes(HEAD_INTEGRATED, "instigate_process_1", choices=agreed)


def crm_appointed() -> Story:
    """Cara manages Process 1."""
    return process_1().takes(
        HEAD_INTEGRATED,
        "appoint_crm_lead_commissioner_major",
        choices={"corporate_risk": True},
        appointed=person("Cara").model_dump(),
    )


def first_meeting_held() -> Story:
    """The Final Concerns Response Meeting sat on Monday 9 March 2026."""
    case = crm_appointed().takes(CARA, "call_process_1_meeting", on="2026-03-09").at(2026, 3, 9)
    return case.takes(CARA, "hold_process_1_meeting", **MEETING)


def final_plan() -> Story:
    """The Final Action Plan runs until Friday 20 March 2026."""
    return first_meeting_held().takes(
        CARA,
        "agree_final_action_plan",
        deadline="2026-03-20",
        items=[LINE],
        follow_up_on="2026-03-23",
    )


def reconvened() -> Story:
    """The meeting came together again on Monday 23 March 2026."""
    return final_plan().at(2026, 3, 23).takes(CARA, "reconvene_process_1_meeting", **MEETING)


def decommissioned() -> Story:
    """Process 1 failed and three decided together."""
    case = reconvened().takes(CARA, "recommend_escalation")
    for who in THREE:
        case.takes(who, "decide_decommissioning", health_leads="agreed")
    return case


def triggered(
    step: str = "receive_trigger_ii", choice: str = "regulated_and_registered_in_derby"
) -> Story:
    """Business failure is imminent, whatever stage the case had."""
    return amber().takes(QMO, step, choices={choice: True}, notified_by="the provider's bank")


def failure_active() -> Story:
    """Activated by the Director; nobody manages Process 2 yet."""
    return triggered().takes(DIRECTOR, "activate_provider_failure", in_liaison_with="both heads")


def with_pfm(case: Story) -> Story:
    """Paul manages Process 2."""
    return case.takes(
        DIRECTOR,
        "appoint_pfm_nominated",
        choices={"corporate_risk": False},
        appointed=person("Paul").model_dump(),
    )


def failure_meeting_held(case: Story) -> Story:
    """The Provider Failure Management meeting sat."""
    with_pfm(case).takes(PAUL, "call_failure_meeting", on="2026-04-01")
    return case.takes(PAUL, "hold_failure_meeting", **MEETING)


def failure_plan_running(case: Story) -> Story:
    """Options, actions, safety, communications, end and progress are agreed."""
    return failure_meeting_held(case).takes(PAUL, "agree_failure_plan", **FAILURE_PLAN)


def debriefing(case: Story) -> Story:
    """Failure ended after one progress meeting."""
    failure_plan_running(case).takes(PAUL, "hold_progress_meeting", **MEETING)
    return case.takes(PAUL, "end_provider_failure")


def failure_reported() -> Story:
    """Somebody heard of a failure and must pass it on."""
    return red().takes(STAFF, "report_failure", summary="wages were not paid")


def leads_told() -> Story:
    """Both leads answered the telephone."""
    case = failure_reported()
    for key in ("telephone_head", "telephone_director"):
        case.asks(STAFF, Issue(duty=case.duty(key), how="telephone"))
        case.asks(STAFF, answered(case.duty(key), "the person named"))
    return case


def answered(duty: str, by: Any) -> Acknowledge:
    """Somebody answered for having been told."""
    return Acknowledge(duty=duty, acknowledged_by="Ivo", as_role="lead", taken_by=by)
