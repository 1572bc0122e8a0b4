"""Tools that measure and score. Each only advises: a named person decides.

Levels and scores are whole numbers; dates are judged by their age in months.
"""

from typing import Literal

from concerns.procedures.elements import Element, Key, Labelled, Number, Words
from concerns.vocabulary import Colour


class Measure(Element):
    """A number or date that an indicator is judged by."""

    what: Words
    kind: Literal["percent", "count", "date"]


class Band(Element):
    """When a measured indicator is met; dates are judged by their age in months."""

    measure: Key
    above: int | None = None
    at_most: int | None = None


class Indicator(Element):
    """One line of a scoring tool."""

    label: Words
    colour: Colour
    measured: Band | None = None
    alias_of: str | None = None
    watch: bool = False
    """A watch mark: shown, and stays in its own colour (AMB-DER-12)."""
    reading: tuple[str, ...] = ()


class ScoringTool(Element):
    """Indicators that suggest a colour: the worst of those met."""

    title: Words
    measures: dict[Key, Measure] = {}
    indicators: dict[str, Indicator]
    contradictions: tuple[tuple[str, str], ...] = ()
    """Pairs that cannot both be true: shown to a human, never resolved by the program."""
    reading: tuple[str, ...] = ()


class Answer(Element):
    """One answer to a criterion, with its score and, where a record can tell, when it fits."""

    label: Words
    score: int
    fits: tuple[Band, ...] = ()
    """All must hold. The highest score that fits is suggested; the officer confirms or differs."""


class Criterion(Element):
    """One criterion: free text where the document gives no answers."""

    question: Words
    answers: dict[Key, Answer] = {}
    reading: tuple[str, ...] = ()


class Questionnaire(Element):
    """Criteria whose answers carry scores. The sum decides nothing."""

    title: Words
    measures: dict[Key, Measure] = {}
    criteria: dict[Number, Criterion]
    reading: tuple[str, ...] = ()


class Level(Element):
    """One level of a scale; its statements may be ticked as the grounds for it."""

    label: Words
    meaning: str = ""
    statements: dict[Key, str] = {}
    reading: tuple[str, ...] = ()


class Scale(Element):
    """Levels by number."""

    title: Words
    levels: dict[int, Level]


class Fixed(Element):
    """A level that alone settles the outcome, whatever the other scale says."""

    scale: Key
    level: int
    outcome: Key


Cells = dict[int, dict[int, Key]]
"""An outcome for each level of the rows and each level of the columns."""


class Matrix(Element):
    """Two scales and what each pair of levels comes to; the cells may be the council's to set."""

    title: Words
    rows: Key
    columns: Key
    scales: dict[Key, Scale]
    outcomes: dict[Key, Labelled]
    """From the least to the most worrying."""
    cells: Cells = {}
    cell_requirements: dict[str, str] = {}
    """The requirement of each cell, by row and column: "11"."""
    setting: Key | None = None
    """The council setting that holds the cells, where the document does not print them."""
    multiplied: bool = False
    """The score of a cell is the product of its two levels."""
    fixed: tuple[Fixed, ...] = ()
    reading: tuple[str, ...] = ()

    def missing(self, cells: Cells) -> list[str]:
        """The cells that a table does not fill, in words; and outcomes that are none of ours.

        Where one scale is both rows and columns, only the pairs of a level with itself occur.
        """
        rows, columns = self.scales[self.rows], self.scales[self.columns]
        found = list[str]()
        for row in rows.levels:
            for column in columns.levels if self.rows != self.columns else [row]:
                outcome = cells.get(row, {}).get(column)
                where = f"{rows.title} {row} with {columns.title} {column}"
                if outcome is None:
                    found.append(f"{where} is missing")
                elif outcome not in self.outcomes:
                    found.append(f"{where} is {outcome!r}, which is no outcome of this matrix")
        return found


class Domain(Element):
    """One domain of a tool used on a sample of people, and who fills it in."""

    label: Words
    agencies: tuple[Words, ...] = ()
    reading: tuple[str, ...] = ()


class SampleTool(Element):
    """Domains graded for each person of a sample: the person's own risk, and that to others."""

    title: Words
    own: Key
    """The matrix for the person."""
    others: Key
    """The matrix for the other people in the setting."""
    domains: dict[Number, Domain]
    columns: dict[str, Labelled] = {}
    reading: tuple[str, ...] = ()


class Condition(Element):
    """What one measure must be; `times` multiplies the number by another measure."""

    measure: Key
    at_least: int | None = None
    more_than: int | None = None
    less_than: int | None = None
    times: Key | None = None


class Test(Element):
    """One way to meet a threshold: every condition must hold."""

    label: Words
    all: tuple[Condition, ...]


class Thresholds(Element):
    """Measured thresholds: any test that is met suffices."""

    title: Words
    measures: dict[Key, Measure]
    tests: dict[Key, Test]
    reading: tuple[str, ...] = ()


class Rating(Element):
    """A scale of judgement. No levels: the council's own words, with the history kept."""

    title: Words
    levels: dict[Key, Labelled] = {}
    reading: tuple[str, ...] = ()
