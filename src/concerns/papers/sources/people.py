"""People who use the service, by reference: moves, and what became of each."""

from collections.abc import Iterator

from concerns.events import Fact, PeopleListed, PersonMoved, PersonOutcomeRecorded
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source


@source(
    "The moves of people, by reference",
    date="Date",
    person="Person",
    origin="From",
    to="To",
    at="At",
    hours="Within working hours",
    status="What was known of the new service",
    by="By",
)
def moves(given: Material, _: Asked) -> Iterator[Row]:
    """Who moved where, when, and what was known of the service that received them."""
    for fact in given.facts:
        if isinstance(fact, PersonMoved):
            cells = {
                "date": fact.occurred.in_words,
                "person": fact.person,
                "origin": fact.from_service,
                "to": fact.to_service,
                "at": fact.at,
                "hours": "yes" if fact.within_working_hours else f"no: {fact.why_outside}",
                "status": fact.receiving_status,
                "by": str(fact.by),
            }
            yield Row((fact,), cells)


@source(
    "What became of each person, by reference",
    person="Person",
    outcome="What became of them",
    note="Note",
    date="Date",
    by="By",
)
def people(given: Material, _: Asked) -> Iterator[Row]:
    """Everybody listed, so that none is forgotten, and what was last recorded of each."""
    found: dict[str, Row] = {}
    for fact in given.facts:
        match fact:
            case PeopleListed():
                for one in fact.people:
                    found.setdefault(one, _row(fact, one, "not recorded yet", ""))
            case PersonMoved():
                moved = f"moved to {fact.to_service}"
                found[fact.person] = _row(fact, fact.person, moved, fact.receiving_status)
            case PersonOutcomeRecorded():
                found[fact.person] = _row(fact, fact.person, fact.outcome, fact.note)
            case _:
                pass
    yield from found.values()


def _row(fact: Fact, person: str, outcome: str, note: str) -> Row:
    told = {"person": person, "outcome": outcome, "note": note, "by": str(fact.by)}
    return Row((fact,), {**told, "date": fact.occurred.in_words})
