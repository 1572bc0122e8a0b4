from collections.abc import Iterator

from concerns.events import Fact, SuspensionLifted
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source
from concerns.papers.words import in_words, told
from concerns.projections.suspensions import SUSPENDED


@source(
    "The suspensions of placements in this case",
    since="Since",
    scope="Scope",
    basis="Basis",
    review="To be reviewed",
    until="Lifted",
    conditions="Conditions",
)
def suspension(given: Material, _: Asked) -> Iterator[Row]:
    """Each suspension, from when to when, on what basis, lifted how."""
    began: Fact | None = None
    for fact in given.facts:
        if SUSPENDED in fact.consequence.turns_on and began is None:
            began = fact
        elif SUSPENDED in fact.consequence.turns_off and began is not None:
            yield _episode(began, fact)
            began = None
    if began is not None:
        yield _episode(began, None)


def _episode(began: Fact, ended: Fact | None) -> Row:
    conditions = ended.conditions if isinstance(ended, SuspensionLifted) else ()
    cells = {
        "since": began.occurred.in_words,
        "scope": getattr(began, "scope", "as recorded"),
        "basis": getattr(began, "basis", "") or told(began),
        "review": in_words(getattr(began, "review_on", None)),
        "until": ended.occurred.in_words if ended else "not lifted",
        "conditions": in_words(conditions) or "none",
    }
    return Row((began, ended) if ended else (began,), cells)
