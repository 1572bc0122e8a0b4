from collections.abc import Iterable

from concerns.events import Fact, PeopleListed, PersonMoved, PersonOutcomeRecorded
from concerns.projections.view import Doc, View


class People(View):
    """Everyone who uses the service, by reference, and what became of each (DER-RC-12)."""

    name = "people"
    question = "Is everyone accounted for, and where did they go?"

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a person."""
        match fact:
            case PeopleListed():
                return tuple(f"{fact.case}/{person}" for person in fact.people)
            case PersonMoved() | PersonOutcomeRecorded():
                return (f"{fact.case}/{fact.person}",)
            case _:
                return ()

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:
        """Listed, moved, or otherwise accounted for."""
        before = row or {"case": str(fact.case), "person": key.rpartition("/")[2], "outcome": None}
        match fact:
            case PersonMoved():
                return {**before, "outcome": "moved", **_move(fact)}
            case PersonOutcomeRecorded():
                said = {"on": fact.occurred.text, "note": fact.note}
                return {**before, "outcome": fact.outcome, **said}
            case _:
                return before


def _move(fact: PersonMoved) -> Doc:
    return {
        "on": fact.occurred.text,
        "at": fact.at,
        "from_service": fact.from_service,
        "to_service": fact.to_service,
        "receiving_status": fact.receiving_status,
        "within_working_hours": fact.within_working_hours,
        "why_outside": fact.why_outside,
    }
