from collections.abc import Iterable

from concerns.events import (
    DutyDischarged,
    DutyExcused,
    Fact,
    LetterIssued,
    NotificationAcknowledged,
    NotificationDelivered,
    NotificationIssued,
)
from concerns.projections.view import Doc, View

_ABOUT = (
    DutyDischarged,
    DutyExcused,
    LetterIssued,
    NotificationIssued,
    NotificationDelivered,
    NotificationAcknowledged,
)


class Tellings(View):
    """The register of telling: whom, by what rule, by when, how; sent, delivered, acknowledged."""

    name = "tellings"
    question = "Who had to be told, and were they?"

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a letter or telling that is owed."""
        owed = tuple(
            f"{fact.case}/{duty.id}"
            for duty in fact.consequence.begins
            if duty.kind in {"letter", "telling"}
        )
        return (*owed, f"{fact.case}/{fact.duty}") if isinstance(fact, _ABOUT) else owed

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:
        """Owed, then what was done about it; other duties have no row here."""
        for duty in fact.consequence.begins:
            if f"{fact.case}/{duty.id}" == key and duty.kind in {"letter", "telling"}:
                return {
                    "case": str(fact.case),
                    "duty": duty.id,
                    "whom": duty.whom,
                    "what": duty.what,
                    "rule": list(duty.requirements),
                    "due": duty.due,
                    "because": str(fact),
                    "issued": None,
                    "delivered": None,
                    "acknowledged": None,
                    "excused": None,
                }
        return row and {**row, _column(fact): f"{fact.occurred.text}: {fact}"}


def _column(fact: Fact) -> str:
    match fact:
        case NotificationDelivered():
            return "delivered"
        case NotificationAcknowledged():
            return "acknowledged"
        case DutyExcused():
            return "excused"
        case _:
            return "issued"
