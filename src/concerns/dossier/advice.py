"""What a decider had before them, by kind: scores, documents, advice, dissent, signatures."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from concerns import events
from concerns.events import Fact
from concerns.register import Recorded
from concerns.vocabulary import Evidence

SCORES: tuple[type[Fact], ...] = (
    events.RiskScored,
    events.CriteriaScored,
    events.LevelsAssessed,
    events.ThresholdsTested,
    events.SampleAssessed,
    events.OverallRiskDetermined,
    events.RatingGiven,
    events.ConcernAssessed,
)
"""Facts that apply a tool or give a rating. All of them advise (DUAA 2025 s.80)."""

ADVICE: tuple[type[Fact], ...] = (
    events.AdviceTaken,
    events.LegalAdviceTaken,
    events.EscalationRecommended,
    events.DeEscalationRecommended,
    events.SuspensionRecommended,
    events.SuspensionConsidered,
    events.NeighbourSuspensionConsidered,
    events.LiftingRecommended,
    events.LiftingConsidered,
    events.TerminationConsidered,
    events.ProviderFailureRecommended,
)
"""Facts by which somebody advised those who decide, or considered it before them."""

DISSENT: tuple[type[Fact], ...] = (
    events.EscalationDeclined,
    events.SuspensionNotEndorsed,
    events.LiftingDeclined,
    events.ImprovementNotVerified,
)
"""Facts by which somebody said no to what was put to them."""


class Document(NamedTuple):
    """A document that a fact refers to, and the version of that fact."""

    version: int
    evidence: Evidence


def of_kinds(known: Iterable[Recorded], kinds: tuple[type[Fact], ...]) -> tuple[Recorded, ...]:
    """The facts of some kinds, in order."""
    return tuple(one for one in known if isinstance(one.fact, kinds))


def documents(known: Iterable[Recorded]) -> tuple[Document, ...]:
    """Every reference to a document, with who vouches for it."""
    return tuple(Document(one.fact.version, said) for one in known for said in one.fact.evidence)


def signatures(before: Sequence[Recorded], decision: Recorded) -> tuple[Recorded, ...]:
    """The signatures that stood towards a decision when it was taken.

    A new stage asks a new question, and a decision taken answers one: both use signatures up.
    """
    stage, found = "", list[Recorded]()
    for one in before:
        fact = one.fact
        if fact.consequence.stage not in (None, stage):
            stage = str(fact.consequence.stage)
            found.clear()
        if fact.clause.step != decision.fact.clause.step:
            continue
        if isinstance(fact, events.SignatureGiven):
            found.append(one)
        else:
            found.clear()
    return tuple(found)


def interests(before: Iterable[Recorded]) -> tuple[Recorded, ...]:
    """What each person had last declared of their interests."""
    last: dict[tuple[str, str], Recorded] = {}
    for one in of_kinds(before, (events.InterestDeclared,)):
        person = one.fact.by.person
        last.pop((person.issuer, person.subject), None)
        last[person.issuer, person.subject] = one
    return tuple(last.values())
