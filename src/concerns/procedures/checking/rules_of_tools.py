"""Rules on matrices, questionnaires, thresholds, checklists and forms: whole, and of one piece."""

from collections.abc import Iterator

from concerns.procedures.checking.references import TOOL_OF, Part
from concerns.procedures.procedure import Procedure
from concerns.procedures.reader import Document, Fault
from concerns.procedures.tools import Band, Matrix

_Said = tuple[tuple[Part, ...], str]


def every_matrix_is_whole(procedure: Procedure, document: Document) -> Iterator[Fault]:
    """Each pair of levels has an outcome, unless the council supplies the cells."""
    for key, matrix in procedure.matrices.items():
        for path, what in _faulty(matrix):
            yield Fault(document.place("matrices", key, *path), what)


def _faulty(matrix: Matrix) -> Iterator[_Said]:
    unknown = {matrix.rows, matrix.columns, *(one.scale for one in matrix.fixed)}
    for name in sorted(unknown - matrix.scales.keys()):
        yield ("scales",), f"scale {name!r} is not defined under scales"
    if unknown <= matrix.scales.keys() and matrix.setting is None:
        yield from ((("cells",), what) for what in matrix.missing(matrix.cells))
    if matrix.setting and matrix.cells:
        yield ("cells",), "the council sets the cells, so the document prints none"
    for index, one in enumerate(matrix.fixed):
        if one.outcome not in matrix.outcomes:
            yield ("fixed", index, "outcome"), f"{one.outcome!r} is no outcome of this matrix"


def every_measure_is_defined(procedure: Procedure, document: Document) -> Iterator[Fault]:
    """Bands and conditions speak of measures of their own tool."""
    for key, form in procedure.questionnaires.items():
        for number, criterion in form.criteria.items():
            for name, answer in criterion.answers.items():
                for band in answer.fits:
                    path = ("criteria", number, "answers", name, "fits")
                    yield from _unmeasured(
                        band, form.measures, document, "questionnaires", key, *path
                    )
    for key, tool in procedure.thresholds.items():
        for name, test in tool.tests.items():
            for condition in test.all:
                for measure in (condition.measure, condition.times):
                    if measure and measure not in tool.measures:
                        where = document.place("thresholds", key, "tests", name)
                        yield Fault(where, f"measure {measure!r} is not defined under measures")


def _unmeasured(band: Band, measures: object, document: Document, *path: str) -> Iterator[Fault]:
    if isinstance(measures, dict) and band.measure not in measures:
        yield Fault(
            document.place(*path), f"measure {band.measure!r} is not defined under measures"
        )


def papers_speak_of_their_own_parts(procedure: Procedure, document: Document) -> Iterator[Fault]:
    """A checklist's twin and a form's whole are lines and fields of the same paper."""
    for key, checklist in procedure.checklists.items():
        for number, item in checklist.items.items():
            if item.same_as is not None and item.same_as not in checklist.items:
                where = document.place("checklists", key, "items", number)
                yield Fault(where, f"{item.same_as!r} is no line of this checklist")
        for number in checklist.reserved.keys() & checklist.items.keys():
            where = document.place("checklists", key, "items", number)
            yield Fault(where, f"{number!r} is reserved and a line at once")
    for key, form in procedure.forms.items():
        for name, field in form.fields.items():
            if field.part_of is not None and field.part_of not in form.fields:
                where = document.place("forms", key, "fields", name)
                yield Fault(where, f"{field.part_of!r} is no field of this form")


def every_tool_has_its_step(procedure: Procedure, document: Document) -> Iterator[Fault]:
    """A step that applies a tool or gives a rating names it."""
    for key, step in procedure.steps.items():
        if step.fact in TOOL_OF and step.scoring is None:
            yield Fault(document.place("steps", key), f"{step.fact} needs scoring: the tool's name")
        if step.fact in {"RatingGiven", "OverallRiskDetermined"} and step.rating is None:
            yield Fault(document.place("steps", key), f"{step.fact} needs rating: the scale's name")
        if step.fact == "OptionsChosen" and "chosen" not in step.chooses:
            where = document.place("steps", key)
            yield Fault(where, "OptionsChosen needs chooses: {chosen: the list's name}")
