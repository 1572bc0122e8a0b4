from collections.abc import Iterator

from concerns.events import ManagerAppointed
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source


@source(
    "Who was appointed to manage the process",
    date="Date",
    who="Appointed",
    post="As",
    ground="On what ground",
    by="Appointed by",
)
def appointments(given: Material, asked: Asked) -> Iterator[Row]:
    """Each appointment, with why that officer could hold the role."""
    for fact in given.facts:
        if isinstance(fact, ManagerAppointed) and asked.role in {None, fact.role}:
            cells = {
                "date": fact.occurred.in_words,
                "who": fact.appointed.name,
                "post": fact.title,
                "ground": fact.eligibility,
                "by": str(fact.by),
            }
            yield Row((fact,), cells)
