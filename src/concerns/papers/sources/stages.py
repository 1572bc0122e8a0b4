from collections.abc import Iterator

from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source
from concerns.papers.words import told


@source(
    "How the case went from stage to stage",
    date="Date",
    stage="Stage",
    colour="Status",
    because="With which act",
    by="By",
)
def stages(given: Material, _: Asked) -> Iterator[Row]:
    """Every change of stage or colour; the colour is a word."""
    before: tuple[str | None, str] = (None, "")
    for fact in given.facts:
        left = fact.consequence
        colour = left.rag.colour.capitalize() if left.rag else "no colour"
        if left.stage is None or before == (left.stage, colour):
            continue
        before = (left.stage, colour)
        cells = {
            "date": fact.occurred.in_words,
            "stage": left.stage_label or left.stage,
            "colour": colour,
            "because": told(fact),
            "by": str(fact.by),
        }
        yield Row((fact,), cells)
