"""What was known when: a decision's moment as it was known then, in hindsight, and the case now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from concerns.dossier.known_then import entry, exactly
from concerns.dossier.later import Afterwards, afterwards
from concerns.dossier.parting import Parted, parted
from concerns.dossier.standing import Standing, standing
from concerns.register import Recorded
from concerns.replay import Told


@dataclass(frozen=True, slots=True)
class Comparison:
    """The state before a decision as known then and in hindsight, and the state now."""

    parted: Parted
    then: Standing
    """Just before the decision, from what the record held."""
    hindsight: Standing
    """Just before the decision, with what has been recorded since and surely happened before it."""
    hindsight_stage: Told
    hindsight_colour: Told
    """As in hindsight, or why it cannot be told: it hangs on a date that is too uncertain."""
    now: Standing
    """After the last fact known; lateness still as at the day of the decision."""
    afterwards: Afterwards

    @property
    def learnt(self) -> tuple[Recorded, ...]:
        """What happened before the decision and was recorded after it, surely or perhaps."""
        found = (*self.afterwards.had_happened, *self.afterwards.may_have_happened)
        return tuple(sorted(found, key=lambda one: one.position))

    def as_data(self) -> dict[str, Any]:
        """As JSON can hold it."""
        stage, colour = self.hindsight_stage, self.hindsight_colour
        return {
            "decision": entry(self.parted.decision),
            "known_then": {"facts": len(self.parted.before), **self.then.as_data()},
            "in_hindsight": {
                **self.hindsight.as_data(),
                "facts": len(self.parted.before) + len(self.afterwards.had_happened),
                "stage_label": stage.answer,
                "colour": colour.answer,
                "cannot_be_told": stage.cannot_be_told or colour.cannot_be_told,
            },
            "now": {
                "facts": len(self.parted.before) + 1 + len(self.parted.after),
                "position": self.parted.last.position,
                "recorded_at": exactly(self.parted.last.recorded_at),
                **self.now.as_data(),
            },
            "afterwards": self.afterwards.as_data(),
        }


def compare(known: Sequence[Recorded], decision: UUID, up_to: int | None = None) -> Comparison:
    """Compare what was known at a decision with what is known now, or up to a position.

    Raises:
        Refusal: no such decision was known up to there.
    """
    found = parted(known, decision, up_to)
    after, day = afterwards(found), found.taken
    certain = (*found.before, *after.had_happened)
    hindsight = standing([one.fact for one in certain], day)
    everything = (*found.before, found.decision, *found.after)
    perhaps = after.may_have_happened
    return Comparison(
        parted=found,
        then=standing([one.fact for one in found.before], day),
        hindsight=hindsight,
        hindsight_stage=_told(hindsight.stage, perhaps, "stage_label"),
        hindsight_colour=_told(hindsight.colour, perhaps, "colour"),
        now=standing([one.fact for one in everything], day),
        afterwards=after,
    )


def _told(answer: str | None, perhaps: Sequence[Recorded], of: str) -> Told:
    """The answer, unless a fact that may have happened before would give another."""
    for one in perhaps:
        follows = one.fact.consequence
        colour = follows.rag.colour if follows.rag else None
        other = follows.stage_label if of == "stage_label" else colour
        if follows.stage is not None and other != answer:
            return Told(None, f"it depends on “{one.fact}”, {one.fact.occurred.in_words}")
    return Told(answer)
