"""The one door to sealed personal data: who may, on record first, then what it says."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from pydantic import Field

from concerns.aggregates.sealed_forms import path
from concerns.aggregates.situation import Situation, by
from concerns.custody.access import Access
from concerns.custody.custody import Custody, in_words
from concerns.events import Fact, FormSealed, SealedEntry, SubjectKeysDestroyed, Text
from concerns.sealing.refused import NotOpened
from concerns.sealing.value import Value
from concerns.vocabulary import By, Frozen, Refusal


class ReadSealed(Frozen):
    """What somebody wants to read, and what for."""

    fact: UUID
    fields: tuple[str, ...] = ()
    """Names of fields; all that the fact holds sealed, if none is named."""
    purpose: Annotated[Text, Field(max_length=500)]
    """Why it must be read: kept with the access, so it names nobody."""
    role: str | None = None


class Opened(Frozen):
    """A sealed field as it was filled in, or since when nobody can read it."""

    field: str
    label: str
    subject: str
    value: Value | None = Field(default=None, repr=False)
    destroyed_on: str | None = None


def read_sealed(
    asked: ReadSealed, situation: Situation, facts: Sequence[Fact], custody: Custody
) -> list[Opened]:
    """The fields of one fact. The access is recorded first; if it cannot be, nothing is opened.

    Raises:
        Refusal: no such fact or field, not your role, or it cannot be opened and why.
        Whatever the access log raises.
    """
    found = next((one for one in facts if one.id == asked.fact), None)
    if not isinstance(found, FormSealed):
        raise Refusal(
            "the case holds nothing sealed under this fact", kind="not found", where="fact"
        )
    entries = _chosen(found, asked.fields)
    reader = _reader(found, asked, situation)
    ended = destroyed(facts)
    left = [one for one in entries if one.envelope.key not in ended]
    if left:
        custody.access.record(_access(found, left, asked, situation, reader))
    values = {one.field: _opened(found, one, situation, custody) for one in left}
    return [
        Opened(
            field=one.field,
            label=one.label,
            subject=one.envelope.subject,
            value=values.get(one.field),
            destroyed_on=ended.get(one.envelope.key),
        )
        for one in entries
    ]


def _chosen(fact: FormSealed, fields: tuple[str, ...]) -> list[SealedEntry]:
    held = {one.field: one for one in fact.sealed}
    for name in fields:
        if name not in held:
            raise Refusal(
                f"{name!r} is not sealed there; there are: {', '.join(held)}",
                kind="not found",
                where="fields",
            )
    return [held[name] for name in fields or held]


def _reader(fact: FormSealed, asked: ReadSealed, situation: Situation) -> By:
    """Whoever may fill in a form may read it, and nobody else: the documents say no more."""
    procedure = situation.procedure
    form = procedure.forms.get(fact.form)
    roles = (form.filled_in_by if form else ()) or procedure.acts.keep_logs
    role = situation.held(roles, asked.role)
    if role is None:
        raise Refusal(
            f"reading “{fact.form_title}” is for the {situation.titles(roles)}",
            kind="not your role",
        )
    return by(situation, role)


def destroyed(facts: Sequence[Fact]) -> dict[str, str]:
    """Commitments to destroyed keys, with the day: the record counts, not whether a key is left."""
    ended = [one for one in facts if isinstance(one, SubjectKeysDestroyed)]
    return {key: one.occurred.text for one in ended for key in one.keys}


def _access(
    fact: FormSealed, entries: list[SealedEntry], asked: ReadSealed, situation: Situation, by: By
) -> Access:
    return Access(
        authority=situation.officer.authority,
        case=fact.case,
        fact=fact.id,
        fields=tuple(one.field for one in entries),
        subjects=tuple(sorted({one.envelope.subject for one in entries})),
        by=by,
        purpose=asked.purpose,
    )


def _opened(fact: FormSealed, entry: SealedEntry, situation: Situation, custody: Custody) -> Value:
    authority, where = situation.officer.authority, path(entry.field)
    try:
        return custody.opened(authority, fact.case, fact.id, where, entry.envelope)
    except NotOpened as no:
        raise Refusal(in_words(entry, no), where=f"fields.{entry.field}") from None
