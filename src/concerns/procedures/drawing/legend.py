"""The table under a diagram: each step with its number, who decides, and what it rests on."""

from itertools import groupby

from concerns.procedures.drawing.svg import lines_within, tag, words
from concerns.procedures.procedure import Procedure
from concerns.procedures.steps import Step

_COLUMNS = (
    ("No.", 44),
    ("Step", 330),
    ("Who decides", 260),
    ("Together with", 210),
    ("Rests on", 190),
)
WIDTH = sum(width for _, width in _COLUMNS)
_LINE = 17


def numbered(procedure: Procedure) -> dict[int, tuple[str, Step]]:
    """Steps with their numbers from 1: those drawn as arrows, at any time, staying in a stage."""
    steps = sorted(procedure.steps.items(), key=lambda item: _group(procedure, item[1]))
    return dict(enumerate(steps, start=1))


def moves(procedure: Procedure) -> dict[tuple[str, str], list[int]]:
    """The arrows: from which stage to which, and the numbers of the steps that do it."""
    drawn: dict[tuple[str, str], list[int]] = {}
    for number, (_, step) in numbered(procedure).items():
        if step.to and step.from_ != "any":
            for stage in step.from_:
                if stage != step.to:
                    drawn.setdefault((stage, step.to), []).append(number)
    return drawn


def legend(procedure: Procedure, left: int, top: int) -> tuple[str, int]:
    """The table as SVG, and the y at which it ends."""
    parts = [_row([title for title, _ in _COLUMNS], left, top, bold=True)]
    y = top + _LINE + 10
    groups = groupby(numbered(procedure).items(), key=lambda item: _group(procedure, item[1][1])[1])
    for heading, steps in groups:
        for line in lines_within(heading, WIDTH, 14):
            y += _LINE
            parts.append(words(left, y + 7, line, font_weight="bold", font_size=14))
        y += _LINE + 4
        for number, (_, step) in steps:
            row, height = _step(procedure, number, step, left, y)
            parts.append(row)
            y += height
    return "".join(parts), y


def _group(procedure: Procedure, step: Step) -> tuple[int, str]:
    if step.from_ == "any":
        return 1, "At any time"
    if step.to and set(step.from_) != {step.to}:
        return 0, "Steps that move the case (numbers on the arrows)"
    stages = ", ".join(procedure.stages[stage].label for stage in step.from_)
    first = min(list(procedure.stages).index(stage) for stage in step.from_)
    return 2 + first, f"Without leaving: {stages}"


def who_decides(procedure: Procedure, step: Step) -> str:
    """The roles of which any one takes the step."""
    return " or ".join(procedure.role_title(role) for role in step.by)


def with_whom(procedure: Procedure, step: Step) -> str:
    """The further signatures, and the recorded choice on which each depends."""
    return "; ".join(
        procedure.role_title(one.role) + (f" (if {_plain(one.when)})" if one.when else "")
        for one in step.together_with
    )


def title_of(procedure: Procedure, step: Step) -> str:
    """The step's title; with the stage it leads to where no arrow shows that."""
    leads = step.from_ == "any" and step.to
    return f"{step.title} → {procedure.stages[step.to].label}" if leads and step.to else step.title


def _plain(key: str) -> str:
    return key.replace("_", " ")


def _step(procedure: Procedure, number: int, step: Step, left: int, top: int) -> tuple[str, int]:
    cells = [
        str(number),
        title_of(procedure, step),
        who_decides(procedure, step),
        with_whom(procedure, step) or "nobody else",
        ", ".join(step.requirement) or "nothing cited",
    ]
    rule = tag("path", d=f"M{left} {top}H{left + WIDTH}", stroke="#767676", stroke_width=1)
    lines = max(len(_lines(cell, index)) for index, cell in enumerate(cells))
    return rule + _row(cells, left, top), lines * _LINE + 10


def _row(cells: list[str], left: int, top: int, *, bold: bool = False) -> str:
    drawn, x = "", left
    for index, cell in enumerate(cells):
        for line, text in enumerate(_lines(cell, index)):
            weight = "bold" if bold else "normal"
            y = top + _LINE * (line + 1)
            drawn += words(x, y, text, font_size=13, font_weight=weight)
        x += _COLUMNS[index][1]
    return drawn


def _lines(cell: str, column: int) -> list[str]:
    return lines_within(cell, _COLUMNS[column][1] - 16)
