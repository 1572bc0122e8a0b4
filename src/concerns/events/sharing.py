"""What is shared with a provider, a placing authority or the regulator, and what they answer."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Literal
from uuid import UUID

from concerns.events.dossiers import Sha256
from concerns.events.fact import Decision, Fact, ISODate, Text
from concerns.evidence.canonical import canonical
from concerns.vocabulary import Frozen, Party


class Part(Frozen):
    """Paragraphs under a heading, then a table; each may be left out. Plain text, no markup."""

    heading: str = ""
    paragraphs: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def content(title: str, parts: Sequence[Part]) -> bytes:
    """What is shared, to the byte: canonical JSON (RFC 8785) of title and parts."""
    return canonical({"title": title, "parts": [one.model_dump(mode="json") for one in parts]})


class ItemShared(Decision):
    """It holds what is shared: whoever it is shared with reads this, whatever becomes of the case,
    of the council's letters, or of this program.
    """

    name = "item-shared/1"
    sentence = (
        "{by} shared “{title}” with {party.name} ({party.id}){asking}; "
        "the SHA-256 of what they read is {sha256}: {reason}"
    )
    party: Party
    kind: Literal["paper", "plan", "notice"]
    of: str = ""
    """The key of the paper or plan as whose text it was made."""
    services: tuple[str, ...]
    """Names of the services that the case is about."""
    title: Text
    parts: tuple[Part, ...]
    reply_by: ISODate | None = None
    sha256: Sha256

    @property
    def asking(self) -> str:
        return f" and asked for a reply by {self.reply_by}" if self.reply_by else ""

    @property
    def content(self) -> bytes:
        """What is shared, to the byte.

        Raises:
            ValueError: it is not what the digest was made of.
        """
        made = content(self.title, self.parts)
        if sha256(made).hexdigest() != self.sha256:
            raise ValueError("what was shared does not have the digest that was recorded with it")
        return made


class SharingEnded(Decision):
    name = "sharing-ended/1"
    sentence = "{by} ended the sharing of “{title}” with {party.name}: {reason}"
    item: UUID
    title: Text
    party: Party


class ItemAcknowledged(Fact):
    name = "shared-item-acknowledged/1"
    sentence = "{by} of {party.name} acknowledged “{title}”"
    item: UUID
    title: Text
    party: Party


class ReplyReceived(Fact):
    name = "reply-received/1"
    sentence = "{by} of {party.name} replied to “{title}”: {text}"
    item: UUID
    title: Text
    party: Party
    text: Text


class ReplyAnswered(Decision):
    name = "reply-answered/1"
    sentence = (
        "{by} answered {party.name}'s reply to “{title}”; what was decided is {outcome}: {reason}"
    )
    reply: UUID
    item: UUID
    title: Text
    party: Party
    outcome: Literal["changed", "unchanged"]
