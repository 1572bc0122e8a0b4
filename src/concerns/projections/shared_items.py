from collections.abc import Iterable

from concerns.events import (
    Fact,
    ItemAcknowledged,
    ItemShared,
    ReplyAnswered,
    ReplyReceived,
    SharingEnded,
)
from concerns.projections.view import Doc, View, said_by


class SharedWithOthers(View):
    """What is shared with whom, and what came of their right of reply.

    Guests are let in by this view (`concerns.shared`), so it never disagrees with the record. What
    an item says is read from the fact.
    """

    name = "shared-items"
    question = "What is shared with whom outside: acknowledged, replied to, and did it change any?"
    with_the_fact = True

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row an item."""
        match fact:
            case ItemShared():
                return (str(fact.id),)
            case SharingEnded() | ItemAcknowledged() | ReplyReceived() | ReplyAnswered():
                return (str(fact.item),)
            case _:
                return ()

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:
        """Shared, acknowledged, replied to, answered, no longer shared."""
        if isinstance(fact, ItemShared):
            return _shared(key, fact)
        return row and {**row, **_since(row, fact)}


def _since(row: Doc, fact: Fact) -> Doc:
    match fact:
        case SharingEnded():
            ended = {"on": fact.occurred.text, "by": said_by(fact), "reason": fact.reason}
            return {"state": "ended", "ended": ended}
        case ItemAcknowledged():
            one = {"name": fact.by.person.name, "on": fact.occurred.text}
            return {"acknowledged": [*row["acknowledged"], one]}
        case ReplyReceived():
            return {"replies": row["replies"] + 1}
        case ReplyAnswered():
            return {fact.outcome: row[fact.outcome] + 1}
        case _:
            return {}


def _shared(key: str, fact: ItemShared) -> Doc:
    return {
        "case": str(fact.case),
        "item": key,
        "version": fact.version,
        "party": fact.party.model_dump(),
        "kind": fact.kind,
        "of": fact.of,
        "title": fact.title,
        "services": list(fact.services),
        "shared_on": fact.occurred.text,
        "by": said_by(fact),
        "reason": fact.reason,
        "reply_by": fact.reply_by,
        "sha256": fact.sha256,
        "state": "shared",
        "ended": None,
        "acknowledged": [],
        "replies": 0,
        "changed": 0,
        "unchanged": 0,
    }
