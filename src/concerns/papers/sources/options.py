from collections.abc import Iterator

from concerns.events import FailurePlanAgreed, OptionsChosen
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source


@source(
    "The options chosen from the document's lists",
    date="Date",
    option="Option",
    list="From",
    by="Chosen by",
)
def options(given: Material, _: Asked) -> Iterator[Row]:
    """Each option chosen, by the name that the document gives it."""
    for fact in given.facts:
        match fact:
            case FailurePlanAgreed():
                chosen, where = fact.options, "the failure plan"
            case OptionsChosen():
                chosen, where = fact.labels or fact.chosen, fact.list_title
            case _:
                continue
        for one in chosen:
            cells = {"option": _label(given, one), "list": where, "by": str(fact.by)}
            yield Row((fact,), {"date": fact.occurred.in_words, **cells})


def _label(given: Material, key: str) -> str:
    known = given.procedure.lists.values()
    return next((one.items[key].label for one in known if key in one.items), key)
