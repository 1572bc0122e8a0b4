from collections.abc import Iterator

from concerns.events import ChecklistItemAnswered
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source


@source(
    "Each line of the checklist, as last answered",
    takes="checklist",
    needed=True,
    item="Number",
    label="Line",
    answer="Answer",
    notes="Notes",
    responsible="Responsible",
    date="Answered",
    by="By",
)
def checklist(given: Material, asked: Asked) -> Iterator[Row]:
    """Every line in the checklist's order, those not yet answered included."""
    known = given.procedure.checklists[asked.of or ""]
    last = {
        fact.item: fact
        for fact in given.facts
        if isinstance(fact, ChecklistItemAnswered) and fact.checklist == asked.of
    }
    for number, item in known.items.items():
        fact = last.get(number)
        if fact is None:
            yield Row((), {**_OPEN, "item": number, "label": item.label})
        else:
            yield Row((fact,), _answered(fact))


def _answered(fact: ChecklistItemAnswered) -> dict[str, str]:
    return {
        "item": fact.item,
        "label": fact.label,
        "answer": fact.answer,
        "notes": fact.notes,
        "responsible": "; ".join(f"{one}: {who}" for one, who in fact.responsible.items()),
        "date": fact.occurred.in_words,
        "by": str(fact.by),
    }


_OPEN = {"answer": "not answered", "notes": "", "responsible": "", "date": "", "by": ""}
