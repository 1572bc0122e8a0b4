"""The ends of a procedure, and how a case came to one."""

from collections.abc import Iterable

from concerns.events import Fact
from concerns.procedures.procedure import Procedure


def ends(procedure: Procedure) -> list[str]:
    """The steps that close a case or lead to a final stage, in the document's order."""
    final = {key for key, stage in procedure.stages.items() if stage.final}
    return [key for key, step in procedure.steps.items() if step.closes or step.to in final]


def end_of(facts: Iterable[Fact]) -> Fact | None:
    """The decision that closed a case; None while it goes on."""
    return next((fact for fact in facts if fact.consequence.closes), None)
