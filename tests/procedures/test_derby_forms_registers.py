"""Derby's registers and logs: what each takes, who keeps it, and what stays sealed."""

from typing import Any

import pytest
from derby_case import (
    CARA,
    DIRECTOR,
    HEAD_SAFEGUARDING,
    OPERATIONAL,
    QMO,
    STAFF,
    alerted,
    answered,
    crm_appointed,
    failure_reported,
)
from derby_papers import FORMS, filled_in, form

from concerns.commands.fill_in_form import FillInForm
from concerns.commands.issue import Issue
from concerns.commands.make_log_entry import MakeLogEntry
from concerns.events import NotificationAcknowledged
from concerns.vocabulary import Officer

REGISTERS: list[tuple[str, str, dict[str, Any]]] = [
    ("DER-RC-08", "minutes", {"meeting": "first", "date": "2026-03-02", "actions": "none"}),
    ("DER-RC-11", "record_of_meetings_and_decisions", {"agency": "the council", "lead": "clerk"}),
    ("DER-RC-12", "customer_outcomes", {"health": "as before", "emotional_wellbeing": "better"}),
    ("DER-RC-13", "complaint_record", {"nature": "cold food", "resolved": False}),
    ("DER-RC-14", "best_interests_record", {"first_stage": True, "decided_on": "2026-03-02"}),
    ("DER-RC-15", "deputies_record", {"standing": "enduring power", "change_in_cost": "20 more"}),
    ("DER-RC-16", "operational_alert", {"case_note_reference": "LL-1", "nature": "falls"}),
    ("DER-RC-17", "carers_register", {"relation": "sister", "special_factors": True}),
    ("DER-RC-18", "complaints_and_disputes", {"about": "a fee", "settled": False}),
    ("DER-RC-20", "nhs_incident_reports", {"reference": "NHS-7", "body": "the trust"}),
    ("DER-CL-3.1", "customer", {"payer": "the customer", "assess_early": True}),
]
"""Each register that is filled in, with an entry."""

KEPT_AS_ENTRIES = [
    "crm_request_log",
    "crm_decision_log",
    "crm_action_log",
    "pfm_request_log",
    "pfm_decision_log",
    "pfm_action_log",
    "risk_log",
    "movement_log",
    "acknowledgement_record",
]

SEALED: list[tuple[str, str]] = [
    ("key_details", "manager_contact"),
    ("key_details", "administrator_contact"),
    ("customer", "name_and_birth"),
    ("customer", "needs"),
    ("best_interests_record", "considered"),
    ("deputies_record", "who"),
    ("carers_register", "name"),
    ("carers_register", "address"),
    ("carers_register", "telephone"),
    ("customer_outcomes", "detail"),
]
"""Every field that may hold who somebody is, how to reach them, or how they are."""

PER_PERSON = [key for key, one in FORMS.items() if one.per == "person"]


@pytest.mark.parametrize(("requirement", "key", "entries"), REGISTERS)
def test_each_register_takes_an_entry(requirement: str, key: str, entries: dict[str, Any]) -> None:
    """DER-RC-08, DER-RC-11 to DER-RC-18, DER-RC-20: what is left out stays unanswered."""
    fact = filled_in(alerted(), key, **entries)
    assert {one.field: one.value for one in fact.entries} == entries
    assert [*fact.unanswered] == [name for name in FORMS[key].fields if name not in entries]
    assert requirement in fact.clause.requirements


def test_every_sealed_field_is_in_the_table() -> None:
    """DER-RC-14, DER-RC-15, DER-RC-17, DER-CL-3.1, DER-FM-10, DER-FM-11: these, and no others."""
    sealed = [
        (key, name) for key, one in FORMS.items() for name, f in one.fields.items() if f.sealed
    ]
    assert sorted(sealed) == sorted(SEALED)


@pytest.mark.parametrize(("key", "field"), SEALED)
def test_personal_data_is_refused_in_clear(key: str, field: str) -> None:
    """DER-RC-14, DER-RC-15, DER-RC-17, DER-CL-3.1, DER-CL-5.1: nor said in the refusal."""
    refused = alerted().refused(QMO, form(key, **{field: "Ann Other, 01332 000000"}))
    assert refused.where == f"entries.{field}"
    assert "personal data" in refused.why
    assert "Ann Other" not in refused.why


