"""DISCLOSURE.json: every fact of the case, shown or withheld and why, and every sealed field.

Without a sentence of this program, so that the same request makes the same bytes for ever.
"""

from typing import Any

from concerns.disclosure.fields import Field
from concerns.disclosure.material import Material, Proved
from concerns.disclosure.request import Request
from concerns.evidence.canonical import canonical
from concerns.vocabulary import By

FORM = "disclosure/1"


def listing(material: Material, request: Request, fields: list[Field], by: By) -> bytes:
    """The list, RFC 8785. A withheld fact has no entry and a ground; its content is nowhere."""
    return canonical(
        {
            "form": FORM,
            "authority": material.authority,
            "origin": material.origin,
            "case": str(material.case),
            "audience": request.audience,
            "purpose": request.purpose,
            "basis": request.basis,
            "prepared_by": str(by),
            "up_to": len(material.facts),
            "checkpoint": {"size": material.sealed.size, "root": material.sealed.root.hex()},
            "facts": [_fact(one, request.ground(one.version)) for one in material.facts],
            "fields": [_field(one) for one in fields],
        }
    )


def _fact(one: Proved, ground: str | None) -> dict[str, Any]:
    place = {"version": one.version, "position": one.position, "leaf_hash": one.leaf.hex()}
    if ground is None:
        return {**place, "entry": entry_path(one)}
    return {**place, "kind": one.entry.name, "ground": ground}


def entry_path(one: Proved) -> str:
    """Where the exact bytes of a disclosed fact are in the folder."""
    return f"entries/{one.position}"


def _field(one: Field) -> dict[str, Any]:
    said = {"version": one.version, "field": one.field, "label": one.label, "state": one.state}
    match one.state:
        case "opened":
            return {**said, "key": one.key, "value": one.value}
        case "shut":
            return {**said, "ground": one.ground}
        case "destroyed":
            return {**said, "destroyed_on": one.destroyed_on}
