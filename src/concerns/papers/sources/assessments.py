"""Tools other than the colours': criteria with scores, levels on scales, thresholds, samples."""

from collections.abc import Iterator

from concerns.events import CriteriaScored, LevelsAssessed, SampleAssessed, ThresholdsTested
from concerns.events.sample import Grade
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source
from concerns.papers.words import in_words


@source(
    "The criteria answered, and the score of each answer; the sum decides nothing",
    date="Date",
    tool="Tool",
    question="Criterion",
    answer="Answer",
    score="Score",
    total="Sum",
    by="By",
)
def criteria(given: Material, _: Asked) -> Iterator[Row]:
    """Each criterion as answered, with the sum of its form."""
    for fact in given.facts:
        if isinstance(fact, CriteriaScored):
            for one in fact.answers:
                cells = {
                    "date": fact.occurred.in_words,
                    "tool": fact.tool_title,
                    "question": f"{one.criterion}: {one.question}",
                    "answer": one.answer,
                    "score": in_words(one.score) or "none",
                    "total": f"{fact.total} of at most {fact.out_of}{fact.missing}",
                    "by": str(fact.by),
                }
                yield Row((fact,), cells)


@source(
    "The levels given on each scale, with their grounds",
    date="Date",
    tool="Tool",
    scale="Scale",
    level="Level",
    grounds="Grounds",
    outcome="What the matrix suggests",
    by="By",
)
def levels(given: Material, _: Asked) -> Iterator[Row]:
    """Each level, and what the pair of levels came to."""
    for fact in given.facts:
        if isinstance(fact, LevelsAssessed):
            for one in fact.levels:
                cells = {
                    "date": fact.occurred.in_words,
                    "tool": fact.tool_title,
                    "scale": one.title,
                    "level": f"{one.level}, {one.label}",
                    "grounds": in_words(one.statements),
                    "outcome": f"{fact.outcome or 'none'}: {fact.because}",
                    "by": str(fact.by),
                }
                yield Row((fact,), cells)


@source(
    "The thresholds tested",
    date="Date",
    tool="Tool",
    met="Met",
    not_met="Not met",
    unanswered="Cannot be told",
    by="By",
)
def thresholds(given: Material, _: Asked) -> Iterator[Row]:
    """Which thresholds were met; what was not answered stays unanswered."""
    for fact in given.facts:
        if isinstance(fact, ThresholdsTested):
            cells = {
                "date": fact.occurred.in_words,
                "tool": fact.tool_title,
                "met": in_words(fact.met) or "none",
                "not_met": in_words(fact.not_met) or "none",
                "unanswered": in_words(fact.unanswered) or "none",
                "by": str(fact.by),
            }
            yield Row((fact,), cells)


@source(
    "The people assessed, by reference, and the grade of each domain",
    date="Date",
    person="Person",
    domain="Domain",
    issues="Issues",
    own="Risk to the person",
    others="Risk to others",
    by="By",
)
def sample(given: Material, _: Asked) -> Iterator[Row]:
    """The sample, domain by domain; people stand in it by reference only."""
    for fact in given.facts:
        if isinstance(fact, SampleAssessed):
            for one in fact.domains:
                cells = {
                    "date": fact.occurred.in_words,
                    "person": fact.person,
                    "domain": f"{one.domain} {one.label}",
                    "issues": one.issues,
                    "own": _graded(one.own),
                    "others": _graded(one.others),
                    "by": str(fact.by),
                }
                yield Row((fact,), cells)


def _graded(grade: Grade) -> str:
    if grade.label is None and grade.score is None:
        return "not given"
    parts = f"impact {grade.impact}, likelihood {grade.likelihood}"
    return f"{grade.label or grade.score} ({parts})"