@pytest.mark.parametrize(("key", "field"), SEALED)
def test_a_sealed_field_may_stay_empty(key: str, field: str) -> None:
    """DER-RC-17, DER-CL-5.1: the rest of the register can be kept meanwhile."""
    fact = filled_in(alerted(), key, **{field: None})
    assert field in fact.unanswered


@pytest.mark.parametrize("key", KEPT_AS_ENTRIES)
def test_a_log_is_not_a_form(key: str) -> None:
    """DER-RC-01 to DER-RC-06, DER-RC-09, DER-RC-10, DER-RC-19: its entries are made one by one."""
    assert key in FORMS
    refused = alerted().refused(QMO, FillInForm(form=key, entries={"entry": "rotas asked for"}))
    assert refused.where == "form"


@pytest.mark.parametrize("key", PER_PERSON)
def test_a_form_about_a_person_needs_the_reference(key: str) -> None:
    """DER-RC-12, DER-RC-14, DER-RC-15, DER-RC-17: nobody knows otherwise whom it is about."""
    assert alerted().refused(QMO, FillInForm(form=key, entries={})).where == "about"


@pytest.mark.parametrize("key", PER_PERSON)
def test_a_form_about_a_person_takes_no_name(key: str) -> None:
    """DER-RC-12, DER-RC-14, DER-RC-15, DER-RC-17: R12, never Mrs Jones."""
    asked = FillInForm(form=key, about="Mrs Jones", entries={})
    assert alerted().refused(QMO, asked).where == "about"


def test_a_form_about_the_case_takes_no_reference() -> None:
    """DER-FM-01: a report on one person would be another paper."""
    asked = FillInForm(form="concerns_report", about="R12", entries={"services": "Elm House"})
    assert alerted().refused(QMO, asked).where == "about"


@pytest.mark.parametrize(
    "standing",
    [
        "deputy for health and welfare",
        "deputy for financial affairs",
        "lasting power for health and welfare",
        "lasting power for property and affairs",
        "enduring power",
    ],
)
def test_a_deputys_standing_is_one_of_five(standing: str) -> None:
    """DER-CL-3.11, DER-CL-4.11, DER-RC-15: health apart from money."""
    fact = filled_in(alerted(), "deputies_record", standing=standing, change_in_cost="none")
    assert fact.about == "R12"
    assert "R12" in str(fact)


@pytest.mark.parametrize(
    ("key", "who"), [("operational_alert", OPERATIONAL), ("safety_plan", HEAD_SAFEGUARDING)]
)
def test_some_forms_have_their_own_people(key: str, who: Officer) -> None:
    """DER-RC-16, DER-PL-08: those who see what it is about, whoever keeps the logs."""
    field = next(iter(FORMS[key].fields))
    assert filled_in(alerted(), key, who, **{field: "as seen"}).by.person == who.person
    assert alerted().refused(STAFF, form(key, **{field: "as seen"})).kind == "not your role"


def test_the_complaint_record_is_the_teams_own() -> None:
    """DER-RC-13: what was settled, and what was not and so taken over."""
    entries = {"nature": "cold food", "resolved": False, "taken_over": True}
    assert filled_in(alerted(), "complaint_record", **entries).unanswered == ()
    assert alerted().refused(DIRECTOR, form("complaint_record", **entries)).kind == "not your role"


def test_an_acknowledgement_says_who_when_and_whether_a_deputy() -> None:
    """DER-RC-19: the record holds each by itself, so no form repeats it."""
    case = failure_reported()
    call = case.duty("telephone_head")
    case.asks(STAFF, Issue(duty=call, how="telephone"))
    (fact,) = case.asks(STAFF, answered(call, "a nominated deputy")).last
    assert isinstance(fact, NotificationAcknowledged)
    assert fact.acknowledged_by == "Ivo"
    assert fact.deputy
    assert fact.by.person == STAFF.person


@pytest.mark.parametrize("log", ["request", "action"])
def test_the_response_managers_logs_take_entries(log: Any) -> None:
    """DER-RC-01, DER-RC-03: in Process 1, in the manager's own log."""
    (fact,) = crm_appointed().asks(CARA, MakeLogEntry(log=log, entry="rotas asked for")).last
    assert fact.consequence.log_of == ("crm",)
