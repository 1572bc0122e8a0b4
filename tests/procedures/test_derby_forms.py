"""Derby's report and its forms: what they take, what they refuse, and what contradicts itself."""

from typing import Any

import pytest
from derby_case import QMO, alerted
from derby_papers import FILLABLE, FILLED_IN_BY, FORMS, filled_in, form

from concerns.commands.fill_in_form import FillInForm
from concerns.events import FormFilledIn
from concerns.procedures.parts import FormField

REPORT: list[tuple[str, str, str, Any]] = [
    ("DER-FM-01", "concerns_report", "begun_on", "2026-03-02"),
    ("DER-FM-02", "concerns_report", "services", "Elm House"),
    ("DER-FM-03", "concerns_report", "lead_officer", "QA"),
    ("DER-FM-04", "concerns_report", "steering_group", "council, ICB, provider"),
    ("DER-FM-04", "concerns_report", "chair", "Lead Commissioner"),
    ("DER-FM-04", "concerns_report", "chair_confirmed", True),
    ("DER-FM-05", "key_details", "provider", "Elm House, 1 High Street"),
    ("DER-FM-06", "key_details", "head_office", "Acme Care Ltd, 2 Low Street"),
    ("DER-FM-07", "key_details", "icb_notified_on", "2026-03-02"),
    ("DER-FM-07", "key_details", "council_notified_on", "2026-03-02"),
    ("DER-FM-07", "key_details", "cqc_notified_on", "2026-03-03"),
    ("DER-FM-08", "key_details", "situation", "two nights without a nurse"),
    ("DER-FM-09", "key_details", "owner", "Acme Care Ltd"),
    ("DER-FM-10", "key_details", "manager_post", "registered manager"),
    ("DER-FM-11", "key_details", "administrator_post", "home's office"),
    ("DER-FM-12", "funding_counts", "total", 30),
    ("DER-FM-13", "funding_counts", "residential", 0),
    ("DER-FM-14", "funding_counts", "continuing_healthcare", 4),
    ("DER-FM-15", "funding_counts", "funded_nursing_care", 6),
    ("DER-FM-16", "funding_counts", "self_funders", 9),
    ("DER-FM-17", "funding_counts", "steering_group_needs", "the ICB must sit on it"),
    ("DER-FM-20", "outcome", "remedial_work", "rotas are full again"),
    ("DER-FM-20", "outcome", "remedial_work_on", "2026-06-01"),
    ("DER-FM-21", "outcome", "suspended", "lifted in May"),
    ("DER-FM-21", "outcome", "suspended_on", "2026-05-04"),
    ("DER-FM-22", "outcome", "failure", "all customers moved"),
    ("DER-FM-22", "outcome", "failure_on", "2026-07-01"),
]
"""Each line of the report, with something that it may hold."""

WRONG: dict[str, list[Any]] = {
    "text": [3, True],
    "count": [-1, "12", True],
    "date": ["02/03/2026", "2026-02-30", "tbc", 20260302],
    "yes or no": ["yes", 1],
    "choice": ["anything else", 1],
}
"""What a field of each kind refuses."""


@pytest.mark.parametrize(("requirement", "key", "field", "value"), REPORT)
def test_each_line_of_the_report_can_be_filled_in(
    requirement: str, key: str, field: str, value: Any
) -> None:
    """DER-FM-01 to DER-FM-17, DER-FM-20 to DER-FM-22, DER-RP-05: as given, in the field for it."""
    fact = filled_in(alerted(), key, **{field: value})
    assert [(one.field, one.value) for one in fact.entries] == [(field, value)]
    assert requirement in FORMS[key].fields[field].requirement


@pytest.mark.parametrize(
    ("key", "field", "value"),
    [
        (key, name, value)
        for key, one in FILLABLE.items()
        for name, field in one.fields.items()
        for value in WRONG[field.kind]
    ],
)
def test_a_value_of_another_kind_is_refused(key: str, field: str, value: Any) -> None:
    """DER-FM-01 to DER-FM-17, DER-FM-20 to DER-FM-22: a number is no date, a word is no number."""
    refused = alerted().refused(FILLED_IN_BY.get(key, QMO), form(key, **{field: value}))
    assert refused.where == f"entries.{field}"


def test_key_details_are_brought_up_to_date_and_the_first_stay() -> None:
    """DER-FM-08, DER-TL-13: what was known on which day can be seen afterwards."""
    case = alerted()
    filled_in(case, "key_details", situation="two nights without a nurse")
    filled_in(case.at(2026, 3, 9), "key_details", situation="agency nurses came")
    told = [fact for fact in case.facts if isinstance(fact, FormFilledIn)]
    assert [one.entries[0].value for one in told] == [
        "two nights without a nurse",
        "agency nurses came",
    ]


