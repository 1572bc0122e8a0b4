from collections.abc import Iterator

from concerns.events import QualityTested
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source
from concerns.papers.words import in_words


@source(
    "The tests of quality, and what each found",
    date="Date",
    test="Test",
    passed="Passed",
    findings="Findings",
    by="By",
)
def quality(given: Material, _: Asked) -> Iterator[Row]:
    """Every test of whether improvement is real."""
    for fact in given.facts:
        if isinstance(fact, QualityTested):
            told = {"passed": in_words(fact.passed), "findings": fact.findings}
            dated = {"date": fact.occurred.in_words, "by": str(fact.by)}
            yield Row((fact,), {"test": fact.test, **told, **dated})
