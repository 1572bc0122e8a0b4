from collections.abc import Iterator

from concerns.events import RecommendationAnswered, RecommendationMade
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source
from concerns.papers.words import in_words


@source(
    "The recommendations, and how each was answered",
    number="Number",
    recommendation="Recommendation",
    to="To",
    due="Due",
    answer="Answer",
)
def recommendations(given: Material, _: Asked) -> Iterator[Row]:
    """Every recommendation with the answers to it."""
    answers = [one for one in given.facts if isinstance(one, RecommendationAnswered)]
    for fact in given.facts:
        if isinstance(fact, RecommendationMade):
            about = [one for one in answers if one.number == fact.number]
            said = [f"{one.occurred.in_words}: {one.answer}, {one.reason}" for one in about]
            cells = {
                "number": fact.number,
                "recommendation": fact.recommendation,
                "to": fact.to,
                "due": in_words(fact.due),
                "answer": "; ".join(said) or "not yet answered",
            }
            yield Row((fact, *about), cells)
