"""What the procedure says of the step that allowed a decision, in the procedure's own words."""

from collections.abc import Iterable, Mapping
from typing import Any

from concerns.procedures.duties import DutyKind
from concerns.procedures.procedure import Procedure
from concerns.procedures.steps import Step
from concerns.vocabulary import Clause

Words = dict[str, Any]

_ACTS: Mapping[str, str] = {
    "correct_record": "correct",
    "annul_decision": "annul",
    "record_departure": "authorise_departures",
    "confirm_departure": "authorise_departures",
    "verify_item": "verify_plan_items",
    "make_disclosure": "keep_logs",
    "make_log_entry": "keep_logs",
    "move_case": "move_cases",
}
"""Acts that every procedure allows beside its own steps, by the list of roles that may do them."""


def at_hand(clause: Clause, procedures: Mapping[str, Procedure]) -> Procedure | None:
    """The very version of a procedure that a clause names; None where another is at hand."""
    found = procedures.get(clause.procedure)
    return found if found and found.digest == clause.digest else None


def words_of(clause: Clause, procedure: Procedure) -> Words:
    """What the procedure says of the step, the duty, or the act that every procedure allows."""
    key = clause.step
    if key in procedure.steps:
        said = _of_step(procedure.steps[key], procedure)
    elif key in procedure.duties:
        said = _of_duty(procedure.duties[key], procedure)
    else:
        said = _of_act(key, procedure)
    rules = {one: procedure.rules[one] for one in clause.requirements if one in procedure.rules}
    return {"procedure_title": procedure.title, **said, "rules": rules}


def _of_step(step: Step, procedure: Procedure) -> Words:
    stages = procedure.stages
    begins = (
        step.from_ if isinstance(step.from_, str) else [stages[one].label for one in step.from_]
    )
    return {
        "kind": "step",
        "title": step.title,
        "from": begins,
        "to": stages[step.to].label if step.to else None,
        "by": _roles(step.by, procedure),
        "together_with": [
            {"role": procedure.role_title(one.role), "where": one.when}
            for one in step.together_with
        ],
        "not_the_same_person_as": _titles(step.not_the_same_person_as, procedure),
        "needs": _titles(step.needs, procedure),
        "only_after": _titles(step.only_after, procedure),
        "never_after": _titles(step.never_after, procedure),
        "needs_done": [procedure.duties[one].what for one in step.needs_done],
        "choices": list(step.choices),
        "only_if": dict(step.only_if),
        "starts": [procedure.clocks[one].what for one in step.starts],
        "duties": [procedure.duties[one].what for one in step.duties],
        "departures_possible": step.departures,
    }


def _of_duty(duty: DutyKind, procedure: Procedure) -> Words:
    return {
        "kind": "duty",
        "title": duty.what,
        "by": _roles(duty.owner, procedure),
        "whom": duty.whom,
    }


def _of_act(key: str, procedure: Procedure) -> Words:
    roles: tuple[str, ...] = getattr(procedure.acts, _ACTS[key]) if key in _ACTS else ()
    if key == "move_case":
        roles = roles or procedure.acts.authorise_departures
    title = key.replace("_", " ")
    return {"kind": "act", "title": title, "by": _roles(roles, procedure)}


def _roles(keys: Iterable[str], procedure: Procedure) -> list[str]:
    return [procedure.role_title(one) for one in keys]


def _titles(keys: Iterable[str], procedure: Procedure) -> list[str]:
    return [procedure.steps[one].title for one in keys]
