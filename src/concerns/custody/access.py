from typing import Protocol
from uuid import UUID

from concerns.storage.keys import record_access
from concerns.storage.pool import Pool
from concerns.vocabulary import By, Frozen


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

    def record(self, access: Access) -> None:
        """Written down for good when this returns. Raises if it is not: then nothing is read."""
        ...


class AccessTable:
    """Accesses in a table beside the keys, which nobody may change."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool

    def record(self, access: Access) -> None:
        """One row, committed."""
        record_access(self.pool, access.authority, access.case, access.model_dump(mode="json"))
