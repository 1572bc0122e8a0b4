from collections.abc import Iterator

from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source


@source(
    "The documents relied on",
    document="Document",
    said_by="On whose word",
    sha256="SHA-256",
)
def evidence(given: Material, _: Asked) -> Iterator[Row]:
    """Each document once: of the fact that the paper is about, else of the whole case."""
    seen = set[str]()
    for fact in (given.subject,) if given.subject else given.facts:
        for one in fact.evidence:
            if (mark := one.sha256 or one.title) not in seen:
                seen.add(mark)
                cells = {"document": one.title, "said_by": one.said_by, "sha256": one.sha256 or ""}
                yield Row((fact,), cells)
