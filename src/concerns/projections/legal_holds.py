from collections.abc import Iterable

from concerns.events import Fact, LegalHoldLifted, LegalHoldPlaced
from concerns.projections.view import Doc, View, said_by


class LegalHolds(View):
    """Each legal hold: on whose data, who demands it, and whether it stands."""

    name = "legal-holds"
    question = "What personal data may not be destroyed, and who says so?"

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a hold."""
        match fact:
            case LegalHoldPlaced():
                return (str(fact.id),)
            case LegalHoldLifted():
                return (str(fact.hold),)
            case _:
                return ()

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:
        """Placed, or lifted."""
        match fact:
            case LegalHoldPlaced():
                return {
                    "case": str(fact.case),
                    "hold": key,
                    "subject": fact.subject,
                    "demanded_by": fact.demanded_by,
                    "placed_on": fact.occurred.text,
                    "by": said_by(fact),
                    "reason": fact.reason,
                    "lifted_on": None,
                }
            case LegalHoldLifted() if row:
                return {**row, "lifted_on": fact.occurred.text}
            case _:
                return row
