"""Levels of two scales, and what a matrix makes of them, where the council has one."""

import hashlib
from collections.abc import Iterator
from typing import Any, cast

import orjson

from concerns.aggregates.scoring.reading import only_known, sheet
from concerns.aggregates.situation import Situation
from concerns.procedures.tools import Cells, Matrix, Scale
from concerns.vocabulary import Refusal

Levels = dict[str, int]


def apply(key: str, given: dict[str, Any], situation: Situation) -> dict[str, object]:
    """The fields of a LevelsAssessed fact; the outcome is a suggestion, or none.

    Raises:
        Refusal: a scale, level or statement that the tool does not have.
    """
    matrix = situation.procedure.matrices[key]
    levels = read_levels(matrix, given.pop("levels", {}))
    if not levels:
        raise Refusal("no level is given at all", kind="not understood", where="levels")
    statements = sheet(given.pop("statements", {}), "statements", list | tuple)
    only_known(statements, matrix.scales, "scale", "statements")
    outcome, because, digest = _outcome(matrix, levels, situation)
    return {
        "tool": key,
        "tool_title": matrix.title,
        "levels": [_given(matrix, name, levels[name], statements) for name in levels],
        "unanswered": tuple(name for name in matrix.scales if name not in levels),
        "score": score(matrix, levels),
        "outcome": outcome,
        "because": because,
        "matrix_digest": digest,
        "contradictions": tuple(_contradictions(matrix, levels, statements)),
    }


def choose(key: str, given: dict[str, Any], situation: Situation) -> dict[str, object]:
    """The label of a chosen outcome, and what the latest assessment suggested."""
    matrix = situation.procedure.matrices[key]
    outcome = str(given.get("outcome"))
    if outcome not in matrix.outcomes:
        raise Refusal(
            f"{outcome!r} is no outcome; there are: {', '.join(matrix.outcomes)}",
            kind="not understood",
            where="outcome",
        )
    label = matrix.outcomes[outcome].label
    return {"label": label, "suggested": situation.case.suggestions.get(key)}


def read_levels(matrix: Matrix, given: object) -> Levels:
    """The levels given, each on its scale; what is not given is left out.

    Raises:
        Refusal: a scale the tool does not have, or a level outside its scale.
    """
    filled = sheet(given, "levels", int)
    only_known(filled, matrix.scales, "scale", "levels")
    for name, level in filled.items():
        scale = matrix.scales[name]
        if level is not None and level not in scale.levels:
            raise _outside(scale, level, f"levels.{name}")
    return {name: level for name, level in filled.items() if level is not None}


def _outside(scale: Scale, level: int, where: str) -> Refusal:
    low, high = min(scale.levels), max(scale.levels)
    return Refusal(
        f"{level} is not on the scale of {scale.title}, {low} to {high}",
        clause=scale.requirement,
        kind="not understood",
        where=where,
    )


def cells_of(matrix: Matrix, situation: Situation) -> Cells:
    """The cells as printed, or as the council set them; none where it has not."""
    if matrix.setting is None:
        return matrix.cells
    return cast("Cells", situation.setting(matrix.setting) or {})


def cell(matrix: Matrix, cells: Cells, levels: Levels) -> str | None:
    """What a pair of levels comes to; None while one of them is unanswered."""
    row, column = levels.get(matrix.rows), levels.get(matrix.columns)
    if row is None or column is None:
        return None
    return cells.get(row, {}).get(column)


def score(matrix: Matrix, levels: Levels) -> int | None:
    """The product of both levels, where the document multiplies them."""
    row, column = levels.get(matrix.rows), levels.get(matrix.columns)
    return row * column if matrix.multiplied and row is not None and column is not None else None


def _outcome(
    matrix: Matrix, levels: Levels, situation: Situation
) -> tuple[str | None, str, str | None]:
    for fixed in matrix.fixed:
        if levels.get(fixed.scale) == fixed.level:
            scale = matrix.scales[fixed.scale].title
            return fixed.outcome, f"{scale} {fixed.level} settles it alone", None
    cells = cells_of(matrix, situation)
    if not cells:
        return None, "no matrix is set: a person chooses, with a reason", None
    found = cell(matrix, cells, levels)
    if found is None:
        return None, "a level is unanswered, so the matrix says nothing", None
    label = matrix.outcomes[found].label
    return found, f"the matrix suggests {label}", _digest(cells) if matrix.setting else None


def _digest(cells: Cells) -> str:
    options = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS
    return hashlib.sha256(orjson.dumps(cells, option=options)).hexdigest()


def _given(matrix: Matrix, name: str, level: int, ticked: dict[str, Any]) -> dict[str, Any]:
    scale = matrix.scales[name]
    return {
        "scale": name,
        "title": scale.title,
        "level": level,
        "label": scale.levels[level].label,
        "statements": tuple(_statement(scale, level, one, name) for one in ticked.get(name) or ()),
    }


def _statement(scale: Scale, level: int, named: object, where: str) -> str:
    """A ticked statement: its letter, or its level and letter where it is of another level."""
    name = str(named) if str(named)[:1].isdigit() else f"{level}{named}"
    for number, one in scale.levels.items():
        for letter, text in one.statements.items():
            if name == f"{number}{letter}":
                return f"{name}: {text}"
    raise Refusal(
        f"{scale.title} has no statement {named!r}",
        kind="not understood",
        where=f"statements.{where}",
    )


def _contradictions(matrix: Matrix, levels: Levels, ticked: dict[str, Any]) -> Iterator[str]:
    """A statement of another level than the one given is shown, never resolved."""
    for name, level in levels.items():
        for one in ticked.get(name) or ():
            if str(one)[:1].isdigit() and not str(one).startswith(str(level)):
                yield f"{matrix.scales[name].title} {level} was given, and statement {one} ticked"
