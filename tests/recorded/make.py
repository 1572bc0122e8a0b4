"""Write a sample of each fact that has none yet; run once for a new fact or version, then commit.

A sample is never written again: it stands for what lies in councils' records for ever.
"""

from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from concerns.events import FACTS, Fact
from concerns.register import encode

HERE = Path(__file__).parent
CASE = uuid5(NAMESPACE_URL, "https://council.example/cases/elm-house")
OTHER = uuid5(NAMESPACE_URL, "https://council.example/facts/an-earlier-one")


def _person(name: str) -> dict[str, Any]:
    return {"issuer": "https://id.council.example", "subject": name.lower(), "name": name}


def _duty(key: str, what: str) -> dict[str, str]:
    return {"duty": f"{key}#4", "what": what}


LINE = {
    "id": "1",
    "area": "medicines",
    "action": "Two people sign each dose",
    "owner": "Registered manager",
    "due": "2026-03-20",
    "response": "In place since Monday",
}
PLAN = {"plan": "improvement_plan", "plan_title": "improvement plan", "deadline": "2026-03-30"}
MEETING = {"meeting": "provider_failure", "meeting_title": "Provider Failure Management meeting"}
LETTER = {**_duty("at_risk_letter", "At-risk letter"), "whom": "the provider"}

PARTY = {"kind": "placing_authority", "id": "E08000099", "name": "Southtown Council"}
SHARED = {"item": str(OTHER), "title": "Improvement plan", "party": PARTY}

SHEET = {"tool": "a_tool", "tool_title": "A tool of the document"}
GRADE = {"impact": 3, "likelihood": 3, "score": 9, "level": "high", "label": "High"}

