"""Who reads what, on record before it is read: in the log beside the council's own record."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from concerns.events import PersonalDataRead, RecordFact
from concerns.register import Register
from concerns.storage.authorities import access_log
from concerns.storage.door import Beside, Receipt
from concerns.storage.pool import Pool
from concerns.vocabulary import By, Clause, Frozen
from concerns.when import When, today

CLAUSE = Clause(procedure="the-record", version="1", digest="", step="access")


class Access(Frozen):
    """Who is about to read what, and what for. Names nobody but officers."""

    authority: str
    case: UUID
    fact: UUID
    fields: tuple[str, ...]
    subjects: tuple[str, ...]
    by: By
    purpose: str


class RecordsAccess(Protocol):
    """Writes an access down before anything is read."""

    def record(self, access: Access) -> object:
        """Written down for good when this returns. Raises if it is not: then nothing is read."""
        ...


class AccessLog:
    """Accesses as facts: in order, under the hash tree, signed and verified as decisions are.

    Each has a stream of its own, so that those who read at once never stand in each other's way;
    and a log of its own, so that they never hold up a decision.
    """

    def __init__(
        self, record: Pool, clock: Callable[[], datetime], new_id: Callable[[], UUID]
    ) -> None:
        self._record = record
        self._clock = clock
        self._new_id = new_id

    def of(self, authority: str) -> Register:
        """The log of who read an authority's personal data."""
        return Register(self._record, access_log(authority))

    def record(self, access: Access) -> Receipt:
        """One fact, committed.

        Raises:
            What `door.append` raises, and the database's own errors: then nothing may be opened.
        """
        return self.tell(
            access.authority,
            PersonalDataRead,
            by=access.by,
            about_case=access.case,
            fact=access.fact,
            fields=access.fields,
            subjects=access.subjects,
            purpose=access.purpose,
        )

    def tell(
        self,
        authority: str,
        kind: type[RecordFact],
        **details: Any,  # noqa: ANN401 - the fact's own type judges them
    ) -> Receipt:
        """Append what somebody is about to read; committed when this returns.

        Raises:
            As `record`; ValidationError: the fact does not hold what is told.
        """
        fact = kind.model_validate(
            {
                "id": self._new_id(),
                "case": self._new_id(),
                "version": 1,
                "occurred": When(today(self._clock()).isoformat()),
                "clause": CLAUSE,
                **details,
            }
        )
        return self.of(authority).append([fact], Beside())
