"""Cases in Blackpool, told up to a stage, for other tests to go on from."""

from typing import Any

from concerns.commands.discharge_duty import DischargeDuty
from concerns.commands.issue import Issue
from concerns.commands.take_step import TakeStep
from concerns.events import CriteriaScored, SampleAssessed
from concerns.vocabulary import Evidence, Officer
from given import Story, officer, opening, story

OFFICER = officer("Cora", "contracts_officer")
TEAM = officer("Tess", "contracts_team")
PMM = officer("Pam", "pmm")
SUMMIT = officer("Stan", "risk_summit")
COUNCIL = officer("Col", "council")
CCG = officer("Cec", "ccg")
DASS = officer("Dora", "dass")
PORTFOLIO = officer("Port", "portfolio_holder")
CCG_LEAD = officer("Lee", "ccg_lead")
CARE = officer("Kit", "care_management")
HEALTH = officer("Hal", "health")
WORKER = officer("Wyn", "assessing_worker")

PROOF = Evidence(title="Contract review file", said_by="observed")
MEETING: dict[str, Any] = {
    "chair": "whoever chairs",
    "present": [{"group": "Contracts Team", "who": "Tess"}],
}
ACTED_ON = {"immediate_high_or_extreme_risks_acted_on_or_none_found": True}
WEIGHED = {
    "timely_and_proportionate_to_the_risk": True,
    "reflects_how_serious_it_is": True,
    "whole_service_or_one_person_considered": True,
    "all_monitoring_information_used": True,
    "fully_investigated": False,
    "breach_of_contract_considered": True,
    "relationship_and_track_record_weighed": True,
    "providers_answer_considered": True,
    "needs_and_wishes_of_everyone_considered": True,
    "running_complaints_and_safeguarding_considered": True,
}
AGREED = {"agreed_with_the_service": True, "ccg_improvement_plans_included_or_none_exist": True}
LINE = {"id": "1", "area": "medicines", "action": "audit each round", "owner": "manager"}
ACTION_PLAN: dict[str, Any] = {
    "deadline": "2026-04-30",
    "follow_up_on": "2026-04-07",
    "items": [
        {**LINE, "due": "2026-03-31", "source": "inspection", "measure": "a month of audits"}
    ],
}
SUSPENSION = {"scope": "all new placements", "basis": "contract, and the Risk Summit's decision"}
TERMINATION = {
    "contract_clause": "council_contract",
    "disruption_weighed": "moves are hard, but nobody is safe at night",
    "ends_on": "2026-06-30",
}


def lines(number: int, due: str = "2026-05-29") -> list[dict[str, Any]]:
    """The lines of a printed plan, each with a person and a date."""
    return [{"id": str(one), "owner": "Kit", "due": due} for one in range(1, number + 1)]


def opened() -> Story:
    """Opened on Monday 2 March 2026, with no indicator on record yet."""
    return story("blackpool").asks(OFFICER, opening("blackpool"))


def indicated() -> Story:
    """One indicator is on record."""
    return opened().takes(OFFICER, "raise_concern", route="turnover", summary="three managers")


def assessing() -> Story:
    """An initial assessment is under way."""
    return indicated().takes(OFFICER, "start_initial_assessment", process="concerns_expressed")


def answered(case: Story, answers: dict[str, str], **measures: int | str | None) -> CriteriaScored:
    """The form of the initial assessment, filled in so."""
    case.takes(OFFICER, "score_criteria", answers=answers, measures=measures)
    found = case.last[0]
    assert isinstance(found, CriteriaScored)
    return found


def scored() -> Story:
    """Some criteria are scored."""
    case = assessing()
    answered(case, {"1": "falls at night", "2": "several_people", "9": "group_wellbeing"})
    return case


def decides(case: Story, step: str, **choices: bool) -> Story:
    """One of the three outcomes, on evidence."""
    asked = TakeStep(step=step, reason="on all of it", choices=choices, evidence=(PROOF,))
    return case.asks(OFFICER, asked)


def assessing_risk() -> Story:
    """The procedure is started: the risk tool comes next."""
    return decides(scored(), "decide_to_start_procedure")


def sampled(case: Story, person: str, **domains: dict[str, Any]) -> SampleAssessed:
    """One person of the sample; domains as d5={...}."""
    named = {key.removeprefix("d"): one for key, one in domains.items()}
    case.takes(HEALTH, "assess_person", person=person, domains=named)
    found = case.last[0]
    assert isinstance(found, SampleAssessed)
    return found


