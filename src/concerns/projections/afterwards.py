from collections.abc import Iterable

from concerns.events import (
    AppealDecided,
    AppealLodged,
    DecisionAnnulled,
    DepartureConfirmed,
    DossierMade,
    Fact,
    FactCorrected,
)
from concerns.projections.view import Doc, View
from concerns.when import When

OF_THE_RECORD = (FactCorrected, DecisionAnnulled, DepartureConfirmed, DossierMade)
"""Facts about the record: they say something of an earlier fact and nothing of their own day."""


class Afterwards(View):
    """What came into the record only after a decision and had happened before it; what was later
    said of the decision itself.

    Told from the dates alone. Positions, and later corrections of what the decider could see, are
    in the decision's dossier.
    """

    name = "afterwards"
    question = "What was recorded only after each decision, and what was later said of it?"
    kept = False

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a case, since any fact may have come too late for any decision of it."""
        return (str(fact.case),)

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:
        """Every decision so far with what this fact adds to it; then this one, if it is one."""
        before = row or {"case": key, "appealed": None, "decisions": []}
        about = said_of(fact, before["appealed"])
        decided = [_with(one, fact, about) for one in before["decisions"]]
        if fact.decision:
            decided.append(_decided(fact))
        appealed = about if isinstance(fact, AppealLodged) else before["appealed"]
        return {"case": key, "appealed": appealed, "decisions": decided}


def said_of(fact: Fact, appealed: str | None) -> str | None:
    """The id of the earlier fact that this one is about: corrected, annulled, appealed against.

    `appealed` is the decision of the latest appeal, which a decision on an appeal means.
    """
    match fact:
        case FactCorrected() | DecisionAnnulled() | DepartureConfirmed() | DossierMade():
            return str(fact.fact)
        case AppealLodged():
            return str(fact.against)
        case AppealDecided():
            return appealed
        case _:
            return None


def had_happened(fact: Fact, decided: When) -> bool | None:
    """Had it happened before a decision was taken? None where the dates cannot tell.

    The same day is not before: what follows from a decision is often done on its day.
    """
    return False if isinstance(fact, OF_THE_RECORD) else fact.occurred.before(decided)


def _decided(fact: Fact) -> Doc:
    return {**_told(fact), "recorded_late": [], "may_have_happened": [], "said_of_it": []}


def _with(decision: Doc, fact: Fact, about: str | None) -> Doc:
    found = dict(decision)
    happened = had_happened(fact, When.parse(decision["occurred"]))
    if happened is not False:
        place = "recorded_late" if happened else "may_have_happened"
        found[place] = [*decision[place], _told(fact)]
    if about == decision["fact"]:
        found["said_of_it"] = [*decision["said_of_it"], _told(fact)]
    return found


def _told(fact: Fact) -> Doc:
    return {
        "fact": str(fact.id),
        "version": fact.version,
        "name": fact.name,
        "occurred": fact.occurred.text,
        "sentence": str(fact),
    }
