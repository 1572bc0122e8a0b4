"""A case's facts parted by one decision: what the record held before it, and what came after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from concerns.events import CaseOpened
from concerns.register import Recorded
from concerns.vocabulary import Refusal
from concerns.when import today


class Days(NamedTuple):
    """The first and the last day on which something can have been done, in London."""

    earliest: date
    latest: date


@dataclass(frozen=True, slots=True)
class Parted:
    """What the record held before a decision, the decision, and what it held after; in order.

    Parted by position: facts stored together have one time of recording and yet an order.
    """

    before: tuple[Recorded, ...]
    decision: Recorded
    after: tuple[Recorded, ...]

    @property
    def opened(self) -> CaseOpened:
        """What the case is about."""
        first = (*self.before, self.decision)[0].fact
        assert isinstance(first, CaseOpened), "a case begins with its opening"
        return first

    @property
    def last(self) -> Recorded:
        """The last fact taken into account."""
        return (self.decision, *self.after)[-1]

    @property
    def taken(self) -> Days:
        """The days on which the decision can have been taken: none after its recording."""
        occurred, recorded = self.decision.fact.occurred, today(self.decision.recorded_at)
        return Days(occurred.earliest, max(occurred.earliest, min(occurred.latest, recorded)))


def decisions(known: Sequence[Recorded]) -> list[Recorded]:
    """The decisions among facts, each of which has a dossier."""
    return [one for one in known if one.fact.decision]


def parted(known: Sequence[Recorded], decision: UUID, up_to: int | None = None) -> Parted:
    """Part the facts of one case, as far as a position, by one of its decisions.

    Raises:
        Refusal: no such fact was known up to there, or it is no decision.
    """
    kept = [one for one in known if up_to is None or one.position <= up_to]
    place = next((nth for nth, one in enumerate(kept) if one.fact.id == decision), None)
    if place is None:
        where = f" up to position {up_to}" if up_to is not None else ""
        raise Refusal(
            f"the case holds no fact {decision}{where}", kind="not found", where="decision"
        )
    if not kept[place].fact.decision:
        raise Refusal(
            f"“{kept[place].fact}” is no decision; only a decision has a dossier",
            kind="not understood",
            where="decision",
        )
    return Parted(tuple(kept[:place]), kept[place], tuple(kept[place + 1 :]))
