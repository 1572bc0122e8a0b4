"""What an address is told: that there is news, whose, how far, and of which kinds."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import orjson
from standardwebhooks import Webhook

TYPE = "concerns.news"


class Hint(NamedTuple):
    """The same however often it is sent: receivers tell repetitions by its id."""

    id: str
    body: str


def hint(
    webhook: UUID, authority: str, position: int, names: Sequence[str], round_: int = 0
) -> Hint:
    """A hint of news up to a position; of another round if it was asked for again."""
    said = {"type": TYPE, "authority": authority, "position": position, "facts": list(names)}
    return Hint(f"{webhook}.{round_}.{position}", orjson.dumps(said).decode())


def signed(told: Hint, secrets: Sequence[bytes], now: datetime) -> dict[str, str]:
    """The headers of Standard Webhooks, with a signature by each secret."""
    signatures = [Webhook(one).sign(told.id, now, told.body) for one in secrets]
    return {
        "Content-Type": "application/json",
        "webhook-id": told.id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
