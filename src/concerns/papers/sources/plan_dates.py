from collections.abc import Iterator

from concerns.events import PlanAgreed, PlanEnded, PlanExtended
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source
from concerns.papers.words import in_words


@source(
    "When the plan was agreed and extended, and to which day",
    takes="plan",
    date="Date",
    what="What",
    deadline="Deadline",
    reason="Reason",
    by="By",
)
def plan_dates(given: Material, asked: Asked) -> Iterator[Row]:
    """How a plan's deadline was set and moved."""
    for fact in given.facts:
        match fact:
            case PlanAgreed():
                what, deadline = "agreed", in_words(fact.deadline)
            case PlanExtended():
                what, deadline = "extended", in_words(fact.deadline)
            case PlanEnded():
                what, deadline = f"ended, {fact.outcome}", ""
            case _:
                continue
        if asked.of in {None, fact.plan}:
            told = {"deadline": deadline, "reason": fact.reason, "by": str(fact.by)}
            named = {"date": fact.occurred.in_words, "what": f"{fact.plan_title}: {what}"}
            yield Row((fact,), {**named, **told})
