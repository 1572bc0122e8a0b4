"""The sealed fields of a form: personal data goes into envelopes before it goes into a fact."""

from concerns.aggregates.seals import Seals, ToSeal
from concerns.aggregates.situation import Situation
from concerns.commands.fill_in_form import FillInForm
from concerns.events import Fact, FormSealed, SealedEntry
from concerns.procedures.parts import Form


def to_seal(asked: FillInForm, form: Form, seals: Seals) -> dict[str, ToSeal]:
    """What must be sealed, by field. What is left open is not there."""
    return {
        name: ToSeal(
            path=path(name),
            subject=asked.about or f"{asked.form}.{name}",
            retention=seals.retention.of(asked.form, name),
            value=value,
        )
        for name, value in asked.entries.items()
        if value not in (None, "") and name in form.fields and form.fields[name].sealed
    }


def path(field: str) -> str:
    """Where a sealed field stands in its fact: part of what it is bound to, so for ever."""
    return f"sealed.{field}"


def sealed(
    filled: Fact, values: dict[str, ToSeal], form: Form, seals: Seals, situation: Situation
) -> FormSealed:
    """The form with its envelopes; called last, when nothing can refuse any more."""
    gone = situation.case.personal_data.gone
    envelopes = seals.seal(filled.id, list(values.values()), gone)
    entries = [
        SealedEntry(field=name, label=form.fields[name].label, envelope=envelope)
        for name, envelope in zip(values, envelopes, strict=True)
    ]
    return FormSealed(**dict(filled), sealed=tuple(entries))
