from collections.abc import Iterator

from concerns.papers.material import Material, signed
from concerns.papers.sources.source import Asked, Row, source


@source("Who signed, and when", date="Date", name="Name", role="Role", reason="Reason")
def signatures(given: Material, _: Asked) -> Iterator[Row]:
    """Every signature on the decision that the paper is about, the last of them included."""
    for fact in signed(given, given.subject) if given.subject else ():
        told = {"name": fact.by.person.name, "role": fact.by.title, "reason": fact.reason}
        yield Row((fact,), {"date": fact.occurred.in_words, **told})