DETAILS: dict[str, dict[str, Any]] = {
    "case-opened/1": {
        "procedure_title": "Managing provider concerns to provider failure",
        "provider": {"id": "1-101646247", "name": "Acme Care Ltd"},
        "services": [{"id": "RL4", "name": "Elm House", "type": "care home"}],
    },
    "concern-raised/1": {"route": "safeguarding", "summary": "Three falls in one night"},
    "routine-monitoring-resumed/1": {"oversight_until": "2026-09-30"},
    "handed-over/1": {"to": "emergency planning"},
    "case-moved/1": {
        "from_procedure": "north-west-routes",
        "from_version": "1",
        "from_digest": "ab" * 32,
        "from_title": "Provider at risk of suspension",
        "to_title": "Managing provider concerns to provider failure",
        "ended": ["Monthly progress review"],
    },
    "actor-deactivated/1": {
        "issuer": "https://id.council.example",
        "subject": "quin",
        "known_as": "Quin",
    },
    "actor-reactivated/1": {
        "issuer": "https://id.council.example",
        "subject": "quin",
        "known_as": "Quin",
    },
    "log-key-stated/1": {
        "vkey": "record.council.example+33801df2+AX5vsQ7pgAqgGAjq3GZ0DIHmtjPRFBH/c/c9ZuNyRPOu",
        "state": "retired",
        "from_size": 4096,
    },
    "checkpoint-anchored/1": {
        "size": 4096,
        "root": "ab" * 32,
        "kind": "witness",
        "where": "witness.auditor.example",
        "evidence_sha256": "cd" * 32,
        "anchored_at": "2026-03-02T09:00:00Z",
    },
    "schema-attested/1": {
        "digest": "ef" * 32,
        "migrations": ["0001_record.sql", "0002_evidence.sql"],
        "on": "2026-03-02",
    },
    "personal-data-read/1": {
        "about_case": str(OTHER),
        "fact": str(OTHER),
        "fields": ["surname", "gender"],
        "subjects": ["R12"],
        "purpose": "to plan the move",
    },
    "access-log-read/1": {
        "about_case": str(OTHER),
        "subjects": ["R12"],
        "after": 50,
        "up_to": 70,
        "shown": 3,
        "purpose": "R12's family asked who had read what",
    },
    "criteria-scored/1": {
        **SHEET,
        "answers": [
            {"criterion": "1", "question": "Nature of the concern", "answer": "Falls at night"},
            {
                "criterion": "2",
                "question": "How many people",
                "answer": "One person",
                "score": 3,
                "suggested": "A number of people",
            },
        ],
        "unanswered": ["3"],
        "measures": {"incidents": 2, "last_inspection": "2025-01-31"},
        "contradictions": ["criterion 2: the measures suggest otherwise"],
        "total": 3,
        "out_of": 40,
    },
    "levels-assessed/1": {
        **SHEET,
        "levels": [
            {
                "scale": "impact",
                "title": "Impact",
                "level": 3,
                "label": "Serious",
                "statements": ["3c: people are at risk"],
            }
        ],
        "unanswered": ["engagement"],
        "score": 9,
        "outcome": "ppm",
        "because": "the matrix suggests a meeting",
        "matrix_digest": "cd" * 32,
        "contradictions": ["Impact 3 was given, and statement 2a ticked"],
    },
    "thresholds-tested/1": {
        **SHEET,
        "met": ["a"],
        "not_met": ["b"],
        "unanswered": ["c"],
        "measures": {"beds": 2000, "areas": None},
    },
    "sample-assessed/1": {
        **SHEET,
        "person": "R12",
        "domains": [
            {
                "domain": "05",
                "label": "Mobility",
                "issues": "hoist not serviced",
                "own": GRADE,
                "others": {**GRADE, "impact": 2, "score": 6, "level": "moderate"},
            }
        ],
        "unanswered": ["06", "05 others"],
        "contradictions": ["domain 07 is graded, and no issue is described"],
        "worst": "High",
        "spread": {"High": 1},
    },
    "mitigation-recorded/1": {"factor": "staffing", "comment": "Two seniors lent"},
    "views-heard/1": {"of": "people", "how": "visit", "views": "Nights feel unsafe"},
    "overall-risk-determined/1": {
        "rating": "risk_level",
        "level": "high",
        "level_label": "High",
        "remedial_action": "Action plan",
        "worst_of_sample": "Extreme",
        "spread": {"High": 2},
        "people_assessed": 3,
    },
    "rating-given/1": {
        "rating": "category",
        "rating_title": "Category",
        "level": "serious",
        "level_label": "Serious concerns",
    },
    "assessment-outcome-decided/1": {
        "assessment": "Initial assessment",
        "outcome": 3,
        "meaning": "the procedure begins",
        "total": 27,
    },
    "outcome-chosen/1": {"outcome": "ppm", "label": "Performance meeting", "suggested": "qam"},
    "options-chosen/1": {
        "list": "options",
        "list_title": "Options",
        "chosen": ["visit"],
        "labels": ["Validation visit"],
    },
    "monitoring-decided/1": {
        "kind": "enhanced",
        "frequency": "weekly",
        "review_on": "2026-05-01",
    },
    "steps-skipped/1": {"to": "Step 4", "ground": "The provider has chosen to close"},
    "outcome-recorded/1": {"outcome": "remedial work", "text": "All actions done"},
    "commissioning-intentions-recorded/1": {"intentions": "No new placements"},
    "concern-assessed/1": {
        "concern": "Falls at night",
        "validity": "substantiated",
        "likelihood": "likely",
        "severity": "serious",
        "impact": "several people",
        "newly_found": True,
    },
    "checklist-item-answered/1": {
        "checklist": "management_checklist",
        "checklist_title": "Management checklist",
        "item": "2.8",
        "label": "The next step",
        "answer": "in hand",
        "notes": "Suspension sought",
        "responsible": {"dcc": "QQ", "provider": "MM"},
    },
    "form-filled-in/1": {
        "form": "funding_counts",
        "form_title": "Funding counts",
        "about": "R12",
        "entries": [
            {"field": "total", "label": "Total", "value": 30},
            {"field": "checked", "label": "Checked", "value": True},
        ],
        "unanswered": ["self_funders"],
        "contradictions": ["Residential is 31, more than Total, 30"],
    },
    "people-listed/1": {"people": ["R1", "R12"]},
    "person-moved/1": {
        "person": "R12",
        "from_service": "Elm House",
        "to_service": "Oak Lodge",
        "at": "18:30",
        "within_working_hours": False,
        "why_outside": "the heating failed",
        "receiving_status": "green",
    },
    "person-outcome-recorded/1": {
        "person": "R1",
        "outcome": "left by own arrangement",
        "note": "with family",
    },
    "voluntary-limit-agreed/1": {"terms": "one a week", "until": "the plan is shown to work"},
    "placements-ceased/1": {"ends_on": "2026-09-30"},
    "termination-considered/1": {"grounds": "standards cannot be met"},
    "termination-decided/1": {
        "contract_clause": "Clause 18",
        "disruption_weighed": "moves over three weeks",
        "ends_on": "2026-09-30",
    },
    "contract-ended/1": {"how": "home closed"},
    "payment-agreed/1": {
        "option": "Temporary staff",
        "amount": 125000,
        "agreement": "Letter of 2 March, for Elm House alone",
    },
    "payment-made/1": {"option": "Temporary staff", "amount": 125000},
    "payments-withheld/1": {"until": "the rota is shown"},
    "appeal-lodged/1": {
        "against": str(OTHER),
        "contract_clause": "Clause 22",
        "grounds": "the visit was misread",
    },
    "interim-protection-made/1": {"arrangement": "a nurse on nights"},
    "appeal-decided/1": {"outcome": "partly upheld", "decided_by": "the adjudicator"},
    "enquiry-planned/1": {
        "issue": "falls",
        "kind": "section 42",
        "method": "care plans and rotas",
        "supports": "whether to suspend admissions",
        "lead": "senior practitioner",
        "skills": "moving and handling",
        "due": "2026-03-20",
    },
    "evidence-gathered/1": {
        "kind": "rota",
        "source": "night visit",
        "findings": "one carer for twelve people",
        "triangulated_with": "what people say",
    },
    "findings-agreed/1": {"findings": "staffing at night is too low"},
    "advice-taken/1": {"from_whom": "the police", "advice": "do not name the member of staff"},
    "information-shared/1": {"with_whom": "the provider", "what": "the level of risk"},
    "information-withheld/1": {
        "from_whom": "the provider",
        "what": "who is interviewed",
        "ground": "advice of the police",
    },
    "notice-exchanged/1": {
        "direction": "received from",
        "council": "Southtown",
        "notice": "placements suspended",
        "their_reference": "ST/14",
    },
    "risk-plan-updated/1": {
        "edition": 2,
        "risk_level": "high",
        "actions": [LINE],
        "safeguards": ["daily call"],
        "triggers": [{"id": "1", "what": "another fall at night"}],
    },
    "risk-escalated/1": {"trigger": "1", "what": "another fall at night"},
    "immediate-action-authorised/1": {"action": "a nurse on nights from today"},
    "quality-assurance-strategy-agreed/1": {"tests": ["ring on-call at weekends"]},
    "quality-tested/1": {
        "test": "ring on-call at weekends",
        "passed": True,
        "findings": "answered in two minutes",
    },
    "improvement-verified/1": {
        "attained": True,
        "sustainable": True,
        "feedback": "people see the same faces",
    },
    "recommendation-made/1": {
        "number": "1",
        "recommendation": "share alerts weekly",
        "to": "the board",
        "due": "2026-12-01",
    },
    "recommendation-answered/1": {"number": "1", "answer": "refused"},
    "plan-item-noted/1": {
        "plan": "improvement_plan",
        "item": "1",
        "note": "half the staff trained",
    },
    "plan-item-moved-on/1": {
        "plan": "improvement_plan",
        "item": "1",
        "next_step": "changed and carried forward",
        "action": "three people sign",
        "due": "2026-04-30",
    },
    "plan-ended/1": {
        "plan": "improvement_plan",
        "plan_title": "improvement plan",
        "outcome": "completed",
    },
    "risk-scored/1": {
        "tool": "qmt_rag",
        "tool_title": "Quality and Monitoring Team status tool",
        "met": ["A11", "A14"],
        "not_met": ["R05"],
        "unanswered": ["G03"],
        "measures": {"health_and_safety_audit": 55, "last_visit": None},
        "contradictions": ["A12 and G04 cannot both hold"],
        "suggested": "amber",
    },
    "rag-status-set/1": {"colour": "amber", "suggested": "red"},
    "escalation-recommended/1": {"to": "Red"},
    "escalation-agreed/1": {"to": "Red"},
    "escalation-declined/1": {"to": "Red"},
    "de-escalation-recommended/1": {"to": "Amber"},
    "de-escalated/1": {"to": "Green"},
    "contract-breach-notified/1": {"notice": "Notice 2 of 2026", "final": True},
    "breaches-determined/1": {"number": 2, "level": "serious"},
    "next-step-decided/1": {"next_step": "additional quality monitoring"},
    "legal-advice-taken/1": {"advice": "Notice may be given under clause 14"},
    "compliance-assessed/1": {"result": "partial"},
    "signature-given/1": {
        "step": "sign_off_suspension",
        "what": "Sign off the suspension",
        "awaiting": "Director of Quality and Nursing",
    },
    "suspension-signed-off/1": {
        "scope": "all new placements",
        "basis": "contract clause 14",
        "review_on": "2026-06-01",
    },
    "suspension-not-endorsed/1": {"rationale_reviewed": "The evidence was too thin"},
    "voluntary-suspension-recorded/1": {"scope": "nursing beds"},
    "neighbour-suspension-received/1": {
        "neighbour": "Westshire Council",
        "service_type": "care home",
        "automatic": True,
    },
    "neighbour-suspension-considered/1": {"suspend": False, "issues": "Another branch's rota"},
    "restriction-set/1": {"terms": "Two admissions a week for three months"},
    "lifting-recommended/1": {"conditional": True},
    "suspension-lifted/1": {
        "conditions": [{"what": "Two nurses on nights", "review_on": "2026-07-01"}]
    },
    "condition-reviewed/1": {
        **_duty("lifting_condition", "Two nurses on nights"),
        "outcome": "continues",
        "next_review_on": "2026-10-01",
    },
    "plan-agreed/1": {**PLAN, "absolute": True, "items": [LINE], "follow_up_on": "2026-04-01"},
    "plan-extended/1": {**PLAN, "deadline": "2026-05-29"},
    "plan-item-done/1": {"plan": "improvement_plan", "item": "1", "how": "Rota seen"},
    "plan-item-verified/1": {"plan": "improvement_plan", "item": "1", "effective": True},
    "progress-reported/1": {
        "summary": "Medicines are right, staffing is not",
        "areas": [{"area": "staffing", "sustainable": False, "note": "four posts empty"}],
    },
    "duty-discharged/1": {
        **_duty("regular_dialogue", "Keep in regular dialogue"),
        "how": "Calls each Tuesday",
    },
    "duty-excused/1": _duty("consider_current_placements", "Consider current placements"),
    "letter-issued/1": {**LETTER, "how": "recorded post"},
    "notification-issued/1": {
        **_duty("tell_cqc_suspension", "Suspension of placements"),
        "whom": "CQC",
        "how": "e-mail",
    },
    "notification-delivered/1": LETTER,
    "notification-acknowledged/1": {
        **_duty("telephone_head", "Telephone the Head about the failure"),
        "acknowledged_by": "Ivo Neri",
        "as_role": "deputy of the Head of Integrated Commissioning",
        "deputy": True,
    },
    "meeting-convened/1": {
        **MEETING,
        "on": "2026-03-09",
        "invited": ["CQC", "Safeguarding"],
        "held_how": "virtual",
    },
    "submission-received/1": {"group": "Safeguarding", "summary": "Two enquiries are open"},
    "meeting-held/1": {
        **MEETING,
        "chair": "Paul Ochs",
        "present": [{"group": "CQC", "who": "the inspector", "brought": "the last report"}],
        "absent": ["Police"],
        "outputs": ["Reserve places at two other homes"],
    },
    "minutes-agreed/1": {**MEETING, "circulated_to": "everyone invited"},
    "visit-recorded/1": {
        "findings": "Call bells were answered",
        "other_standards": "Kitchen clean",
    },
    "report-issued/1": {
        "report": "lessons report with recommendations",
        "summary": "Ask for rotas early",
        "to": ["Safeguarding Adults Board"],
    },
    "log-entry-made/1": {
        "log": "risk",
        "entry": "Heating fails in wing B",
        "owner": "Operations",
        "due": "2026-03-06",
    },
    "manager-appointed/1": {
        "role": "crm",
        "title": "Concerns Response Manager",
        "appointed": _person("Cara"),
        "eligibility": "Lead Commissioner: no significant corporate risk",
        "delegated": True,
    },
    "interest-declared/1": {"interest": "My sister works for the provider", "conflict": True},
    "process-instigated/1": {"process": "Process 1, Final Concerns Response"},
    "trigger-received/1": {"trigger": "ii", "notified_by": "The provider's bank"},
    "decommissioning-decided/1": {"health_leads": "The Health Leads agreed"},
    "failure-notified/1": {"summary": "Wages were not paid"},
    "failure-verified/1": {"verified_with": "CQC and the owner"},
    "provider-failure-activated/1": {"in_liaison_with": "Both heads of service"},
    "failure-plan-agreed/1": {
        "options": ["reserve_elsewhere", "temporary_staffing"],
        "actions": [LINE],
        "safety_actions": [{**LINE, "id": "2", "area": "moves"}],
        "communications_plan": "Families first, then the press",
        "end_date": "2026-06-01",
        "progress_meeting_on": "2026-04-01",
    },
    "urgent-needs-decided/1": {"act": True, "risk_assessment": "Two people at risk tonight"},
    "lessons-reviewed/1": {"lessons": "Ask for rotas early", "referred_to_board": True},
    "dossier-made/1": {
        "fact": str(OTHER),
        "form": "decision-dossier/1",
        "up_to": 41,
        "sha256": "ef" * 32,
    },
    "disclosure-made/1": {
        "audience": "Northtown Coroner",
        "purpose": "the inquest into a death at Elm House",
        "basis": "Coroners and Justice Act 2009, schedule 5",
        "form": "disclosure/1",
        "up_to": 14,
        "size": 4096,
        "withheld": [{"versions": [4, 9], "ground": "legal professional privilege"}],
        "opened": [{"version": 7, "fields": ["surname"]}],
        "sha256": "ef" * 32,
    },
    "document-lodged/1": {
        "title": "Report of the visit of 1 March",
        "source": "Contract monitoring",
        "media_type": "application/pdf",
        "sha256": "ef" * 32,
        "length": 48_213,
        "sealed": {
            "subject": "R12",
            "retention": "care_record",
            "key": "ab" * 32,
            "kc": "cd" * 32,
            "n": "AAAAAAAAAAAAAAAA",
        },
    },
    "form-sealed/1": {
        "form": "resident",
        "form_title": "List of residents, one line",
        "about": "R12",
        "entries": [{"field": "needs_advocate", "label": "Needs an advocate", "value": True}],
        "unanswered": ["mobility"],
        "sealed": [
            {
                "field": "surname",
                "label": "Surname",
                "envelope": {
                    "subject": "R12",
                    "retention": "care_record",
                    "key": "ab" * 32,
                    "kc": "cd" * 32,
                    "n": "MDEyMzQ1Njc4OWFi",
                    "ct": "c2VhbGVk",
                },
            }
        ],
    },
    "absence-recorded/1": {
        "person": _person("Dora Dean"),
        "starts": "2026-03-02",
        "ends": "2026-03-13",
    },
    "absence-ended/1": {"absence": str(OTHER), "person": _person("Dora Dean")},
    "app-roles-mapped/1": {"roles": {"Concerns.Director": ["dass", "administrator"]}},
    "delegation-made/1": {
        "principal": _person("Dora Dean"),
        "delegate": _person("Eve Ellis"),
        "roles": ["dass"],
        "procedures": ["north-west-routes"],
        "steps": ["sign_off_suspension"],
        "limit": 500_000,
        "starts": "2026-03-02",
        "ends": "2026-03-13",
        "may_pass_on": True,
        "under": str(OTHER),
        "when_absent": True,
    },
    "delegation-revoked/1": {"delegation": str(OTHER), "delegate": _person("Eve Ellis")},
    "webhook-registered/1": {
        "webhook": str(OTHER),
        "url": "https://cases.council.example/hooks/concerns",
        "names": ["case-opened/1"],
        "secret_sha256": "ab" * 32,
    },
    "webhook-secret-renewed/1": {
        "webhook": str(OTHER),
        "url": "https://cases.council.example/hooks/concerns",
        "secret_sha256": "cd" * 32,
    },
    "webhook-ended/1": {
        "webhook": str(OTHER),
        "url": "https://cases.council.example/hooks/concerns",
    },
    "settings-adopted/1": {
        "procedure": "jqmm",
        "text": 'working_hours: {from: "09:00", to: "17:00"}\n',
        "sha256": "ab" * 32,
    },
    "access-restricted/1": {"persons": [_person("Ann Archer"), _person("Eve Ellis")]},
    "access-opened/1": {},
    "item-shared/1": {
        "party": PARTY,
        "kind": "plan",
        "of": "improvement_plan",
        "services": ["Elm House"],
        "title": "Improvement plan",
        "parts": [
            {
                "heading": "What is to be put right",
                "paragraphs": ["As agreed on Monday"],
                "columns": ["Line", "Action"],
                "rows": [["1", "Two people sign each dose"]],
            }
        ],
        "reply_by": "2026-03-16",
        "sha256": "451159ad021525d1f7bf92f1b3a803e7b6fe1f8776d9a2a59664596494a549e3",
    },
    "sharing-ended/1": SHARED,
    "shared-item-acknowledged/1": SHARED,
    "reply-received/1": {**SHARED, "text": "The second signature began a week earlier"},
    "reply-answered/1": {**SHARED, "reply": str(OTHER), "outcome": "changed"},
    "glass-broken/1": {"until": "2026-03-02T13:30:00Z"},
    "glass-reviewed/1": {"broken": str(OTHER), "finding": "justified"},
    "legal-hold-placed/1": {"subject": "R12", "demanded_by": "The public inquiry"},
    "legal-hold-lifted/1": {"hold": str(OTHER)},
    "key-destruction-proposed/1": {
        "subject": "R12",
        "retention": "care_record",
        "retention_title": "record of a person's care",
        "ground": "order",
        "basis": "A court ordered the erasure",
        "keys": ["ab" * 32],
    },
    "subject-keys-destroyed/1": {
        "subject": "R12",
        "retention": "care_record",
        "retention_title": "record of a person's care",
        "basis": "Kept for 8 years after 2018-03-02",
        "proposal": str(OTHER),
        "approvers": [_person("Ann"), _person("Bea")],
        "keys": ["ab" * 32],
        "forms": ["resident"],
    },
    "fact-corrected/1": {"fact": str(OTHER), "wrong": "3 March", "right": "2 March"},
    "decision-annulled/1": {"fact": str(OTHER), "annulled_by": "the High Court"},
    "departure-recorded/1": {
        "omitted": "Visit before the lifting report",
        "ends_duty": "regular_dialogue#4",
    },
    "departure-confirmed/1": {"fact": str(OTHER)},
    "history-recorded/1": {
        "item": "12",
        "kind": "inspection",
        "about": "sister service",
        "who": "Regulator",
        "text": "The home was found to need improvement",
        "source": "Review, page 14",
        "other_sources": ["Inspection report, page 3"],
        "known_to_authority": "2014-08",
        "count": 3,
        "note": "The review gives no day",
        "other_dates": [{"date": "2014-07?", "source": "Inspection report, page 3"}],
        "not_shown": ["signature of the Director"],
    },
}
"""What each fact says of its own; a fact that is not here says nothing of its own."""

