"""Derwentshire, under Derby's procedure: a provider through Process 1 into Process 2."""

from concerns.cli.demo.play import Line, items, officer, step
from concerns.commands.acknowledge import Acknowledge
from concerns.commands.discharge_duty import DischargeDuty
from concerns.commands.excuse_duty import ExcuseDuty
from concerns.commands.issue import Issue
from concerns.commands.make_log_entry import MakeLogEntry
from concerns.commands.open_case import OpenCase
from concerns.commands.take_step import TakeStep
from concerns.vocabulary import Officer, Provider, Service

BRIGHT = Provider(id="1-900000201", name="Brightwater Ltd")
RIVER_VIEW = Service(id="1-900000202", name="River View", type="care home with nursing")
CALM = Provider(id="1-900000301", name="Calm Days CIC")
OAK_LODGE = Service(id="1-900000302", name="Oak Lodge", type="home care")

QUIN = officer("Quin Quayle", "qmo")
OLGA = officer("Olga Orr", "operational_colleague")
HANA = officer("Hana Hill", "head_adults_commissioning")
IVO = officer("Ivo Innes", "head_integrated_commissioning")
LENA = officer("Lena Lowe", "lead_commissioner")
CARA = officer("Cara Cross", "lead_commissioner")
SARA = officer("Sara Stone", "head_safeguarding")
DORA = officer("Dora Dale", "director")
VERA = officer("Vera Vane", "verifying_officer")


def _opening(provider: Provider, service: Service, why: str) -> OpenCase:
    return OpenCase(procedure="derby", provider=provider, services=(service,), reason=why)


def _score(on: str, *met: str, audit: int, last_visit: str) -> Line:
    measures = {"health_and_safety_audit": audit, "last_visit": last_visit}
    details = {"answers": dict.fromkeys(met, True), "measures": measures}
    return Line(on, QUIN, TakeStep(step="apply_rag_tool", details=details))


def _entry(on: str, who: Officer, log: str, entry: str, owner: str = "", due: str = "") -> Line:
    asked = MakeLogEntry.model_validate(
        {"log": log, "entry": entry, "owner": owner, "due": due or None}
    )
    return Line(on, who, asked)


def _meeting(on: str, who: Officer, name: str, why: str, *outputs: str) -> Line:
    present = [
        {"group": "Provider", "who": "Brightwater's director"},
        {"group": "CQC", "who": "the inspector"},
        {"group": "Safeguarding", "who": "Sara Stone"},
    ]
    chair = who.person.name
    return step(on, who, name, why, chair=chair, present=present, outputs=list(outputs))


TO_RED = (
    Line("2026-03-02", QUIN, _opening(BRIGHT, RIVER_VIEW, "two alerts from one nursing floor")),
    step("2026-03-02", OLGA, "raise_operational_concern", "",
         summary="pressure sores found at three reviews",
         yes=("support_or_positive_action_taken", "service_manager_told_or_not_needed")),
    _score("2026-03-04", "A05", "A11", audit=55, last_visit="2025-09-16"),
    step("2026-03-04", QUIN, "set_amber", "no registered manager, infections twice"),
    _score("2026-04-14", "R05", audit=48, last_visit="2026-04-10"),
    step("2026-04-14", QUIN, "recommend_red", "two warning notices and an audit of 48%"),
    step("2026-04-14", QUIN, "agree_red", "the tool says Red",
         wish="agree the Red that he had recommended"),
    step("2026-04-15", HANA, "agree_red", "the notices stand"),
    step("2026-04-16", HANA, "recommend_suspension", "nobody new until nursing is safe"),
    step("2026-04-17", DORA, "sign_off_suspension", "the report shows the risk",
         scope="all new placements"),
    step("2026-04-20", QUIN, "record_breach", "care plans are not followed", notice="first notice"),
    step("2026-04-22", HANA, "determine_breaches", "nursing and care plans", number=2,
         level="serious"),
    step("2026-04-23", LENA, "pass_on_breach", "as the contract asks", notice="first notice"),
    step("2026-04-28", IVO, "take_legal_advice", "", advice="the contract may be ended"),
)  # fmt: skip

