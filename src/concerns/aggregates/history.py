"""A published history, as its sources tell it: what they do not show stays a gap."""

from concerns.aggregates.consequences import colour
from concerns.aggregates.situation import Situation, clause, fact, in_role
from concerns.commands.command import Command
from concerns.commands.record_history import RecordHistory
from concerns.events import Consequence, Fact, HistoryRecorded
from concerns.procedures.procedure import Procedure
from concerns.procedures.steps import Step


def record_history(asked: RecordHistory, situation: Situation) -> list[Fact]:
    """One event of the history, with the steps the procedure asks for that nobody has shown."""
    procedure = situation.procedure
    stands_for = procedure.history.get(asked.kind)
    step = procedure.steps[stands_for.step] if stands_for else None
    told = asked.model_dump(exclude=set(Command.model_fields))
    acts = procedure.acts
    return [
        fact(
            HistoryRecorded,
            asked,
            situation,
            by=in_role(situation, acts.keep_logs, asked, "recording a history"),
            clause=clause(
                situation,
                f"history.{stands_for.step}" if stands_for else "history",
                step.requirement if step else (),
            ),
            consequence=_shown(step, stands_for.stage if stands_for else None, situation),
            not_shown=required(step, procedure) if step else (),
            **told,
        )
    ]


def _shown(step: Step | None, stage: str | None, situation: Situation) -> Consequence:
    """The stage and colour on the sources' word alone: no duty begins and no clock runs."""
    if step is None:
        return Consequence()
    procedure = situation.procedure
    left = stage or situation.case.stage
    overlays = (situation.case.overlays | set(step.turns_on)) - set(step.turns_off)
    return Consequence(
        stage=left,
        stage_label=procedure.stages[left].label,
        rag=colour(procedure, left, overlays),
        turns_on=step.turns_on,
        turns_off=step.turns_off,
    )


def required(step: Step, procedure: Procedure) -> tuple[str, ...]:
    """What the procedure asks for at a step: earlier steps, signatures, duties."""
    needed = dict.fromkeys((*_only_way_to(step, procedure), *step.needs))
    before = [procedure.steps[key].title for key in needed]
    signed = ["signature of the " + " or ".join(map(procedure.role_title, step.by))]
    signed += [
        "signature of the " + procedure.role_title(one.role) + _where(one.when)
        for one in step.together_with
    ]
    duties = [procedure.duties[key] for key in step.duties]
    told = [one.what + (f", to {one.whom}" if one.whom else "") for one in duties]
    return (*before, *signed, *told)


def _only_way_to(step: Step, procedure: Procedure) -> list[str]:
    """The steps before this one that cannot be gone round, first to last.

    Followed back while one step alone leads to where the next begins, and no further than a step
    that a history shows for itself, such as the suspension before a lifting.
    """
    shown = {one.step for one in procedure.history.values()}
    way, begins = list[str](), step.from_
    while len(begins) == 1:
        leading = [
            key
            for key, one in procedure.steps.items()
            if one.to == begins[0] and begins[0] not in one.from_
        ]
        if len(leading) != 1 or leading[0] in (*way, *shown):
            break
        way.insert(0, leading[0])
        begins = procedure.steps[leading[0]].from_
    return way


def _where(choice: str | None) -> str:
    return f" (where {choice.replace('_', ' ')})" if choice else ""
