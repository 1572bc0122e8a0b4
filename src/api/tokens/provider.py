"""An identity provider's keys, found by its issuer (OpenID Connect Discovery 1.0)."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from threading import Lock, Thread
from typing import NamedTuple

import structlog
from pydantic import BaseModel, ValidationError

from api.problems import ProblemFound
from api.tokens.fetching import Fetch, NotFetched, fetch, is_safe
from api.tokens.keys import Key, KeysFaulty, read_keys

FRESH = timedelta(hours=1)
"""Older keys are fetched anew, behind the requests."""
USABLE = timedelta(hours=24)
"""While the provider is away, its keys are relied on this long and no longer."""
PAUSE = timedelta(minutes=1)
"""Between two visits, whatever tokens say: forged ones must not make us hammer the provider."""
PATIENCE = 1.0
"""Seconds for which a request waits for another one's visit."""


class Discovered(BaseModel):
    """What is read of a provider's description of itself."""

    issuer: str
    jwks_uri: str


class _Held(NamedTuple):
    keys: Sequence[Key]
    since: datetime


class Provider:
    """Keys held in memory: a token is judged without the network unless its key is new."""

    def __init__(
        self,
        issuer: str,
        clock: Callable[[], datetime],
        *,
        development: bool = False,
        fetched: Fetch = fetch,
    ) -> None:
        self.issuer = issuer
        self.clock = clock
        self.development = development
        self.fetched = fetched
        self._held: _Held | None = None
        self._visited: datetime | None = None
        self._lock = Lock()

    def known(self) -> Sequence[Key]:
        """The keys held.

        Raises:
            ProblemFound: try again; there are none, or they are too old to be relied on.
        """
        age = self._age()
        if age is None or age > USABLE:
            self._visit()
        elif age > FRESH and self._may_visit():
            Thread(target=self._visit, name="token-keys", daemon=True).start()
        held, age = self._held, self._age()
        if held is None or age is None or age > USABLE:
            raise ProblemFound("try-again", "the identity provider's keys cannot be had just now")
        return held.keys

    def held(self) -> Sequence[Key] | None:
        """None where the provider should be visited first."""
        held, age = self._held, self._age()
        return held.keys if held and age is not None and age <= FRESH else None

    def renewed(self) -> Sequence[Key]:
        """The keys after another visit, if the last one is long enough ago."""
        self._visit()
        return self.known()

    def _age(self) -> timedelta | None:
        return self.clock() - self._held.since if self._held else None

    def _may_visit(self) -> bool:
        return self._visited is None or abs(self.clock() - self._visited) >= PAUSE

    def _visit(self) -> None:
        if not self._lock.acquire(timeout=PATIENCE):
            return
        try:
            if self._may_visit():
                self._visited = self.clock()
                self._held = _Held(self._found(), self._visited)
        except (NotFetched, KeysFaulty) as wrong:
            structlog.get_logger().warning(
                "token-keys-not-fetched", issuer=self.issuer, why=str(wrong)
            )
        finally:
            self._lock.release()

    def _found(self) -> Sequence[Key]:
        place = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        try:
            told = Discovered.model_validate_json(self._fetched(place))
        except ValidationError:
            raise NotFetched("the provider's description of itself cannot be read") from None
        if told.issuer != self.issuer:
            raise NotFetched("the provider's description names another issuer")
        return read_keys(self._fetched(told.jwks_uri))

    def _fetched(self, url: str) -> bytes:
        if not is_safe(url, development=self.development):
            raise NotFetched("the address is not https")
        return self.fetched(url)
