from collections.abc import Iterable

from concerns.events import AbsenceEnded, AbsenceRecorded, Fact
from concerns.projections.view import Doc, View, said_by


class Absences(View):
    """Who is recorded as away: their nominated deputies may act meanwhile."""

    name = "absences"
    question = "Who is recorded as away, and until when?"

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row an absence."""
        match fact:
            case AbsenceRecorded():
                return (str(fact.id),)
            case AbsenceEnded():
                return (str(fact.absence),)
            case _:
                return ()

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:
        """Recorded, or over before it was expected."""
        match fact:
            case AbsenceRecorded():
                return {
                    "absence": key,
                    "person": fact.person.model_dump(),
                    "starts": fact.starts,
                    "ends": fact.ends,
                    "by": said_by(fact),
                    "reason": fact.reason,
                    "ended_on": None,
                }
            case AbsenceEnded() if row:
                return {**row, "ended_on": fact.occurred.text}
            case _:
                return row
