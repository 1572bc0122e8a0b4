"""Forms filled in. Personal data is sealed or refused: facts can never be unwritten."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from concerns import events
from concerns.aggregates.acts import act
from concerns.aggregates.sealed_forms import sealed, to_seal
from concerns.aggregates.situation import Situation
from concerns.commands.fill_in_form import FillInForm
from concerns.events import REFERENCE, Fact
from concerns.procedures.parts import Form, FormField
from concerns.vocabulary import Refusal

Value = str | int | bool | None


def fill_in_form(asked: FillInForm, situation: Situation) -> list[Fact]:
    """A form as filled in; what is left out stays unanswered.

    Raises:
        Refusal: no such form or field, a value of another kind, or personal data in clear.
    """
    form = _form(asked, situation)
    _about_whom(form, asked)
    for name, value in asked.entries.items():
        _read(form, name, value, sealing=situation.seals is not None)
    clear = {name: value for name, value in asked.entries.items() if not form.fields[name].sealed}
    filled = act(
        events.FormFilledIn,
        asked,
        situation,
        roles=form.filled_in_by or situation.procedure.acts.keep_logs,
        doing=f"filling in “{form.title}”",
        step="fill_in_form",
        requirements=form.requirement,
        form=asked.form,
        form_title=form.title,
        about=asked.about,
        entries=[
            {"field": name, "label": form.fields[name].label, "value": value}
            for name, value in clear.items()
            if value not in (None, "")
        ],
        unanswered=[name for name in form.fields if asked.entries.get(name) in (None, "")],
        contradictions=[*_too_large(form, clear)],
    )
    if situation.seals is None or not (values := to_seal(asked, form, situation.seals)):
        return filled
    return [sealed(one, values, form, situation.seals, situation) for one in filled]


def _form(asked: FillInForm, situation: Situation) -> Form:
    fillable = {key: form for key, form in situation.procedure.forms.items() if form.fields}
    if asked.form in situation.procedure.forms.keys() - fillable.keys():
        title = situation.procedure.forms[asked.form].title
        raise Refusal(
            f"“{title}” is not filled in: it is kept as entries of the record, or made from it",
            kind="not understood",
            where="form",
        )
    if asked.form not in fillable:
        raise Refusal(
            f"this procedure has no form {asked.form!r}; it has: {', '.join(fillable) or 'none'}",
            kind="not understood",
            where="form",
        )
    return fillable[asked.form]


def _about_whom(form: Form, asked: FillInForm) -> None:
    if form.per == "person" and not asked.about:
        raise Refusal(
            f"{form.title} is about one person: give their reference, such as R12",
            kind="not understood",
            where="about",
        )
    if form.per == "person" and not re.fullmatch(REFERENCE, asked.about):
        raise Refusal(
            "whom it is about is said by a reference such as R12: the record names no resident",
            kind="not understood",
            where="about",
        )
    if form.per == "case" and asked.about:
        raise Refusal(f"{form.title} is about the case", kind="not understood", where="about")


def _read(form: Form, name: str, value: Value, *, sealing: bool) -> None:
    field = form.fields.get(name)
    where = f"entries.{name}"
    if field is None:
        raise Refusal(
            f"{form.title} has no field {name!r}; it has: {', '.join(form.fields)}",
            kind="not understood",
            where=where,
        )
    if value in (None, ""):
        return
    if field.sealed and not sealing:
        raise Refusal(
            f"“{field.label}” is personal data, which the record never holds in clear; until it "
            "can be sealed, keep it in the council's own care records",
            clause=form.requirement,
            where=where,
        )
    if not _fits(field, value):
        offered = f": {', '.join(field.options)}" if field.options else ""
        given = "what you gave" if field.sealed else repr(value)
        raise Refusal(
            f"“{field.label}” takes a {field.kind}{offered}; {given} is not one",
            kind="not understood",
            where=where,
        )


def _fits(field: FormField, value: Value) -> bool:
    match field.kind:
        case "count":
            return isinstance(value, int) and not isinstance(value, bool) and value >= 0
        case "yes or no":
            return isinstance(value, bool)
        case "date":
            return isinstance(value, str) and _is_date(value)
        case "choice":
            return value in field.options
        case "text":
            return isinstance(value, str)


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _too_large(form: Form, entries: Mapping[str, Value]) -> Iterator[str]:
    """A part larger than its whole is shown to a person, never put right."""
    for name, field in form.fields.items():
        part, whole = entries.get(name), entries.get(field.part_of or "")
        if isinstance(part, int) and isinstance(whole, int) and part > whole:
            total = form.fields[field.part_of or ""].label
            yield f"“{field.label}” is {part}, more than “{total}”, {whole}"
