from collections.abc import Iterable

from concerns.events import DecisionAnnulled, DepartureConfirmed, Fact, FactCorrected
from concerns.projections.view import Doc, View, said_by


class DecisionLog(View):
    """Every decision in order, in words, with its clause; and the part a manager must keep.

    The Concerns Response Manager and the Provider Failure Manager keep decision logs of their own
    (DER-RC-02, DER-RC-05): `log_of` says whose log holds a decision.
    """

    name = "decision-log"
    question = "What was decided, by whom, under which clause, and why?"
    with_the_fact = True

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a decision; a correction also touches the row of what it corrects."""
        own = (str(fact.id),) if fact.decision or _entered(fact) else ()
        about = (FactCorrected, DecisionAnnulled, DepartureConfirmed)
        return (*own, str(fact.fact)) if isinstance(fact, about) else own

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:
        """A new decision, or what was later said about an earlier one."""
        if key == str(fact.id):
            return _decided(fact)
        if row is None:
            return None  # what was corrected is no decision: it is told in the story
        match fact:
            case FactCorrected():
                said = f"corrected: it said “{fact.wrong}”; right is “{fact.right}”"
            case DecisionAnnulled():
                said = f"annulled by {fact.annulled_by}"
            case _:
                said = "departure confirmed"
        return {**row, "later": [*row["later"], f"{said} ({fact.by}: {fact.reason})"]}


def _entered(fact: Fact) -> bool:
    return getattr(fact, "log", None) == "decision"


def _decided(fact: Fact) -> Doc:
    return {
        "fact": str(fact.id),
        "case": str(fact.case),
        "version": fact.version,
        "name": fact.name,
        "occurred": fact.occurred.text,
        "by": said_by(fact),
        "sentence": str(fact),
        "reason": fact.reason,
        "clause": {
            "procedure": fact.clause.procedure,
            "version": fact.clause.version,
            "step": fact.clause.step,
            "requirements": list(fact.clause.requirements),
        },
        "evidence": [one.model_dump() for one in fact.evidence],
        "choices": fact.choices,
        "log_of": list(fact.consequence.log_of),
        "departure": fact.departure.model_dump(mode="json") if fact.departure else None,
        "later": [],
    }
