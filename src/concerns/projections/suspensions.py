from collections.abc import Iterable

from concerns.events import (
    CaseOpened,
    Fact,
    HistoryRecorded,
    NeighbourSuspensionConsidered,
    NeighbourSuspensionReceived,
    SuspensionLifted,
    SuspensionSignedOff,
    VoluntarySuspensionRecorded,
)
from concerns.projections.view import Doc, View

SUSPENDED = "suspended"
"""The overlay by which every procedure says that placements are suspended."""


class Suspensions(View):
    """The register of suspensions: scope, basis, since when, lifted how. A record of its own."""

    name = "suspensions"
    question = "Where are placements suspended, since when, on what basis?"

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a case; each suspension is an episode in it."""
        follows = fact.consequence
        touched = SUSPENDED in (*follows.turns_on, *follows.turns_off)
        return (str(fact.case),) if touched or isinstance(fact, CaseOpened) else ()

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:
        """Suspended, or no longer."""
        before = row or {"case": key, "suspended": False, "episodes": []}
        if isinstance(fact, CaseOpened):
            services = [service.model_dump() for service in fact.services]
            return {**before, "provider_name": fact.provider.name, "services": services}
        if SUSPENDED in fact.consequence.turns_on:
            return _began(before, fact)
        return _ended(before, fact)


def _began(before: Doc, fact: Fact) -> Doc:
    if before["suspended"]:
        return before
    episode: Doc = {
        "from": fact.occurred.text,
        "basis": _basis(fact),
        "scope": getattr(fact, "scope", "as the sources say"),
        "review_on": getattr(fact, "review_on", None),
        "decided": str(fact),
        "until": None,
        "lifted": None,
        "conditions": [],
    }
    return {**before, "suspended": True, "episodes": [*before["episodes"], episode]}


def _basis(fact: Fact) -> str:
    match fact:
        case SuspensionSignedOff():
            return fact.basis
        case VoluntarySuspensionRecorded():
            return "voluntary, by the provider"
        case NeighbourSuspensionReceived() | NeighbourSuspensionConsidered():
            return "a neighbouring council suspended"
        case HistoryRecorded():
            return "as published sources tell it"
        case _:
            return "as recorded"


def _ended(before: Doc, fact: Fact) -> Doc:
    if not before["suspended"]:
        return before
    conditions = (
        [one.model_dump() for one in fact.conditions] if isinstance(fact, SuspensionLifted) else []
    )
    *earlier, last = before["episodes"]
    over = {**last, "until": fact.occurred.text, "lifted": str(fact), "conditions": conditions}
    return {**before, "suspended": False, "episodes": [*earlier, over]}