def collated() -> Story:
    """One person assessed, the sample collated, mitigation recorded."""
    case = assessing_risk()
    sampled(case, "R12", d10={"issues": "doses missed", "impact": 4, "likelihood": 3})
    case.takes(TEAM, "collate_sample", summary="medicines for one")
    return case.takes(TEAM, "record_mitigation", factor="none_found", comment="nothing yet")


def determined(step: str = "determine_moderate_risk") -> Story:
    """The overall risk is determined; the Performance Management Meeting is next."""
    return collated().takes(TEAM, step, choices=ACTED_ON)


def meeting_held() -> Story:
    """The Performance Management Meeting sat on Moderate risk."""
    return determined().takes(PMM, "hold_performance_meeting", **MEETING)


def monitored(review_on: str = "2026-04-07") -> Story:
    """Routine monitoring, to be reviewed."""
    return meeting_held().takes(PMM, "choose_routine_monitoring", review_on=review_on)


def at_summit() -> Story:
    """The meeting arranged a Risk Summit."""
    return meeting_held().takes(PMM, "arrange_risk_summit")


def sits(case: Story) -> Story:
    """The Risk Summit is called and sits."""
    case.takes(TEAM, "convene_risk_summit", on="2026-03-09", invited=["CCG", "CQC", "police"])
    return case.takes(SUMMIT, "hold_risk_summit", **MEETING)


def chosen(*options: str, case: Story | None = None) -> Story:
    """The Risk Summit chose some of its options."""
    picked = options or ("action_plan",)
    return sits(case or at_summit()).takes(SUMMIT, "choose_options", choices=WEIGHED, chosen=picked)


def plan_running() -> Story:
    """An Action Plan runs, to be reviewed on Tuesday 7 April 2026."""
    case = chosen().takes(SUMMIT, "request_action_plan")
    return case.takes(TEAM, "agree_action_plan", choices=AGREED, **ACTION_PLAN)


def prepared() -> Story:
    """Ready to suspend: chosen, planned, the readiness meeting held."""
    case = chosen("suspension")
    case.takes(TEAM, "agree_suspension_plan", deadline="2026-05-29", items=lines(16))
    return case.takes(DASS, "hold_readiness_meeting", **MEETING)


def suspended() -> Story:
    """New placements are suspended, to be reviewed on Tuesday 7 April 2026."""
    return prepared().takes(SUMMIT, "suspend_placements", review_on="2026-04-07", **SUSPENSION)


def considering_termination(case: Story | None = None) -> Story:
    """The end of the contract is considered."""
    fair = {"action_plans_show_reasonable_time_and_support": True}
    return (case or plan_running()).takes(
        COUNCIL, "consider_termination", choices=fair, grounds="breach"
    )


def terminated(case: Story | None = None) -> Story:
    """The end of the contract is decided, for Tuesday 30 June 2026."""
    return considering_termination(case).takes(COUNCIL, "decide_termination", **TERMINATION)


def closing_home(case: Story | None = None) -> Story:
    """The home is to close: plan agreed, readiness meeting held."""
    case = terminated(case)
    case.takes(OFFICER, "agree_home_closure_plan", deadline="2026-06-30", items=lines(39))
    return case.takes(DASS, "hold_readiness_meeting", **MEETING)


def appealed(case: Story) -> Story:
    """The provider appeals against the last fact of the case."""
    return case.takes(
        OFFICER,
        "lodge_appeal",
        against=str(case.last[0].id),
        contract_clause="council_contract",
        grounds="too harsh",
    )


def reviewed(case: Story) -> Story:
    """Progress is reviewed, and everybody told of it."""
    case.takes(TEAM, "review_progress", "audits held for a month")
    return tell(case, TEAM, "review_notice", "tell_agencies_progress")


def open_duty(case: Story, key: str) -> str:
    """The id of the duty of some kind that is still open, the one begun last."""
    return [one.id for one in case.case.duties.values() if one.key == key][-1]


def tell(case: Story, who: Officer, *duties: str, how: str = "e-mail") -> Story:
    """Each is told, or the letter sent."""
    for key in duties:
        case.asks(who, Issue(duty=open_duty(case, key), how=how))
    return case


def done(case: Story, who: Officer, *duties: str) -> Story:
    """Each is done."""
    for key in duties:
        case.asks(who, DischargeDuty(duty=open_duty(case, key), how="in person"))
    return case


def owed(case: Story, kind: str = "") -> set[str]:
    """The keys of what is still to be done, of one kind or of all; no time limits."""
    duties = [one for one in case.case.duties.values() if one.kind != "time limit"]
    return {one.key for one in duties if kind in {"", one.kind}}


def due(case: Story, key: str) -> str | None:
    """When the open duty or time limit of some kind, begun last, is due."""
    return case.case.duties[open_duty(case, key)].due
