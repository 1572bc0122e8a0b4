"""The one file that knows the eventsourcing library: our mapper and our recorder.

The library gives the words and the contract (StoredEvent, Mapper, EventStore, ApplicationRecorder);
its own PostgreSQL recorder is not used, for reasons measured in ADR 0003.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Thread
from typing import Any, NamedTuple, cast
from uuid import UUID, uuid4

import orjson
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    JSONTranscoder,
    ListenNotifySubscription,
    Mapper,
    Notification,
    StoredEvent,
    Subscription,
    Transcoder,
)

from concerns.events import Fact, fact_class
from concerns.storage import door, log
from concerns.storage.door import Beside, Entry, Receipt, TooLarge
from concerns.storage.listening import wait_for_news
from concerns.storage.log import Stored
from concerns.storage.pool import Pool


@dataclass(frozen=True)
class StoredFact(StoredEvent):
    """A stored event with the fact's own id, by which a lost answer is found again."""

    fact_id: UUID = field(default_factory=uuid4)


class FactMapper(Mapper[UUID]):
    """Facts to exact bytes and back. Names are pinned; an unknown one stops the reader."""

    def __init__(self, transcoder: Transcoder | None = None, **settings: Any) -> None:  # noqa: ANN401 - the library's
        super().__init__(transcoder or JSONTranscoder(), **settings)

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredFact:
        """Canonical bytes (RFC 8785: sorted keys, no spaces, no floats) under the pinned name."""
        fact = cast("Fact", domain_event)
        return StoredFact(fact.case, fact.version, fact.name, encode(fact), fact.id)

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[UUID]:
        """The fact as it was.

        Raises:
            UnknownFact: the stored name means nothing to this program.
        """
        return cast("DomainEventProtocol[UUID]", decode(stored_event.topic, stored_event.state))


def encode(fact: Fact) -> bytes:
    """The bytes that are stored. What a version's defaults say is left out, and never changes.

    Raises:
        TooLarge: a whole number that not every reader of JSON keeps exactly (RFC 8785: 53 bits).
    """
    content = fact.model_dump(mode="json", exclude_defaults=True)
    try:
        return orjson.dumps(content, option=orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER)
    except orjson.JSONEncodeError:
        raise TooLarge(f"{fact.name} holds a number beyond 9,007,199,254,740,991") from None


def decode(name: str, body: bytes) -> Fact:
    """The fact that was stored.

    Raises:
        UnknownFact: nothing is known by that name.
    """
    return fact_class(name).__pydantic_validator__.validate_json(body)


class LogRecorder(ApplicationRecorder):
    """One authority's log, in the library's words: notification id = position, gapless from 1."""

    def __init__(self, pool: Pool, authority: str) -> None:
        self.pool = pool
        self.authority = authority

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        **kwargs: Any,  # noqa: ANN401 - the library's own signature
    ) -> Sequence[int] | None:
        """Append; `beside` (Beside) is stored in the same transaction.

        Raises:
            IntegrityError: another fact has this version of the case.
        """
        if not stored_events:
            return None
        receipt = self.record(stored_events, kwargs.get("beside"))
        return list(range(receipt.position, receipt.position + len(stored_events)))

    def record(self, stored_events: Sequence[StoredEvent], beside: Beside | None = None) -> Receipt:
        """As `insert_events`, and says since when the record holds them."""
        entries = [_entry(stored) for stored in stored_events]
        try:
            return door.append(self.pool, self.authority, entries, beside)
        except door.Conflict as conflict:
            raise IntegrityError(str(conflict)) from conflict

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """A case's facts, in the order of its versions."""
        found = log.of_case(
            self.pool, self.authority, UUID(str(originator_id)), -1 if gt is None else gt
        )
        kept = [_event(one) for one in found if lte is None or one.version <= lte]
        ordered = kept[::-1] if desc else kept
        return ordered[:limit]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Facts in log order: readers see no gap and nothing out of order."""
        after = (start or 0) - (1 if start and inclusive_of_start else 0)
        found = log.after(self.pool, self.authority, after, limit, stop, topics)
        return [
            Notification(one.case, one.version, one.name, one.body, one.position) for one in found
        ]

    def max_notification_id(self) -> int | None:
        """The last position, or None while the log is empty."""
        return log.head(self.pool, self.authority) or None

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """Facts as they are recorded, from a position on."""
        return LogSubscription(self, gt, topics)


class LogSubscription(ListenNotifySubscription[LogRecorder]):
    """Woken by a notice from the database, and by the clock in case a notice was lost."""

    def __init__(self, recorder: LogRecorder, gt: int | None, topics: Sequence[str]) -> None:
        super().__init__(recorder=recorder, gt=gt, topics=topics)
        self._listener = Thread(target=self._listen, name="log-listener")
        self._listener.start()

    def __exit__(self, *args: object, **kwargs: Any) -> None:  # noqa: ANN401 - the library's
        try:
            super().__exit__(*args, **kwargs)
        finally:
            self._listener.join()

    def _listen(self) -> None:
        try:
            for _ in wait_for_news(self._recorder.pool, lambda: self._has_been_stopped):
                self._has_been_notified.set()
        except BaseException as error:  # noqa: BLE001 - told to whoever reads, not swallowed
            self._thread_error = self._thread_error or error
            self.stop()


def _entry(stored: StoredEvent) -> Entry:
    fact_id = stored.fact_id if isinstance(stored, StoredFact) else uuid4()
    case = UUID(str(stored.originator_id))
    return Entry(fact_id, case, stored.originator_version, stored.topic, stored.state)


def _event(stored: Stored) -> StoredEvent:
    return StoredEvent(stored.case, stored.version, stored.name, stored.body)


class Recorded(NamedTuple):
    """A fact with what the database alone gives: where it is, and since when the system knew."""

    position: int
    recorded_at: datetime
    fact: Fact


class Register:
    """The record of one authority: append facts, read cases, read the log."""

    def __init__(self, pool: Pool, authority: str) -> None:
        self.pool = pool
        self.authority = authority
        self.recorder = LogRecorder(pool, authority)
        self.mapper = FactMapper()

    def append(self, facts: Sequence[Fact], beside: Beside) -> Receipt:
        """Store facts with what goes with them.

        Raises:
            IntegrityError, door.Claimed, door.OutcomeUnknown, door.TooLarge: see `door.append`.
        """
        stored = [self.mapper.to_stored_event(cast("Any", fact)) for fact in facts]
        return self.recorder.record(stored, beside)

    def of_case(self, case: UUID, after: int = 0) -> list[Recorded]:
        """A case's facts after a version."""
        return [recorded(one) for one in log.of_case(self.pool, self.authority, case, after)]

    def holds(self, case: UUID) -> bool:
        """Whether there is such a case for whoever reads."""
        return log.holds(self.pool, self.authority, case)

    def known_of_case(self, case: UUID, as_known: datetime) -> list[Recorded]:
        """A case's facts as far as they were recorded by an instant."""
        found = log.known_of_case(self.pool, self.authority, case, as_known)
        return [recorded(one) for one in found]

    def head(self) -> int:
        """The last position; 0 while the log is empty."""
        return log.head(self.pool, self.authority)


def recorded(stored: Stored) -> Recorded:
    """The fact in a stored row."""
    return Recorded(stored.position, stored.recorded_at, decode(stored.name, stored.body))
