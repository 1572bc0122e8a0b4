"""Forms with personal data: sealed where keys are kept, refused where they are not."""

import pytest
from blackpool_case import CARE, DASS, PMM
from derby_case import QMO
from sealed_case import BIRTHDAY, CANARY, RESIDENT, MemorySeals, SealedStory, filled_in, sealed
from sealed_case import opened as opened_sealed

from concerns.commands.fill_in_form import FillInForm
from concerns.events import FormFilledIn, FormSealed
from concerns.procedures.reader import library
from concerns.projections import VIEWS, fold
from concerns.register import decode, encode
from concerns.sealing.field import Sealed, Where, field_key, open_sealed
from concerns.sealing.value import to_value
from given import opening


def test_the_fact_holds_the_clear_part_and_envelopes() -> None:
    """BLA-FM-11, design 11: what tells who somebody is, is sealed; funding stays readable."""
    found = sealed(filled_in().last[0])
    assert {one.field: one.value for one in found.entries} == {
        "needs_advocate": True,
        "funded_by": "the council",
    }
    assert [one.field for one in found.sealed] == [
        "surname",
        "date_of_birth",
        "has_capacity",
        "gender",
    ]
    assert found.unanswered == ("forename", "frameworki_number", "main_representative", "mobility")
    stored = encode(found)
    assert decode(found.name, stored) == found
    for secret in (CANARY, CANARY.split()[0], BIRTHDAY):
        assert secret.encode() not in stored
        assert secret not in str(found) + repr(found)


def test_an_envelope_opens_with_its_subjects_key_alone() -> None:
    """Design 11: the field's key comes from the subject's, the fact and the field."""
    case = filled_in()
    found = sealed(case.last[0])
    assert isinstance(case.seals, MemorySeals)
    surname = found.sealed[0].envelope
    where = Where("northtown", found.id, "sealed.surname")
    key = field_key(case.seals.keys["R12", "care_record"], where)
    opened = open_sealed(key, where, Sealed(surname.kc, surname.n, surname.ct))
    assert to_value(opened) == CANARY


def test_the_sentence_says_what_is_sealed_and_nothing_of_it() -> None:
    """A stranger in twenty years sees that something stood there."""
    told = str(filled_in().last[0])
    assert "about R12" in told
    assert "sealed: Surname, Date of birth, Has capacity, Gender" in told


def test_each_person_and_each_class_has_a_key_of_its_own() -> None:
    """Evidence 2.9: one key's end must not end another person's data, or another class."""
    case = filled_in().asks(CARE, RESIDENT.model_copy(update={"about": "R13"}))
    contact = {"contact_surname": "Cormorant", "resident": CANARY}
    case.asks(CARE, FillInForm(form="key_contacts", about="R12", entries=contact))
    keys = {
        (one.envelope.subject, one.envelope.retention): one.envelope.key
        for fact in case.facts
        if isinstance(fact, FormSealed)
        for one in fact.sealed
    }
    assert set(keys) == {("R12", "care_record"), ("R13", "care_record"), ("R12", "contacts")}
    assert len(set(keys.values())) == 3


def test_where_a_form_is_about_the_case_each_field_is_somebody_else() -> None:
    """DER-FM-10, DER-FM-11: the manager's contact and the administrator's have a key each."""
    case = SealedStory(library()["derby"]).asks(QMO, opening("derby"))
    entries = {"manager_contact": "Mo Heron, 01632 960001", "administrator_contact": "Al Finch"}
    case.asks(QMO, FillInForm(form="key_details", entries=entries))
    found = sealed(case.last[0])
    assert [one.envelope.subject for one in found.sealed] == [
        "key_details.manager_contact",
        "key_details.administrator_contact",
    ]


def test_a_form_without_personal_data_is_the_fact_it_always_was() -> None:
    """A stored shape never changes: only a form with something sealed is the new fact."""
    clear = FillInForm(form="resident", about="R12", entries={"funded_by": "NHS", "surname": ""})
    case = opened_sealed().asks(CARE, clear)
    assert type(case.last[0]) is FormFilledIn
    assert "surname" in case.last[0].unanswered


@pytest.mark.parametrize(
    ("field", "value"),
    [("gender", "Quetzal"), ("date_of_birth", "in Quetzal"), ("has_capacity", "Quetzal")],
)
def test_a_refusal_never_repeats_what_was_to_be_sealed(field: str, value: str) -> None:
    """Design 11: a value of the wrong kind may be the right one in the wrong place."""
    case = opened_sealed()
    asked = FillInForm(form="resident", about="R12", entries={field: value})
    refusal = case.refused(CARE, asked)
    assert refusal.where == f"entries.{field}"
    assert "Quetzal" not in refusal.why
    assert isinstance(case.seals, MemorySeals)
    assert case.seals.asked == []


def test_nothing_is_sealed_for_somebody_who_may_not_fill_in_the_form() -> None:
    """Deciding refuses before a key is made."""
    case = opened_sealed()
    assert case.refused(PMM, RESIDENT).kind == "not your role"
    assert case.refused(DASS, RESIDENT).kind == "not your role"
    assert isinstance(case.seals, MemorySeals)
    assert case.seals.keys == {}


def test_a_request_does_not_show_its_entries_in_a_trace() -> None:
    """Design 11: an error's trace may be printed by others."""
    assert CANARY not in repr(RESIDENT) + str(RESIDENT)


def test_the_view_of_forms_says_only_where_the_envelope_is() -> None:
    """Design 11: views hold references; what was filled in before in clear stays beside."""
    case = filled_in()
    (row,) = fold(VIEWS["forms"], case.facts).values()
    assert row["entries"]["funded_by"]["value"] == "the council"
    surname = row["entries"]["surname"]
    assert surname["sealed"]["fact"] == str(case.last[0].id)
    assert surname["sealed"]["subject"] == "R12"
    assert surname["sealed"]["destroyed_on"] is None
    assert "value" not in surname
    assert sealed(case.last[0]).sealed[0].envelope.ct not in str(row)
