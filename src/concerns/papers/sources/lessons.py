"""What was learnt, and what was reported."""

from collections.abc import Iterator

from concerns.events import LessonsReviewed, ReportIssued
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source
from concerns.papers.words import in_words


@source(
    "The reviews of lessons",
    date="Date",
    lessons="Lessons",
    reason="How they were found",
    board="Referred to the Safeguarding Adults Board",
    by="Recorded by",
)
def lessons(given: Material, _: Asked) -> Iterator[Row]:
    """What the agencies learnt together."""
    for fact in given.facts:
        if isinstance(fact, LessonsReviewed):
            cells = {
                "date": fact.occurred.in_words,
                "lessons": fact.lessons,
                "reason": fact.reason,
                "board": in_words(fact.referred_to_board),
                "by": str(fact.by),
            }
            yield Row((fact,), cells)


@source(
    "The reports issued",
    date="Date",
    report="Report",
    summary="What it says",
    to="Sent to",
    by="Issued by",
)
def reports(given: Material, _: Asked) -> Iterator[Row]:
    """Reports and recorded outcomes."""
    for fact in given.facts:
        if isinstance(fact, ReportIssued):
            cells = {
                "date": fact.occurred.in_words,
                "report": fact.report,
                "summary": fact.summary,
                "to": in_words(fact.to),
                "by": str(fact.by),
            }
            yield Row((fact,), cells)