LEFT_BEHIND = {
    "stage": "amber",
    "stage_label": "Amber",
    "rag": {"colour": "amber", "scheme": "derby"},
    "turns_on": ["restricted"],
    "turns_off": ["suspended"],
    "begins": [
        {
            "id": "plan_made#7",
            "key": "plan_made",
            "kind": "time limit",
            "what": "Improvement plan made",
            "owners": ["cqs"],
            "owner_title": "Commissioning and Quality Service",
            "whom": "the provider",
            "done_when": "step taken",
            "due": "2026-03-09",
            "firmness": "soft",
            "counted": {
                "start": "2026-03-02",
                "length": 5,
                "unit": "working days",
                "calendar": "england-and-wales",
                "calendar_version": "2026-01",
                "calendar_digest": "ab" * 32,
            },
            "requirements": ["NWR-TL-01"],
        }
    ],
    "ends": ["regular_dialogue#4"],
    "log_of": ["crm"],
    "closes": True,
}


def sample(name: str, version: int) -> Fact:
    """A fictional fact that uses every field; the same each time."""
    common = {
        "id": str(uuid5(NAMESPACE_URL, f"https://council.example/facts/{name}")),
        "case": str(CASE),
        "version": version,
        "occurred": "2026-03-02",
        "by": {
            "person": _person("Quin"),
            "role": "qmo",
            "title": "Quality Monitoring Officer",
            "on_behalf_of": _person("Sue"),
            "delegation": "Leave cover, 2 to 6 March 2026",
        },
        "clause": {
            "procedure": "derby",
            "version": "8",
            "digest": "cd" * 32,
            "step": "a_step",
            "requirements": ["DER-ST-01"],
        },
        "reason": "As the panel found: “not yet safe”",
        "evidence": [
            {"title": "Visit report", "sha256": "ef" * 32, "said_by": "observed"},
            {"title": "Manager's word", "said_by": "assured by the provider"},
        ],
        "choices": {"corporate_risk": False, "nursing_relevant": True},
        "departure": {
            "rules": ["“Recommend” must come first (DER-ST-12)"],
            "reason": "Two deaths overnight",
            "authorised_by": _person("Dora"),
            "confirmed": False,
        },
        "consequence": LEFT_BEHIND,
    }
    return FACTS[name].model_validate(common | DETAILS.get(name, {}))


def main() -> None:
    """Create the samples that are missing and leave the others as they are."""
    for version, name in enumerate(sorted(FACTS), start=1):
        file = HERE / f"{name.replace('/', '.')}.json"
        if not file.exists():
            file.write_bytes(encode(sample(name, version)))


if __name__ == "__main__":
    main()
