from collections.abc import Iterator

from concerns.events import BreachesDetermined, ContractBreachNotified
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source


@source(
    "The contract breaches",
    date="Date",
    breach="Notice or finding",
    reason="Reason",
    by="Recorded by",
)
def breaches(given: Material, _: Asked) -> Iterator[Row]:
    """Notices of breach, and how many breaches of what gravity were found."""
    for fact in given.facts:
        match fact:
            case ContractBreachNotified():
                breach = f"{fact.notice}{', final' if fact.final else ''}"
            case BreachesDetermined():
                breach = f"{fact.number} in all, level {fact.level}"
            case _:
                continue
        told = {"breach": breach, "reason": fact.reason, "by": str(fact.by)}
        yield Row((fact,), {"date": fact.occurred.in_words, **told})
