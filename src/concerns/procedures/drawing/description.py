"""A procedure's diagram told in words, for those who hear it (WCAG 2.2, 1.1.1)."""

from html import escape

from concerns.procedures.drawing import legend
from concerns.procedures.drawing.svg import tag
from concerns.procedures.procedure import Procedure
from concerns.procedures.steps import Stage, Step


def colour_word(stage: Stage) -> str:
    """The colour as a word, since colour is never alone."""
    return stage.rag.upper() if stage.rag else "NO COLOUR"


def in_words(procedure: Procedure, stages: list[str]) -> tuple[str, str]:
    """Title and description, which tell the diagram in sentences to those who do not see it."""
    told = [_stage_in_words(procedure.stages[stage]) for stage in stages]
    for number, (_, step) in legend.numbered(procedure).items():
        others = legend.with_whom(procedure, step)
        together = f", together with {others}" if others else ""
        decides = legend.who_decides(procedure, step)
        told.append(f"{number}. {_move_in_words(procedure, step)}: decided by {decides}{together}.")
    name = procedure.procedure
    title = f"Stages and steps of the procedure “{procedure.title}”"
    return (
        tag("title", escape(title, quote=False), id=f"{name}-title"),
        tag("desc", escape("\n".join(told), quote=False), id=f"{name}-words"),
    )


def _stage_in_words(stage: Stage) -> str:
    marks = [colour_word(stage).lower()]
    marks += ["start"] if stage.start else []
    marks += ["final"] if stage.final else []
    return f"Stage “{stage.label}” ({', '.join(marks)})."


def _move_in_words(procedure: Procedure, step: Step) -> str:
    said = f"“{step.title}”"
    if step.from_ == "any":
        where = "at any time"
    else:
        where = "from " + " or ".join(f"“{procedure.stages[one].label}”" for one in step.from_)
    return f"{said}, {where}" + (f", to “{procedure.stages[step.to].label}”" if step.to else "")
