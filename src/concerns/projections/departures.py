from collections.abc import Iterable

from concerns.events import DepartureConfirmed, DepartureRecorded, Fact
from concerns.projections.view import Doc, View, said_by


class Departures(View):
    """Every step not taken as the procedure says: which rules, why, on whose authority."""

    name = "departures"
    question = "Where did we not follow the procedure, and who answers for it?"

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a departure."""
        if isinstance(fact, DepartureConfirmed):
            return (str(fact.fact),)
        departed = fact.departure is not None or isinstance(fact, DepartureRecorded)
        return (str(fact.id),) if departed else ()

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:  # noqa: ARG002
        """Taken, and confirmed or not."""
        if isinstance(fact, DepartureConfirmed):
            return row and {**row, "confirmed": str(fact)}
        departure = fact.departure
        return {
            "case": str(fact.case),
            "fact": str(fact.id),
            "occurred": fact.occurred.text,
            "by": said_by(fact),
            "what": str(fact),
            "rules": list(departure.rules) if departure else [],
            "reason": departure.reason if departure else fact.reason,
            "authorised_by": departure.authorised_by.name if departure else fact.by.person.name,
            "confirmed": "by the person acting" if not departure or departure.confirmed else None,
        }
