"""Rules on the facts that steps leave: they exist, and have the fields that the document fixes."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from concerns.events import FACTS, Fact
from concerns.procedures.procedure import Procedure
from concerns.procedures.reader import Document, Fault
from concerns.procedures.steps import Step

KNOWN: dict[str, type[Fact]] = {fact.__name__: fact for fact in FACTS.values()}
"""Every fact by the name that a procedure calls it."""


def every_fact_exists(procedure: Procedure, document: Document) -> Iterator[Fault]:
    """Each step leaves a fact that the record knows."""
    for key, step in procedure.steps.items():
        if step.fact not in KNOWN:
            where = document.place("steps", key, "fact")
            yield Fault(where, f"the record knows no fact called {step.fact!r}")


def every_field_exists(procedure: Procedure, document: Document) -> Iterator[Fault]:
    """Whatever a step asks, demands or sets is a field of its fact."""
    for key, step in _with_known_facts(procedure):
        asked = [(("asks", index), field) for index, field in enumerate(step.asks)]
        fixed = [((part, field), field) for part, field, _ in _fixed(step)]
        chosen = [(("chooses", field), field) for field in step.chooses]
        for path, field in [*asked, *fixed, *chosen]:
            if field not in KNOWN[step.fact].model_fields:
                where = document.place("steps", key, *path)
                yield Fault(where, f"{step.fact} has no field {field!r}")


def every_fixed_value_fits(procedure: Procedure, document: Document) -> Iterator[Fault]:
    """A value that a step sets or demands is one that the field can hold."""
    for key, step in _with_known_facts(procedure):
        for part, field, value in _fixed(step):
            if not _fits(KNOWN[step.fact], field, value):
                where = document.place("steps", key, part, field)
                yield Fault(where, f"{field!r} of {step.fact} cannot be {value!r}")


def _with_known_facts(procedure: Procedure) -> Iterator[tuple[str, Step]]:
    return ((key, step) for key, step in procedure.steps.items() if step.fact in KNOWN)


def _fixed(step: Step) -> list[tuple[str, str, Any]]:
    """What the step demands and sets: the part that says so, the field, its value."""
    parts = (("demands", step.demands), ("sets", step.sets))
    return [(part, field, value) for part, values in parts for field, value in values.items()]


def _fits(fact: type[Fact], field: str, value: object) -> bool:
    if field not in fact.model_fields:
        return True  # said by every_field_exists
    try:
        fact.model_validate({field: value})
    except ValidationError as error:  # always, for the fields that are not given; ours is the point
        return all(fault["loc"][0] != field for fault in error.errors() if fault["loc"])
    return True
