"""Every place where a procedure names something that it must define elsewhere."""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from concerns.procedures.procedure import Procedure

Part = str | int


class Reference(NamedTuple):
    """A name, what kind of thing it should be, and the path of keys to where it is used."""

    path: tuple[Part, ...]
    part: str
    """The part of the procedure that must define it, such as `roles`."""
    name: str


def references(procedure: Procedure) -> Iterator[Reference]:
    """Every name that the procedure uses, in the order of the document."""
    return chain(
        _of_stages(procedure),
        _of_steps(procedure),
        _of_clocks(procedure),
        _of_duties(procedure),
        _of_papers_and_meetings(procedure),
        _of_tools(procedure),
        _of_acts(procedure),
        _of_history(procedure),
    )


_LISTS_IN_A_STEP = {
    "by": "roles",
    "not_the_same_person_as": "steps",
    "needs": "steps",
    "only_after": "steps",
    "never_after": "steps",
    "settles": "steps",
    "needs_done": "duties",
    "only_while": "overlays",
    "not_while": "overlays",
    "turns_on": "overlays",
    "turns_off": "overlays",
    "starts": "clocks",
    "duties": "duties",
    "needs_checklists": "checklists",
}
_NAMES_IN_A_STEP = {
    "to": "stages",
    "rating": "ratings",
    "plan": "plans",
    "meeting": "meetings",
    "log_of": "roles",
}


TOOL_OF = {
    "RiskScored": "scoring",
    "CriteriaScored": "questionnaires",
    "LevelsAssessed": "matrices",
    "OutcomeChosen": "matrices",
    "SampleAssessed": "samples",
    "ThresholdsTested": "thresholds",
}
"""The part that holds a step's tool, by the fact that it leaves."""


def _of_stages(procedure: Procedure) -> Iterator[Reference]:
    for key, stage in procedure.stages.items():
        yield from _one(stage.log_of, "roles", "stages", key, "log_of")


def _of_steps(procedure: Procedure) -> Iterator[Reference]:
    for key, step in procedure.steps.items():
        here = ("steps", key)
        if step.from_ != "any":
            yield from _each(step.from_, "stages", *here, "from")
        for field, part in _LISTS_IN_A_STEP.items():
            yield from _each(getattr(step, field), part, *here, field)
        for field, part in _NAMES_IN_A_STEP.items():
            yield from _one(getattr(step, field), part, *here, field)
        yield from _one(step.scoring, TOOL_OF.get(step.fact, "scoring"), *here, "scoring")
        for field, name in step.chooses.items():
            yield Reference((*here, "chooses", field), "lists", name)
        limits = tuple(name for name in step.ends if name not in procedure.duties)
        yield from _each(limits, "clocks", *here, "ends")
        for index, signature in enumerate(step.together_with):
            yield Reference((*here, "together_with", index, "role"), "roles", signature.role)


def _of_clocks(procedure: Procedure) -> Iterator[Reference]:
    for key, clock in procedure.clocks.items():
        yield from _one(clock.owner, "roles", "clocks", key, "owner")
        yield from _one(clock.setting, "settings", "clocks", key, "setting")


def _of_duties(procedure: Procedure) -> Iterator[Reference]:
    for key, duty in procedure.duties.items():
        yield from _each(duty.owner, "roles", "duties", key, "owner")
        yield from _one(duty.within, "clocks", "duties", key, "within")
        yield from _each(duty.on_delivery, "clocks", "duties", key, "on_delivery")


def _of_papers_and_meetings(procedure: Procedure) -> Iterator[Reference]:
    for key, plan in procedure.plans.items():
        yield from _one(plan.owner, "roles", "plans", key, "owner")
    for key, meeting in procedure.meetings.items():
        yield from _one(meeting.chair, "roles", "meetings", key, "chair")
    for key, form in procedure.forms.items():
        yield from _one(form.kept_by, "roles", "forms", key, "kept_by")
        yield from _each(form.filled_in_by, "roles", "forms", key, "filled_in_by")
    for key, checklist in procedure.checklists.items():
        yield from _each(checklist.by, "roles", "checklists", key, "by")


def _of_tools(procedure: Procedure) -> Iterator[Reference]:
    for key, matrix in procedure.matrices.items():
        yield from _one(matrix.setting, "settings", "matrices", key, "setting")
    for key, sample in procedure.samples.items():
        yield from _one(sample.own, "matrices", "samples", key, "own")
        yield from _one(sample.others, "matrices", "samples", key, "others")


def _of_acts(procedure: Procedure) -> Iterator[Reference]:
    for act in ACTS:
        yield from _each(getattr(procedure.acts, act), "roles", "acts", act)


ACTS = (
    "keep_logs",
    "excuse_duties",
    "authorise_departures",
    "correct",
    "annul",
    "verify_plan_items",
    "move_cases",
)
"""The acts that every procedure gives to roles."""


def _of_history(procedure: Procedure) -> Iterator[Reference]:
    for key, event in procedure.history.items():
        yield from _one(event.step, "steps", "history", key, "step")
        yield from _one(event.stage, "stages", "history", key, "stage")


def _one(name: str | None, part: str, *path: Part) -> Iterator[Reference]:
    if name is not None:
        yield Reference(path, part, name)


def _each(names: tuple[str, ...], part: str, *path: Part) -> Iterator[Reference]:
    for index, name in enumerate(names):
        yield Reference((*path, index), part, name)
