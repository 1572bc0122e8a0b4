"""What a case remembers of personal data: whose is sealed, under which keys, and what holds it."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from concerns.events import (
    DocumentLodged,
    DocumentSeal,
    Envelope,
    Fact,
    FormSealed,
    KeyDestructionProposed,
    LegalHoldLifted,
    LegalHoldPlaced,
    SubjectKeysDestroyed,
    document_place,
)
from concerns.vocabulary import Person

Whose = tuple[str, str]
"""A subject and a retention class: what has a key of its own."""


@dataclass(slots=True)
class Held:
    """What is sealed of one subject and class: under which keys, in which forms and documents (by
    `document_place`), and when something was last added.
    """

    keys: set[str] = field(default_factory=set[str])
    forms: set[str] = field(default_factory=set[str])
    version: int = 0
    latest: date = date.min


@dataclass(frozen=True, slots=True)
class Proposal:
    """A destruction proposed: of what, at which version, on what ground, by whom."""

    whose: Whose
    version: int
    ground: str
    humans: tuple[Person, ...]


@dataclass(slots=True)
class PersonalData:
    """Only what the next decision about it needs; no personal data itself."""

    held: dict[Whose, Held] = field(default_factory=dict[Whose, Held])
    gone: set[str] = field(default_factory=set[str])
    """Commitments to keys that were destroyed."""
    holds: dict[UUID, str | None] = field(default_factory=dict[UUID, "str | None"])
    """Legal holds by the fact that placed each: on whose data; None is everybody's."""
    proposals: dict[UUID, Proposal] = field(default_factory=dict[UUID, Proposal])
    closed_on: date | None = None

    def remember(self, fact: Fact) -> None:
        """Take a fact into account. Never refuses."""
        if fact.consequence.closes:
            self.closed_on = max(self.closed_on or date.min, fact.occurred.latest)
        match fact:
            case FormSealed():
                for one in fact.sealed:
                    self._sealed(fact, one.envelope, fact.form)
            case DocumentLodged() if fact.sealed:
                self._sealed(fact, fact.sealed, document_place(fact.sha256))
            case LegalHoldPlaced():
                self.holds[fact.id] = fact.subject
            case LegalHoldLifted():
                self.holds.pop(fact.hold, None)
            case KeyDestructionProposed():
                whose = (fact.subject, fact.retention)
                humans = fact.by.humans()
                self.proposals[fact.id] = Proposal(whose, fact.version, fact.ground, humans)
            case SubjectKeysDestroyed():
                self.gone.update(fact.keys)
                self.held.pop((fact.subject, fact.retention), None)
            case _:
                pass

    def _sealed(self, fact: Fact, sealed: Envelope | DocumentSeal, place: str) -> None:
        held = self.held.setdefault((sealed.subject, sealed.retention), Held())
        held.keys.add(sealed.key)
        held.forms.add(place)
        held.version = fact.version
        held.latest = max(held.latest, fact.occurred.latest)

    def held_back(self, subject: str) -> bool:
        """Whether a legal hold keeps somebody's data."""
        return any(whose in {None, subject} for whose in self.holds.values())
