from collections.abc import Iterator

from concerns.events import AppealDecided, AppealLodged, InterimProtectionMade
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source
from concerns.papers.words import told


@source(
    "The provider's appeals, and what was decided",
    date="Date",
    what="What",
    against="Against",
    reason="Grounds or reason",
    by="Recorded by",
)
def appeals(given: Material, _: Asked) -> Iterator[Row]:
    """Each appeal, the protection meanwhile, and the outcome."""
    by_id = {fact.id: fact for fact in given.facts}
    for fact in given.facts:
        match fact:
            case AppealLodged():
                decision = by_id.get(fact.against)
                against = told(decision) if decision else ""
                what, reason = f"appeal under {fact.contract_clause}", fact.grounds
            case InterimProtectionMade() | AppealDecided():
                against, what, reason = "", told(fact), fact.reason
            case _:
                continue
        cells = {"what": what, "against": against, "reason": reason, "by": str(fact.by)}
        yield Row((fact,), {"date": fact.occurred.in_words, **cells})