def test_what_is_not_counted_is_not_zero() -> None:
    """DER-FM-12 to DER-FM-16: zero is an answer, an empty field is none."""
    fact = filled_in(alerted(), "funding_counts", total=30, residential=0, self_funders=None)
    assert {one.field: one.value for one in fact.entries} == {"total": 30, "residential": 0}
    assert {"self_funders", "continuing_healthcare"} <= {*fact.unanswered}


@pytest.mark.parametrize(
    "part", ["residential", "continuing_healthcare", "funded_nursing_care", "self_funders"]
)
@pytest.mark.parametrize(("count", "shown"), [(29, 0), (30, 0), (31, 1)])
def test_a_part_larger_than_the_whole_is_shown(part: str, count: int, shown: int) -> None:
    """DER-FM-12 to DER-FM-16: kept as told, and shown to a person as a contradiction."""
    fact = filled_in(alerted(), "funding_counts", total=30, **{part: count})
    assert len(fact.contradictions) == shown
    assert (part, count) in [(one.field, one.value) for one in fact.entries]


def test_parts_that_overlap_contradict_nothing() -> None:
    """DER-FM-13, DER-FM-15: whoever lives there may have nursing paid too."""
    fact = filled_in(alerted(), "funding_counts", total=30, residential=30, funded_nursing_care=20)
    assert fact.contradictions == ()


def test_a_part_without_the_whole_contradicts_nothing() -> None:
    """DER-FM-12, DER-FM-16: nothing to compare with."""
    assert filled_in(alerted(), "funding_counts", self_funders=31).contradictions == ()


def test_a_form_that_the_document_does_not_name_is_refused() -> None:
    """DER-PL-09: said with the forms there are."""
    refused = alerted().refused(QMO, FillInForm(form="holiday_request", entries={}))
    assert (refused.kind, refused.where) == ("not understood", "form")
    assert "concerns_report" in refused.why


@pytest.mark.parametrize("key", FILLABLE)
def test_a_field_that_a_form_does_not_have_is_refused(key: str) -> None:
    """DER-FM-01 to DER-FM-17, DER-FM-20 to DER-FM-22: refused, naming the fields there are."""
    refused = alerted().refused(FILLED_IN_BY.get(key, QMO), form(key, colour="red"))
    assert refused.where == "entries.colour"
    assert next(iter(FORMS[key].fields)) in refused.why


def test_an_outcome_that_did_not_come_about_is_left_open() -> None:
    """DER-FM-20, DER-FM-21, DER-FM-22: one line filled in, four fields open."""
    fact = filled_in(alerted(), "outcome", failure="all moved", failure_on="2026-07-01")
    assert len(fact.unanswered) == len(FORMS["outcome"].fields) - 2


def test_a_debrief_says_what_went_well_what_was_learned_and_what_is_left() -> None:
    """DER-RP-09, DER-CL-8.2: after an incident, at any stage."""
    entries = {
        "incident_on": "2026-03-01",  # Sunday
        "good_practice": "families were rung first",
        "lessons": "ask for rotas sooner",
        "further_actions": "rewrite the script",
    }
    assert filled_in(alerted(), "incident_debrief", **entries).unanswered == ()


@pytest.mark.parametrize(
    ("key", "requirement"),
    [
        ("suspension_report", "DER-RP-01"),
        ("lifting_report", "DER-RP-02"),
        ("crm_recommendation", "DER-RP-03"),
        ("pfm_confirmation", "DER-RP-04"),
        ("lessons_report", "DER-RP-06"),
    ],
)
def test_a_report_made_from_the_record_is_not_filled_in(key: str, requirement: str) -> None:
    """DER-RP-01 to DER-RP-04, DER-RP-06, DER-RP-07, DER-RP-08, AMB-DER-31: nothing typed twice."""
    assert requirement in FORMS[key].requirement
    refused = alerted().refused(QMO, FillInForm(form=key, entries={"summary": "as before"}))
    assert refused.where == "form"


def test_the_steering_group_is_one_under_three_names() -> None:
    """AMB-DER-19, DER-FM-04, DER-FM-17, DER-MT-18: read so wherever one of the names stands."""
    names: list[FormField] = [
        FORMS["concerns_report"].fields["steering_group"],
        FORMS["concerns_report"].fields["chair"],
        FORMS["funding_counts"].fields["steering_group_needs"],
    ]
    assert all("AMB-DER-19" in one.reading for one in names)
