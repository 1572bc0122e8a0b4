from collections.abc import Iterator

from concerns.events import AdviceTaken, InformationShared, InformationWithheld, NoticeExchanged
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source


@source(
    "What was shared with whom, and what was withheld",
    date="Date",
    whom="With or from whom",
    what="What",
    how="How",
    by="By",
)
def sharing(given: Material, _: Asked) -> Iterator[Row]:
    """Information shared and withheld, advice taken, notices between councils."""
    for fact in given.facts:
        match fact:
            case InformationShared():
                whom, what, how = fact.with_whom, fact.what, "shared"
            case InformationWithheld():
                whom, what, how = fact.from_whom, fact.what, f"withheld ({fact.ground})"
            case AdviceTaken():
                whom, what, how = fact.from_whom, fact.advice, "advice taken"
            case NoticeExchanged():
                whom, what, how = fact.council, fact.notice, f"notice {fact.direction} it"
            case _:
                continue
        told = {"whom": whom, "what": what, "how": how, "by": str(fact.by)}
        yield Row((fact,), {"date": fact.occurred.in_words, **told})
