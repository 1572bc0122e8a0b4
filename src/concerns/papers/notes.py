"""What was later said of the facts that a paper was made from: noted visibly, never left out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from concerns.events import DecisionAnnulled, Fact
from concerns.papers.material import Later, Material
from concerns.papers.words import told


@dataclass(slots=True)
class Notes:
    """Facts of the paper that were corrected or annulled later, numbered as they are met."""

    given: Material
    texts: list[str] = field(default_factory=list[str])
    _numbers: dict[UUID, int] = field(default_factory=dict[UUID, int])

    def mark(self, facts: Iterable[Fact]) -> str:
        """“ [note 1]”, to stand behind what was read from a fact that was corrected later."""
        numbers = {self._number(one) for one in facts if one.id in self.given.later}
        return "".join(f" [note {number}]" for number in sorted(numbers))

    def _number(self, fact: Fact) -> int:
        if fact.id not in self._numbers:
            self._numbers[fact.id] = len(self._numbers) + 1
            said = "; ".join(_said(one) for one in self.given.later[fact.id])
            what = f"“{told(fact)}” ({fact.occurred.in_words})"
            self.texts.append(f"Note {self._numbers[fact.id]}. {what} {said}.")
        return self._numbers[fact.id]


def _said(later: Later) -> str:
    when, why = later.occurred.in_words, f"{later.by}: {later.reason}"
    if isinstance(later, DecisionAnnulled):
        return f"was annulled by {later.annulled_by} ({when}, {why})"
    return f"was corrected: “{later.wrong}” should read “{later.right}” ({when}, {why})"
