from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import structlog

from concerns.events import WebhookRegistered
from concerns.hints.hint import hint, signed
from concerns.hints.patience import Patience
from concerns.hints.reach import NotAllowed, Reach
from concerns.hints.secrets import Secret, opened
from concerns.hints.sending import NoAnswer, Send
from concerns.sealing.refused import NotOpened
from concerns.sealing.wrapping import Keks
from concerns.storage import webhooks
from concerns.storage.pool import Pool
from concerns.storage.webhooks import Kept


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells one council's addresses what is next for each."""

    pool: Pool
    authority: str
    keks: Keks | None
    clock: Callable[[], datetime]
    reach: Reach
    patience: Patience
    send: Send

    def tell(self, registered: WebhookRegistered, one: Kept) -> datetime | None:
        """At most one hint; says when to look at this address again, if before the next news."""
        now = self.clock()
        if one.failing_since:
            return None
        if one.next_at and one.next_at > now:
            return one.next_at
        if one.telling is None:
            return self._begin(registered, one, now)
        return self._try(registered, one, one.telling, now)

    def _begin(self, registered: WebhookRegistered, one: Kept, now: datetime) -> datetime | None:
        new = webhooks.news(self.pool, self.authority, one.told, registered.names)
        if new is None:
            return None
        if not new.names:
            webhooks.told(self.pool, self.authority, one, new.position)
            return now
        webhooks.telling(self.pool, self.authority, one, new, now)
        begun = one._replace(telling=new.position, names=new.names, tries=0, began_at=now)
        return self._try(registered, begun, new.position, now)

    def _try(
        self, registered: WebhookRegistered, one: Kept, position: int, now: datetime
    ) -> datetime | None:
        trouble = self._trouble(registered.url, one, position, now)
        if not trouble:
            webhooks.told(self.pool, self.authority, one, position)
            return now
        again = self.patience.again(one.tries + 1, one.began_at or now, now)
        webhooks.not_told(self.pool, self.authority, one, trouble, again, now)
        if again is None:
            told = {"authority": self.authority, "webhook": str(one.id), "trouble": trouble}
            structlog.get_logger().warning("webhook-failing", **told)
        return again

    def _trouble(self, url: str, one: Kept, position: int, now: datetime) -> str:
        """Why it did not take the hint; "" where it did."""
        told = hint(one.id, self.authority, position, one.names, one.round)
        try:
            headers = signed(told, [*self._secrets(one, now)], now)
            status = self.send(self.reach.to(url), told.body.encode(), headers)
        except NotAllowed as no:
            return str(no)
        except NotOpened:
            return "its secret cannot be opened with our keys"
        except NoAnswer as none:
            return f"no answer ({none})"
        return "" if status // 100 == 2 else f"answered {status}"  # noqa: PLR2004 - RFC 9110, 15.3

    def _secrets(self, one: Kept, now: datetime) -> Iterator[bytes]:
        yield opened(Secret(one.secret, one.kek), self.keks)
        if one.former and one.former_until and one.former_until > now:
            yield opened(Secret(one.former, one.former_kek), self.keks)
