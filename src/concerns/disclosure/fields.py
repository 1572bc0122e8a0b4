"""Sealed fields of the facts that are disclosed: opened for this audience, shut, or destroyed."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from concerns.aggregates.sealed_forms import path
from concerns.casework import Casework
from concerns.custody.custody import in_words
from concerns.custody.reading import Opened, ReadSealed
from concerns.disclosure.material import Material, Proved
from concerns.disclosure.request import UNASKED, Request
from concerns.events import FormSealed, SealedEntry, SubjectKeysDestroyed
from concerns.sealing.refused import NotOpened
from concerns.sealing.value import Value
from concerns.vocabulary import Officer, Refusal


class Field(NamedTuple):
    """A sealed field: with its key and value, with the ground, or with the day of the key's end."""

    version: int
    field: str
    label: str
    state: Literal["opened", "shut", "destroyed"]
    key: str = ""
    """Of this field alone, hexadecimal."""
    value: Value = ""
    ground: str = ""
    destroyed_on: str = ""


def sealed_fields(
    material: Material, request: Request, casework: Casework, officer: Officer
) -> Iterator[Field]:
    """Every sealed field of every disclosed fact, in order.

    Each access is recorded before anything is opened (`read_sealed`), even where nothing is handed
    over in the end.

    Raises:
        Refusal: as `Casework.read_sealed`. Whatever the access log raises.
    """
    ended = _destroyed(material)
    for one in material.facts:
        if not isinstance(one.fact, FormSealed) or request.ground(one.version):
            continue
        opened = _opened(one, one.fact, request, casework, officer)
        for entry in one.fact.sealed:
            yield opened.get(entry.field) or _shut(one.version, entry, ended)


def _destroyed(material: Material) -> dict[str, str]:
    facts = [one.fact for one in material.facts if isinstance(one.fact, SubjectKeysDestroyed)]
    return {key: one.occurred.text for one in facts for key in one.keys}


def _shut(version: int, entry: SealedEntry, ended: dict[str, str]) -> Field:
    on = ended.get(entry.envelope.key)
    if on:
        return Field(version, entry.field, entry.label, "destroyed", destroyed_on=on)
    return Field(version, entry.field, entry.label, "shut", ground=UNASKED)


def _opened(
    one: Proved, fact: FormSealed, request: Request, casework: Casework, officer: Officer
) -> dict[str, Field]:
    names = request.opens(one.version)
    if not names:
        return {}
    asked = ReadSealed(fact=fact.id, fields=names, purpose=f"disclosure to {request.audience}")
    read = casework.read_sealed(asked, officer, fact.case)
    held = {entry.field: entry for entry in fact.sealed}
    return {said.field: _shown(one.version, said, held, fact, casework) for said in read}


def _shown(
    version: int, said: Opened, held: dict[str, SealedEntry], fact: FormSealed, casework: Casework
) -> Field:
    if said.value is None:
        on = said.destroyed_on or ""
        return Field(version, said.field, said.label, "destroyed", destroyed_on=on)
    key = _key(held[said.field], fact, casework).hex()
    return Field(version, said.field, said.label, "opened", key=key, value=said.value)


def _key(entry: SealedEntry, fact: FormSealed, casework: Casework) -> bytes:
    custody, authority = casework.custody, casework.register.authority
    assert custody, "without keys nothing was read"
    try:
        return custody.field_key(authority, fact.case, fact.id, path(entry.field), entry.envelope)
    except NotOpened as no:
        raise Refusal(in_words(entry, no)) from None