PROCESS_1 = (
    step("2026-05-05", IVO, "instigate_process_1", "legal advice supports it",
         yes=("agreed_after_legal_advice",)),
    step("2026-05-05", IVO, "appoint_crm_lead_commissioner_major", "she knows this market",
         yes=("corporate_risk",), appointed=CARA.person.model_dump()),
    step("2026-05-05", CARA, "call_process_1_meeting", "", on="2026-05-08"),
    Line("2026-05-05", CARA, Issue(duty="ask_for_submissions", how="e-mail")),
    Line("2026-05-05", CARA, Issue(duty="crm_tell_communications", how="telephone")),
    step("2026-05-07", CARA, "receive_submission", "", group="Safeguarding",
         summary="nine enquiries open"),
    _meeting("2026-05-08", CARA, "hold_process_1_meeting", "one last chance",
             "Final Action Plan", "reconvene on 8 June"),
    step("2026-05-08", CARA, "agree_final_action_plan", "short, and its date cannot move",
         deadline="2026-06-05", follow_up_on="2026-06-08",
         items=items(("nursing", "a nurse in charge on every shift", "Brightwater", "2026-05-22"),
                     ("skin care", "every resident's skin checked daily", "River View",
                      "2026-06-05"))),
    Line("2026-05-11", CARA, Issue(duty="crm_write_to_provider", how="recorded post")),
    _entry("2026-05-11", CARA, "request", "rotas of the last eight weeks, asked of Brightwater",
           "Brightwater's director", "2026-05-15"),
    _entry("2026-05-18", CARA, "decision", "visit twice a week until the plan ends"),
    _entry("2026-05-18", CARA, "risk", "agency nurses may leave at short notice"),
    Line("2026-05-29", CARA, ExcuseDuty(duty="final_action_plan_deadline",
                                        reason="they ask for two more weeks"),
         wish="set aside the Final Action Plan's deadline"),
    _meeting("2026-06-08", CARA, "reconvene_process_1_meeting", "the plan has not been met",
             "escalate"),
    step("2026-06-08", CARA, "recommend_escalation", "neither line is done"),
    step("2026-06-10", IVO, "decide_decommissioning", "no way back that is safe",
         health_leads="they agree"),
    step("2026-06-11", SARA, "decide_decommissioning", "nine enquiries, none closed"),
    step("2026-06-12", DORA, "decide_decommissioning", "care must come from elsewhere"),
)  # fmt: skip


def _telephoned(duty: str, whom: str, how: str) -> tuple[Line, ...]:
    return (
        Line("2026-08-17", QUIN, Issue(duty=duty, how="telephone")),
        Line("2026-08-17", QUIN, Acknowledge.model_validate(
            {"duty": duty, "acknowledged_by": whom, "as_role": "lead", "taken_by": how})),
    )  # fmt: skip


PROCESS_2 = (
    step("2026-08-17", QUIN, "report_failure", "", summary="wages were not paid on Friday"),
    Line("2026-08-17", QUIN, Issue(duty="telephone_head", how="telephone")),
    Line("2026-08-17", QUIN, Acknowledge(
        duty="telephone_head", acknowledged_by="the front desk", as_role="reception",
        taken_by="administrative staff"),
        wish="count a message left with the front desk"),
    *_telephoned("telephone_head", "Ivo Innes", "the person named")[1:],
    *_telephoned("telephone_director", "Dora Dale's deputy", "a nominated deputy"),
    Line("2026-08-17", QUIN, Issue(duty="email_head", how="e-mail")),
    Line("2026-08-17", IVO, DischargeDuty(duty="instruct_verification", how="asked Vera Vane")),
    step("2026-08-18", VERA, "verify_failure", "the owner confirmed it", verified_with="the owner"),
    step("2026-08-18", DORA, "activate_after_decommissioning", "the home will close",
         in_liaison_with="both heads"),
    step("2026-08-18", IVO, "activate_after_decommissioning", "I agree"),
    step("2026-08-18", SARA, "activate_after_decommissioning", "I agree"),
    step("2026-08-18", DORA, "appoint_pfm_head_safeguarding", "people's safety comes first",
         yes=("safeguarding_primary",), appointed=SARA.person.model_dump()),
    step("2026-08-18", SARA, "call_failure_meeting", "", on="2026-08-19"),
    _meeting("2026-08-19", SARA, "hold_failure_meeting", "nothing will save it as it is",
             "options", "actions", "communications plan"),
    step("2026-08-20", SARA, "agree_failure_plan", "every resident a new home by October",
         options=["two homes nearby have room", "the owner's other home takes some"],
         actions=items(("moves", "a social worker for each resident", "Operations", "2026-08-28")),
         safety_actions=items(
             ("nights", "council nurses on each night", "Health", "2026-08-25"), first=2),
         communications_plan="families first, staff the same day, press only if asked",
         end_date="2026-10-30", progress_meeting_on="2026-09-10"),
    _entry("2026-08-21", SARA, "request", "beds free within ten miles, asked of both homes",
           "Lena Lowe", "2026-08-24"),
    _entry("2026-08-24", SARA, "decision", "couples move together or not at all"),
    _entry("2026-08-24", SARA, "action", "ring every family before Friday", "Operations",
           "2026-08-28"),
    _entry("2026-09-02", SARA, "movement", "the first four residents moved, in working hours"),
    Line("2026-09-03", SARA, Issue(duty="pfm_write_to_provider", how="recorded post")),
)  # fmt: skip

RIVER_VIEW_SCENE = (*TO_RED, *PROCESS_1, *PROCESS_2)

OAK_LODGE_SCENE = (
    Line("2026-07-06", QUIN, _opening(CALM, OAK_LODGE, "a complaint about late visits")),
    _score("2026-07-08", "G03", "G05", audit=88, last_visit="2026-07-07"),
    step("2026-07-08", QUIN, "set_green", "visits are on time again"),
)
