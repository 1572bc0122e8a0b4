"""What came into the record after a decision: late news of earlier times, and what was said."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from concerns.dossier.known_then import entry, exactly
from concerns.dossier.parting import Days, Parted
from concerns.events import (
    AppealLodged,
    DecisionAnnulled,
    DossierMade,
    FactCorrected,
    HistoryRecorded,
)
from concerns.projections.afterwards import had_happened, said_of
from concerns.register import Recorded


class Said(NamedTuple):
    """Something that was later said of an earlier fact."""

    about: Recorded
    later: Recorded


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What the record came to hold after a decision, up to a position."""

    parted: Parted
    had_happened: tuple[Recorded, ...]
    """Before the decision, and not yet recorded when it was taken."""
    may_have_happened: tuple[Recorded, ...]
    """The same, where the dates are too uncertain to tell."""
    said_of_it: tuple[Recorded, ...]
    """Of the decision: corrected, annulled, confirmed as a departure, appealed against."""
    said_of_what_was_known: tuple[Said, ...]
    """Corrections and annulments of facts that the record held before the decision."""
    dossiers: tuple[Recorded, ...]
    """Dossiers of the decision that were bound to the record by their digest."""

    def as_data(self) -> dict[str, Any]:
        """As JSON can hold it."""
        last = self.parted.last
        return {
            "up_to": last.position,
            "recorded_at": exactly(last.recorded_at),
            "facts_since": len(self.parted.after),
            "had_happened": [_late(one, self.parted) for one in self.had_happened],
            "may_have_happened": [_late(one, self.parted) for one in self.may_have_happened],
            "said_of_it": [entry(one) for one in self.said_of_it],
            "said_of_what_was_known": [
                {"about": one.about.fact.version, **entry(one.later)}
                for one in self.said_of_what_was_known
            ],
            "dossiers": [entry(one) for one in self.dossiers],
        }


def afterwards(parted: Parted) -> Afterwards:
    """Gather what was recorded after the decision and matters to it."""
    late = [(one, _too_late(one, parted)) for one in parted.after]
    said = list(_said(parted))
    its_own = [one.later for one in said if one.about is parted.decision]
    wrong = (FactCorrected, DecisionAnnulled)
    return Afterwards(
        parted=parted,
        had_happened=tuple(one for one, told in late if told),
        may_have_happened=tuple(one for one, told in late if told is None),
        said_of_it=tuple(one for one in its_own if not isinstance(one.fact, DossierMade)),
        said_of_what_was_known=tuple(
            one
            for one in said
            if one.about is not parted.decision and isinstance(one.later.fact, wrong)
        ),
        dossiers=tuple(one for one in its_own if isinstance(one.fact, DossierMade)),
    )


def knew(known: HistoryRecorded, taken: Days) -> str:
    """Whether a source shows that the authority knew by then, though this record did not."""
    since = known.known_to_authority
    if since is None:
        return "not shown"
    if since.latest <= taken.earliest:
        return "yes"
    return "no" if since.earliest > taken.latest else "cannot be told"


def _too_late(one: Recorded, parted: Parted) -> bool | None:
    """As told by the dates; nothing can have happened before a decision and after its recording."""
    told = had_happened(one.fact, parted.decision.fact.occurred)
    if told is None and one.fact.occurred.earliest > parted.taken.latest:
        return False
    return told


def _said(parted: Parted) -> Iterator[Said]:
    held = {str(one.fact.id): one for one in (*parted.before, parted.decision)}
    appealed: str | None = None
    for one in (*parted.before, *parted.after):
        about = said_of(one.fact, appealed)
        if isinstance(one.fact, AppealLodged):
            appealed = about
        if about in held and one.position > parted.decision.position:
            yield Said(held[about], one)


def _late(one: Recorded, parted: Parted) -> dict[str, Any]:
    if not isinstance(one.fact, HistoryRecorded):
        return entry(one)
    return {**entry(one), "authority_knew": knew(one.fact, parted.taken)}
