from collections.abc import Iterable
from datetime import date

from concerns.events import DepartureRecorded, Duty, DutyExcused, Fact
from concerns.projections.view import Doc, View


class Duties(View):
    """What must be done by when, what was done, and what was excused.

    Lateness is worked out when asked (AMB-X-03): it cannot depend on a job that died.
    """

    name = "duties"
    question = "What is due, what is late, and why is it due then?"
    on_the_day = True

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a duty or time limit."""
        begun = (duty.id for duty in fact.consequence.begins)
        return tuple(f"{fact.case}/{duty}" for duty in (*begun, *fact.consequence.ends))

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:
        """Begun by a fact, ended by a fact."""
        duty = key.partition("/")[2]
        for begun in fact.consequence.begins:
            if begun.id == duty:
                return _begun(begun, fact)
        if row is None:
            return None
        excused = isinstance(fact, DutyExcused | DepartureRecorded)
        return {
            **row,
            "state": "excused" if excused else "done",
            "ended": fact.occurred.text,
            "ended_by": str(fact),
        }


def _begun(duty: Duty, fact: Fact) -> Doc:
    return {
        "case": str(fact.case),
        "duty": duty.id,
        "kind": duty.kind,
        "what": duty.what,
        "owner": duty.owner_title,
        "owners": list(duty.owners),
        "whom": duty.whom,
        "due": duty.due,
        "firmness": duty.firmness,
        "counted": duty.counted.model_dump() if duty.counted else None,
        "requirements": list(duty.requirements),
        "began": fact.occurred.text,
        "began_with": str(fact),
        "state": "open",
        "ended": None,
        "ended_by": None,
    }


def lateness(row: Doc, today: date) -> Doc:
    """How a duty stands on a day: days late, or days left; None where it has no date."""
    due = date.fromisoformat(row["due"]) if row["due"] else None
    late = (today - due).days if due and row["state"] == "open" else None
    return {**row, "overdue": bool(late and late > 0), "days_late": late}
