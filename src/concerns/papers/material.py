"""What a paper is made from: one case's facts as far as they were known, and its procedure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from concerns.events import CaseOpened, DecisionAnnulled, Fact, FactCorrected
from concerns.procedures.procedure import Procedure
from concerns.register import Recorded
from concerns.vocabulary import Refusal

Later = FactCorrected | DecisionAnnulled


@dataclass(frozen=True, slots=True)
class Material:
    """The facts of one case, in order, with the fact that the paper is about, if it is one."""

    known: tuple[Recorded, ...]
    procedure: Procedure
    facts: tuple[Fact, ...]
    opened: CaseOpened
    subject: Fact | None = None
    later: dict[UUID, list[Later]] = field(default_factory=dict[UUID, list[Later]])
    """What was later said of a fact, by the fact's id."""

    @property
    def last(self) -> Recorded:
        """The last fact taken into account: its position and time date the paper."""
        return self.known[-1]


def material(known: Sequence[Recorded], procedure: Procedure) -> Material:
    """Read a case's facts.

    Raises:
        Refusal: nothing was known of the case.
    """
    facts = tuple(one.fact for one in known)
    if not facts or not isinstance(facts[0], CaseOpened):
        raise Refusal("nothing was known of this case then", kind="not found")
    later: dict[UUID, list[Later]] = {}
    for fact in facts:
        if isinstance(fact, FactCorrected | DecisionAnnulled):
            later.setdefault(fact.fact, []).append(fact)
    return Material(tuple(known), procedure, facts, facts[0], later=later)


def signed(given: Material, decision: Fact) -> list[Fact]:
    """Each signature on a decision, in order; the decision itself holds the last of them."""
    taken = [one for one in given.facts if one.clause.step == decision.clause.step]
    found = list[Fact]()
    for fact in taken:
        found.append(fact)
        if fact is decision:
            break
        if type(fact) is type(decision):
            found.clear()  # those were signatures on an earlier decision
    return found
