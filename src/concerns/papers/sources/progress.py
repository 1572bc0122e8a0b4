"""How the provider came on: visits, reports of progress, areas of the plan."""

from collections.abc import Iterator

from concerns.events import ProgressReported, ProgressReviewed, VisitRecorded
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source
from concerns.papers.words import in_words


@source(
    "The visits to the provider",
    date="Date",
    findings="What was found",
    other="Standards outside the plan",
    by="Visited by",
)
def visits(given: Material, _: Asked) -> Iterator[Row]:
    """Every visit, with what was seen beside the plan."""
    for fact in given.facts:
        if isinstance(fact, VisitRecorded):
            told = {"findings": fact.findings, "other": fact.other_standards, "by": str(fact.by)}
            yield Row((fact,), {"date": fact.occurred.in_words, **told})


@source("Progress as reported and reviewed", date="Date", progress="Progress", by="By")
def progress(given: Material, _: Asked) -> Iterator[Row]:
    """Reports of progress and the reviews of them."""
    for fact in given.facts:
        if isinstance(fact, ProgressReported | ProgressReviewed):
            said = fact.summary if isinstance(fact, ProgressReported) else fact.reason
            told = {"progress": said, "by": str(fact.by)}
            yield Row((fact,), {"date": fact.occurred.in_words, **told})


@source(
    "Each area of the plan, as last reported",
    area="Area",
    sustainable="Sustainable",
    note="Note",
    date="Reported",
)
def areas(given: Material, _: Asked) -> Iterator[Row]:
    """How each area of the plan stood when it was last reported on."""
    last: dict[str, Row] = {}
    for fact in given.facts:
        if isinstance(fact, ProgressReported):
            for one in fact.areas:
                told = {"area": one.area, "sustainable": in_words(one.sustainable)}
                dated = {"note": one.note, "date": fact.occurred.in_words}
                last[one.area] = Row((fact,), {**told, **dated})
    yield from last.values()
