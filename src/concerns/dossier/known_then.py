"""What was known when a decision was taken: from the facts before it and nothing later."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import orjson

from concerns.dossier.advice import (
    ADVICE,
    DISSENT,
    SCORES,
    Document,
    documents,
    interests,
    of_kinds,
    signatures,
)
from concerns.dossier.parting import Parted
from concerns.dossier.standing import Standing, standing
from concerns.dossier.words import Words, at_hand, words_of
from concerns.events import DecisionAnnulled, FactCorrected
from concerns.procedures.procedure import Procedure
from concerns.register import Recorded, encode


@dataclass(frozen=True, slots=True)
class KnownThen:
    """The decision with all that the record held before it. What was there, not what was read."""

    parted: Parted
    words: Words | None
    """What the procedure says of the step; None where that version of it is not at hand."""
    standing: Standing
    scores: tuple[Recorded, ...]
    documents: tuple[Document, ...]
    """With those that the decision itself cites."""
    advice: tuple[Recorded, ...]
    dissent: tuple[Recorded, ...]
    signatures: tuple[Recorded, ...]
    interests: tuple[Recorded, ...]
    corrections: tuple[Recorded, ...]
    """What was already said to be wrong, or was annulled."""
    happened_later: tuple[Recorded, ...]
    """Recorded before the decision, though it happened after the day that the decision bears."""
    may_have_happened_later: tuple[Recorded, ...]

    def as_data(self) -> dict[str, Any]:
        """As JSON can hold it: stored content and the procedure's words, no wording of ours."""
        decision, clause = self.parted.decision, self.parted.decision.fact.clause
        earliest, latest = self.parted.taken
        return {
            "case": str(decision.fact.case),
            "decision": entry(decision),
            "taken": {"earliest": earliest.isoformat(), "latest": latest.isoformat()},
            "procedure": {
                **clause.model_dump(mode="json", exclude_defaults=True),
                "words": self.words,
            },
            "recorded_before": [entry(one) for one in self.parted.before],
            "standing": self.standing.as_data(),
            "documents": [
                {
                    "version": one.version,
                    **one.evidence.model_dump(mode="json", exclude_defaults=True),
                }
                for one in self.documents
            ],
            "scores": versions(self.scores),
            "advice": versions(self.advice),
            "dissent": versions(self.dissent),
            "signatures": versions(self.signatures),
            "interests": versions(self.interests),
            "corrections": versions(self.corrections),
            "happened_later": versions(self.happened_later),
            "may_have_happened_later": versions(self.may_have_happened_later),
        }


def known_then(parted: Parted, procedures: Mapping[str, Procedure]) -> KnownThen:
    """Gather what the record held before the decision. Looks at nothing that came after."""
    before, decision = parted.before, parted.decision
    procedure = at_hand(decision.fact.clause, procedures)
    since = [(one, decision.fact.occurred.before(one.fact.occurred)) for one in before]
    return KnownThen(
        parted=parted,
        words=words_of(decision.fact.clause, procedure) if procedure else None,
        standing=standing([one.fact for one in before], parted.taken),
        scores=of_kinds(before, SCORES),
        documents=documents((*before, decision)),
        advice=of_kinds(before, ADVICE),
        dissent=of_kinds(before, DISSENT),
        signatures=signatures(before, decision),
        interests=interests(before),
        corrections=of_kinds(before, (FactCorrected, DecisionAnnulled)),
        happened_later=tuple(one for one, later in since if later),
        may_have_happened_later=tuple(one for one, later in since if later is None),
    )


def entry(one: Recorded) -> dict[str, Any]:
    """A fact with its place in the record, its stored content, and the SHA-256 of those bytes."""
    body = encode(one.fact)
    return {
        "position": one.position,
        "recorded_at": exactly(one.recorded_at),
        "name": one.fact.name,
        "version": one.fact.version,
        "content": orjson.loads(body),
        "sha256": sha256(body).hexdigest(),
    }


def exactly(at: datetime) -> str:
    """An instant in UTC to the microsecond, as the record's entries write it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def versions(found: Iterable[Recorded]) -> list[int]:
    """Facts of the case by their version, which is their number in it."""
    return [one.fact.version for one in found]
