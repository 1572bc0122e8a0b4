"""How long personal data is kept: classes as data, ours and a council's own."""

from datetime import date
from pathlib import Path

import pytest

from concerns.procedures.reader import ProcedureFaulty, library
from concerns.procedures.retention import RetentionClass, retention


def _own(folder: Path, text: str) -> Path:
    file = folder / "retention.yaml"
    file.write_text(text)
    return file


def test_a_record_of_care_is_kept_for_eight_years() -> None:
    """Records Management Code: the day it begins does not count, and it is a minimum."""
    kept = retention().classes["care_record"]
    assert kept.ends(date(2026, 3, 9)) == date(2034, 3, 9)
    assert set(kept.sooner) == {"order", "unlawful"}


def test_a_period_begun_on_29_february_ends_a_day_later_rather_than_sooner() -> None:
    """2025 has no such day."""
    one = RetentionClass(title="t", keep_years=1, source="s")
    assert one.ends(date(2024, 2, 29)) == date(2025, 3, 1)


@pytest.mark.parametrize(
    ("form", "field", "expected"),
    [
        ("resident", "surname", "care_record"),
        ("resident", "main_representative", "contacts"),
        ("key_contacts", "telephone", "contacts"),
        ("key_contacts", "resident", "care_record"),
        ("a form of a sixth council", "name", "care_record"),
    ],
)
def test_a_field_is_sorted_by_itself_then_with_its_form(
    form: str, field: str, expected: str
) -> None:
    """A relative's data goes apart from the data of the person whom the record is about."""
    assert retention().of(form, field) == expected


def test_what_is_sorted_is_there() -> None:
    """No class is given to a form or field that no council's document has."""
    forms = {key: form for one in library().values() for key, form in one.forms.items()}
    for places in retention().sorted.values():
        for place in places:
            form, _, field = place.partition(".")
            found = forms[form].fields
            assert found[field].sealed if field else any(one.sealed for one in found.values())


def test_a_council_sets_its_own(tmp_path: Path) -> None:
    """Its classes come over ours, and what it sorts is taken from where ours has it."""
    file = _own(
        tmp_path,
        "classes:\n  home: {title: record of a home, keep_years: 25, source: our schedule}\n"
        "otherwise: home\nsorted: {home: [key_contacts]}\n",
    )
    found = retention(file)
    assert found.classes["home"].keep_years == 25
    assert found.classes["care_record"].keep_years == 8
    assert found.of("key_contacts", "telephone") == "home"
    assert found.of("key_contacts", "resident") == "care_record"
    assert found.of("resident", "surname") == "home"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("otherwise: nothing\n", "retention.yaml:1: otherwise: there is no class 'nothing'"),
        ("sorted:\n  nothing: [x]\n", "retention.yaml:2: sorted → nothing: there is no class"),
        ("sorted: {care_record: [x, x]}\n", "'x' is sorted twice"),
        ("sorted: [x]\n", "retention.yaml:1: sorted"),
        ("classes: {a: {title: t, source: s}}\n", "keep_years"),
        ("clases: {}\n", "retention.yaml:1: clases"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    """Whoever writes the file learns where it is wrong."""
    with pytest.raises(ProcedureFaulty) as faulty:
        retention(_own(tmp_path, text))
    assert said in str(faulty.value)
