from collections.abc import Iterable

from concerns.events import (
    Fact,
    NeighbourSuspensionReceived,
    NoticeExchanged,
)
from concerns.projections.view import Doc, View, said_by


class Notices(View):
    """Notices between councils: each keeps its own case, references link them (AMB-X-04)."""

    name = "notices"
    question = "Which other councils were told, or told us, and what?"

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a notice."""
        match fact:
            case NoticeExchanged() | NeighbourSuspensionReceived():
                return (str(fact.id),)
            case _:
                return ()

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:
        """The notice as recorded."""
        match fact:
            case NoticeExchanged():
                said = (fact.direction, fact.council, fact.notice, fact.their_reference)
            case NeighbourSuspensionReceived():
                what = f"placements suspended ({fact.service_type})"
                said = ("received from", fact.neighbour, what, "")
            case _:
                return row
        named = ("direction", "council", "notice", "their_reference")
        return {
            "case": str(fact.case),
            "fact": key,
            "occurred": fact.occurred.text,
            "by": said_by(fact),
            **dict(zip(named, said, strict=True)),
        }
