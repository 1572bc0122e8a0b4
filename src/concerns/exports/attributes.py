"""What an analyst is told of a fact: what is counted and chosen, nothing that somebody wrote.

Words may name anybody. They stay in the record, where the position and the leaf hash lead. A fact
about one person tells nothing of its own, not even their reference.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from concerns.events import Fact
from concerns.exports.leaf import Leaf
from concerns.when import When

NAMED_BY_THE_PROCEDURE = frozenset(
    {"checklist", "form", "list", "meeting", "plan", "rating", "tool"}
)
"""Fields whose text is a key of the council's document."""
ABOUT_PEOPLE = frozenset({"about", "people", "person", "subject"})
"""Fields that refer to people who use a service."""


def activity(fact: Fact) -> str:
    """What was done, whichever version of the fact says so."""
    return fact.name.partition("/")[0]


def attributes(leaf: Leaf) -> dict[str, str]:
    """All that is told of a fact, as text: the published schema of OCEL 2.0 takes nothing else."""
    fact = leaf.fact
    told = {**own(fact), **_choices(fact), **common(leaf)}
    return {name: _text(value) for name, value in told.items() if value is not None}


def own(fact: Fact) -> dict[str, Any]:
    """The fields that only this kind of fact has and that hold no words."""
    return {name: getattr(fact, name) for name in closed_fields(type(fact))}


@cache
def closed_fields(kind: type[Fact]) -> tuple[str, ...]:
    """The names of those fields: yes or no, whole numbers, dates, ids, one of a fixed list."""
    described = kind.model_json_schema()["properties"]
    names = [name for name in kind.model_fields if name not in Fact.model_fields]
    closed = {name for name in names if _closed(described[name])}
    if ABOUT_PEOPLE & (set(names) - closed):
        return ()
    return tuple(name for name in names if name in closed or name in NAMED_BY_THE_PROCEDURE)


_DAY = r"^\d{4}-\d{2}-\d{2}$"


def _closed(schema: Mapping[str, Any]) -> bool:
    if "anyOf" in schema:
        return all(_closed(one) for one in schema["anyOf"])
    return (
        schema.get("type") in {"boolean", "integer", "null"}
        or "enum" in schema
        or "const" in schema
        or schema.get("format") == "uuid"
        or schema.get("pattern") == _DAY
    )


def _choices(fact: Fact) -> dict[str, bool]:
    return {f"choice_{name}": answer for name, answer in sorted(fact.choices.items())}


def common(leaf: Leaf) -> dict[str, Any]:
    """What is told of every fact, by the names of an analyst's columns."""
    fact, left = leaf.fact, leaf.fact.consequence
    return {
        "name": fact.name,
        "position": leaf.position,
        "leaf_index": leaf.leaf_index,
        "leaf_hash": leaf.hash.hex(),
        "case_version": fact.version,
        "occurred": fact.occurred.text,
        "occurred_earliest": earliest(fact.occurred),
        "occurred_latest": latest(fact.occurred),
        "decision": fact.decision,
        "role": fact.by.role,
        "role_title": fact.by.title,
        "for_another": fact.by.on_behalf_of is not None,
        "procedure": fact.clause.procedure,
        "procedure_version": fact.clause.version,
        "procedure_digest": fact.clause.digest,
        "step": fact.clause.step,
        "requirements": " ".join(fact.clause.requirements) or None,
        "departure": fact.departure is not None,
        "stage_after": left.stage,
        "stage_label_after": left.stage_label,
        "colour_after": left.rag.colour if left.rag else None,
        "closes": left.closes,
    }


def earliest(when: When) -> date | None:
    """The first day it can have been; None where nothing bounds it."""
    return None if when.earliest == date.min else when.earliest


def latest(when: When) -> date | None:
    """The last day it can have been; None where nothing bounds it."""
    return None if when.latest == date.max else when.latest


def _text(value: bool | int | str | date | UUID) -> str:  # noqa: FBT001 - a value, not a switch
    return str(value).lower() if isinstance(value, bool) else str(value)
