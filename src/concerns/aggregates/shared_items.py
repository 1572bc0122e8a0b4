"""What a case remembers of what it shared, and of the replies to it."""

from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from concerns.events import (
    Fact,
    ItemAcknowledged,
    ItemShared,
    ReplyReceived,
    SharingEnded,
)
from concerns.vocabulary import Party, Person


class Shared(NamedTuple):
    """Something shared, without what it says."""

    title: str
    party: Party


class Reply(NamedTuple):
    """A reply, by the fact's number in the case, without what it says."""

    version: int
    item: UUID
    title: str
    party: Party


@dataclass(slots=True)
class SharedItems:
    """What is shared now, who acknowledged it, and every reply ever received."""

    now: dict[UUID, Shared] = field(default_factory=dict[UUID, Shared])
    acknowledged: dict[UUID, list[Person]] = field(default_factory=dict[UUID, list[Person]])
    replies: dict[UUID, Reply] = field(default_factory=dict[UUID, Reply])

    def remember(self, fact: Fact) -> None:
        """Shared, acknowledged, replied to, or no longer shared."""
        match fact:
            case ItemShared():
                self.now[fact.id] = Shared(fact.title, fact.party)
            case SharingEnded():
                self.now.pop(fact.item, None)
            case ItemAcknowledged():
                self.acknowledged.setdefault(fact.item, []).append(fact.by.person)
            case ReplyReceived():
                self.replies[fact.id] = Reply(fact.version, fact.item, fact.title, fact.party)
            case _:
                pass
