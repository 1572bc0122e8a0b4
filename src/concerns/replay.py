"""A case as it stood: what was known at an instant, of what had happened by a date."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from concerns.events import Fact
from concerns.register import Recorded
from concerns.vocabulary import Rag


@dataclass(frozen=True, slots=True)
class Told:
    """An answer, or why there is none: uncertain dates are never resolved by guessing."""

    answer: str | None
    cannot_be_told: str = ""

    def __str__(self) -> str:
        return (
            f"cannot be told ({self.cannot_be_told})" if self.cannot_be_told else str(self.answer)
        )


@dataclass(frozen=True, slots=True)
class Stood:
    """The case as it stood: the facts that count, those that may or may not, stage and colour."""

    facts: tuple[Recorded, ...]
    uncertain: tuple[Recorded, ...]
    stage: Told
    colour: Told

    @property
    def version(self) -> int:
        """The version of the last fact that counts; 0 before the first."""
        return self.facts[-1].fact.version if self.facts else 0


def stood(known: Sequence[Recorded], as_at: date | None = None) -> Stood:
    """The case as the given facts leave it, counting only what had happened by `as_at`.

    `known` holds the facts recorded by the instant asked about. A fact whose date reaches past
    `as_at` may or may not have happened: where the answer depends on it, there is no answer.
    """
    if as_at is None:
        certain, uncertain = list(known), list[Recorded]()
    else:
        certain = [one for one in known if one.fact.occurred.by(as_at) is True]
        uncertain = [one for one in known if one.fact.occurred.by(as_at) is None]
    return Stood(
        tuple(certain),
        tuple(uncertain),
        _last(certain, uncertain, _stage),
        _last(certain, uncertain, _colour),
    )


def _stage(fact: Fact) -> str:
    return str(fact.consequence.stage_label)


def _colour(fact: Fact) -> str | None:
    rag: Rag | None = fact.consequence.rag
    return rag.colour if rag else None


def _last(
    certain: Iterable[Recorded],
    uncertain: Iterable[Recorded],
    read: Callable[[Fact], str | None],
) -> Told:
    """The last fact to set it decides; an uncertain later one that says otherwise forbids it."""
    setting = [one.fact for one in certain if one.fact.consequence.stage is not None]
    decided = setting[-1] if setting else None
    answer = read(decided) if decided else None
    since = decided.version if decided else 0
    for one in uncertain:
        fact = one.fact
        if fact.consequence.stage is not None and fact.version > since and read(fact) != answer:
            return Told(None, f"it depends on “{fact}”, which happened {fact.occurred.in_words}")
    return Told(answer)
