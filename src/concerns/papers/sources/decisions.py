from collections.abc import Iterator

from concerns.events import Fact
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source
from concerns.papers.words import told


@source(
    "The decisions of the case, in the order in which they were taken",
    date="Date",
    decision="Decision",
    reason="Reason",
    clause="Clause",
    by="Decided by",
)
def decisions(given: Material, asked: Asked) -> Iterator[Row]:
    """Every decision, or those that a role's log must hold."""
    for fact in given.facts:
        if _is_decision(fact) and (not asked.role or asked.role in fact.consequence.log_of):
            yield Row((fact,), decided(fact))


def decided(fact: Fact) -> dict[str, str]:
    """The cells of a decision."""
    departure = f" Departure from the procedure: {fact.departure.reason}" if fact.departure else ""
    return {
        "date": fact.occurred.in_words,
        "decision": told(fact) + (f".{departure}" if departure else ""),
        "reason": fact.reason,
        "clause": ", ".join(fact.clause.requirements),
        "by": str(fact.by),
    }


def _is_decision(fact: Fact) -> bool:
    return fact.decision or getattr(fact, "log", None) == "decision"
