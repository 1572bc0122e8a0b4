from collections.abc import Iterator

from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source


@source("Every fact of the case, in order", date="Date", fact="What happened")
def story(given: Material, _: Asked) -> Iterator[Row]:
    """The case told in the facts' own sentences."""
    for fact in given.facts:
        yield Row((fact,), {"date": fact.occurred.in_words, "fact": str(fact)})
