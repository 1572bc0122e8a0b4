"""Scores in numbers and levels. Each only advises; what was not answered stays unanswered."""

from concerns.events.fact import Fact, Text
from concerns.vocabulary import Frozen


class CriterionAnswered(Frozen):
    """One criterion as answered; no score where the document gives none."""

    criterion: Text
    question: Text
    answer: Text
    score: int | None = None
    suggested: str = ""
    """What the measures given would suggest, where they differ from the answer."""


class CriteriaScored(Fact):
    name = "criteria-scored/1"
    sentence = "{by} scored {tool_title}: {total} of at most {out_of}{missing}"
    tool: str
    tool_title: str
    answers: tuple[CriterionAnswered, ...]
    unanswered: tuple[str, ...]
    measures: dict[str, int | str | None] = {}
    contradictions: tuple[str, ...] = ()
    total: int
    out_of: int

    @property
    def missing(self) -> str:
        return f"; unanswered: {', '.join(self.unanswered)}" if self.unanswered else ""


class LevelGiven(Frozen):
    """A level of one scale, and the statements ticked as its grounds."""

    scale: Text
    title: Text
    level: int
    label: Text
    statements: tuple[str, ...] = ()


class LevelsAssessed(Fact):
    name = "levels-assessed/1"
    sentence = "{by} assessed {tool_title}: {said}; {because}"
    tool: str
    tool_title: str
    levels: tuple[LevelGiven, ...]
    unanswered: tuple[str, ...] = ()
    score: int | None = None
    outcome: str | None = None
    """What the matrix suggests; None where no matrix is set, and a person chooses."""
    because: Text
    matrix_digest: str | None = None
    """SHA-256 of the council's own matrix that was applied, as canonical JSON."""
    contradictions: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        return ", ".join(f"{one.title} {one.level}" for one in self.levels) or "no level given"


class ThresholdsTested(Fact):
    name = "thresholds-tested/1"
    sentence = "{by} tested {tool_title}: {said}"
    tool: str
    tool_title: str
    met: tuple[str, ...]
    not_met: tuple[str, ...]
    unanswered: tuple[str, ...]
    measures: dict[str, int | str | None] = {}

    @property
    def said(self) -> str:
        unanswered = f"; cannot be told: {', '.join(self.unanswered)}" if self.unanswered else ""
        return f"met: {', '.join(self.met) or 'none'}{unanswered}"
