from collections.abc import Iterator

from concerns.events import (
    CaseOpened,
    ConcernRaised,
    FailureNotified,
    UrgentConcernEscalated,
)
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source


@source(
    "The concerns of the case, in the order in which they were recorded",
    date="Date",
    concern="Concern",
    route="How it came",
    by="Recorded by",
)
def concerns(given: Material, _: Asked) -> Iterator[Row]:
    """What was raised: with the opening of the case, and since."""
    for fact in given.facts:
        match fact:
            case CaseOpened():
                route, concern = "the case was opened", fact.reason
            case ConcernRaised():
                route, concern = fact.route, fact.summary
            case UrgentConcernEscalated():
                route, concern = "urgent safety concern", fact.reason
            case FailureNotified():
                route, concern = "failure, or a real risk of it", fact.summary
            case _:
                continue
        told = {"concern": concern, "route": route}
        yield Row((fact,), {"date": fact.occurred.in_words, "by": str(fact.by), **told})
