"""Blackpool's forms: what is held in clear, and what is never."""

import pytest
from blackpool_case import (
    CARE,
    HEALTH,
    OFFICER,
    PMM,
    TEAM,
    WORKER,
    assessing_risk,
    closing_home,
    terminated,
)

from concerns.commands.fill_in_form import FillInForm
from concerns.events import FormFilledIn
from concerns.procedures.reader import library

Entries = dict[str, int | bool | str | None]
FORMS = library()["blackpool"].forms
SEALED = [
    *(("resident", one) for one in ("surname", "forename", "main_representative")),
    *(("resident", one) for one in ("frameworki_number", "mobility")),
    *(("key_contacts", one) for one in ("resident", "contact_surname", "contact_forename")),
    *(("key_contacts", one) for one in ("contact_title", "relationship", "address", "telephone")),
]


@pytest.mark.parametrize(("form", "field"), SEALED)
def test_what_tells_who_somebody_is_is_refused_in_clear(form: str, field: str) -> None:
    """BLA-FM-11, BLA-FM-12, BLA-FM-13, BLA-RO-28: the field is there, and sealed for now."""
    asked = FillInForm(form=form, about="R12", entries={field: "Mary Smith"})
    refusal = closing_home().refused(CARE, asked)
    assert refusal.where == f"entries.{field}"
    assert "personal data" in refusal.why


@pytest.mark.parametrize(
    ("form", "field", "value"),
    [
        ("resident", "date_of_birth", "1931-05-17"),
        ("resident", "gender", "F"),
        ("resident", "has_capacity", True),
        ("key_contacts", "date_of_birth", "1931-05-17"),
    ],
)
def test_birth_gender_and_capacity_are_sealed_too(
    form: str,
    field: str,
    value: str | bool,  # noqa: FBT001 - a value of the form
) -> None:
    """BLA-FM-11, BLA-FM-12."""
    asked = FillInForm(form=form, about="R12", entries={field: value})
    assert closing_home().refused(CARE, asked).where == f"entries.{field}"


def test_the_list_of_residents_has_every_column_of_the_form() -> None:
    """BLA-FM-11: ten columns, under a reference."""
    assert len(FORMS["resident"].fields) == 10
    assert FORMS["resident"].per == FORMS["key_contacts"].per == "person"


def test_funding_and_the_need_of_an_advocate_stand_under_a_reference() -> None:
    """BLA-FM-11, BLA-HC-03, BLA-HC-21: never without one, and never of a wrong kind."""
    entries: Entries = {"funded_by": "Blackpool", "needs_advocate": True}
    case = closing_home().asks(CARE, FillInForm(form="resident", about="R12", entries=entries))
    found = case.last[0]
    assert isinstance(found, FormFilledIn)
    assert found.about == "R12"
    assert "surname" in found.unanswered
    without = FillInForm(form="resident", entries=entries)
    assert case.refused(CARE, without).where == "about"
    word = FillInForm(form="resident", about="R12", entries={"needs_advocate": "yes"})
    assert case.refused(CARE, word).where == "entries.needs_advocate"


def test_the_key_contact_sheet_is_the_assessing_workers() -> None:
    """BLA-RO-28, BLA-FM-12, BLA-FM-13, AMB-BLA-23: one address, one telephone number."""
    asked = FillInForm(form="key_contacts", about="R12", entries={"completed_by": "Wyn"})
    closing_home().asks(WORKER, asked)
    assert closing_home().refused(PMM, asked).kind == "not your role"
    assert [one for one in FORMS["key_contacts"].fields if "address" in one] == ["address"]


@pytest.mark.parametrize("kind", ["residential with nursing", "residential without nursing"])
def test_the_head_of_the_list_names_home_day_manager_and_type(kind: str) -> None:
    """BLA-FM-10, BLA-TL-05: with or without nursing, and nothing else."""
    entries: Entries = {
        "home": "Elm House",
        "closes_on": "2026-06-30",
        "manager": "in post",
        "type": kind,
    }
    case = terminated().asks(CARE, FillInForm(form="closing_home", entries=entries))
    assert "Elm House" in str(case.last[0])
    for field, value in (("type", "hotel"), ("closes_on", "midsummer")):
        wrong = FillInForm(form="closing_home", entries={field: value})
        assert case.refused(CARE, wrong).where == f"entries.{field}"


def test_the_risk_tool_is_signed_off_with_how_the_provider_was_told() -> None:
    """BLA-FM-05, BLA-NT-06: date, time and way of telling, and who filled it in."""
    entries: Entries = {
        "completed_by": "Hal",
        "feedback_on": "2026-03-05",
        "feedback_at": "10:30",
        "feedback_how": "telephone",
        "organisation": "CCG",
    }
    case = assessing_risk()
    case.asks(HEALTH, FillInForm(form="risk_tool_sign_off", entries=entries))
    found = case.last[0]
    assert isinstance(found, FormFilledIn)
    assert set(found.unanswered) == {"designation", "telephone", "email", "signed_on", "signature"}
    unknown = FillInForm(form="risk_tool_sign_off", entries={"shoe_size": 9})
    assert case.refused(TEAM, unknown).where == "entries.shoe_size"


def test_a_form_that_the_document_does_not_have_is_refused() -> None:
    """BLA-FM-05: the refusal names those that there are."""
    refusal = assessing_risk().refused(OFFICER, FillInForm(form="diary", entries={}))
    assert "risk_tool_sign_off" in refusal.why
