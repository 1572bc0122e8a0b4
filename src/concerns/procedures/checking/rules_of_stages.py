"""Rules on the way through the stages: one start, every stage reachable, no dead end."""

from collections.abc import Iterator

from concerns.procedures.procedure import Procedure
from concerns.procedures.reader import Document, Fault
from concerns.procedures.steps import Step


def one_stage_starts(procedure: Procedure, document: Document) -> Iterator[Fault]:
    """Exactly one stage is where a case opens."""
    starts = _starts(procedure)
    if not starts:
        yield Fault(document.place("stages"), "no stage has start: true")
    for stage in starts[1:]:
        where = document.place("stages", stage, "start")
        yield Fault(where, f"stage {stage!r} is a second start, beside {starts[0]!r}")


def every_stage_is_reachable(procedure: Procedure, document: Document) -> Iterator[Fault]:
    """Steps lead from the start to every stage."""
    starts = _starts(procedure)
    if not starts:
        return  # said once by one_stage_starts, not once for each stage
    reached = _reached_from(starts, procedure)
    for stage in procedure.stages:
        if stage not in reached:
            yield Fault(document.place("stages", stage), f"no step leads to stage {stage!r}")


def no_stage_is_a_dead_end(procedure: Procedure, document: Document) -> Iterator[Fault]:
    """A step leaves every stage that is not final, or closes the case in it."""
    for key, stage in procedure.stages.items():
        if not stage.final and not any(_leaves(key, step) for step in procedure.steps.values()):
            yield Fault(
                document.place("stages", key),
                f"no step leaves stage {key!r}, and it does not say final: true",
            )


def _starts(procedure: Procedure) -> list[str]:
    return [key for key, stage in procedure.stages.items() if stage.start]


def _reached_from(starts: list[str], procedure: Procedure) -> set[str]:
    reached: set[str] = set()
    waiting = list(starts)
    while waiting:
        stage = waiting.pop()
        if stage not in reached:
            reached.add(stage)
            steps = procedure.steps.values()
            waiting += [step.to for step in steps if step.to and _possible_in(stage, step)]
    return reached


def _leaves(stage: str, step: Step) -> bool:
    return _possible_in(stage, step) and (step.closes or step.to not in (None, stage))


def _possible_in(stage: str, step: Step) -> bool:
    return step.from_ == "any" or stage in step.from_
