"""Cases in memory: late at times, never wrong (ADR 0016)."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from uuid import UUID

from concerns.aggregates.provider_case import ProviderCase
from concerns.events import Fact
from concerns.projector import CaseRows, rows_beside
from concerns.register import Register, encode
from concerns.storage.door import RowChange

KEPT = 2_000
"""Cases kept in memory; the append finds out whether one has fallen behind (ADR 0016)."""


@dataclass(slots=True)
class Kept:
    """A case in memory, with its rows of the views that are written with the facts."""

    case: ProviderCase
    rows: CaseRows = field(default_factory=CaseRows)
    digest: bytes = bytes(32)
    """As `Seen` says."""

    def remember(self, facts: list[Fact], changes: Sequence[RowChange] | None = None) -> None:
        """Take facts into account, as the record and the views do."""
        for change in rows_beside(self.rows, facts) if changes is None else changes:
            if change.doc is None:
                self.rows.pop((change.view, change.key), None)
            else:
                self.rows[change.view, change.key] = change.doc
        for fact in facts:
            self.case.remember(fact)
            self.digest = sha256(self.digest + sha256(encode(fact)).digest()).digest()


class KeptCases:
    """The cases last used."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self._kept: OrderedDict[UUID, Kept] = OrderedDict()
        self._lock = Lock()

    def take(self, case: UUID, *, read: bool = True, new: bool = False) -> tuple[Kept, bool]:
        """Have the case to oneself, and say whether the record was read just now.

        A case in memory may decide unread: if another decided meanwhile, the append finds the
        version taken and nothing is stored. Two threads at one case each have their own.
        """
        with self._lock:
            kept = self._kept.pop(case, None)
        if kept is None:
            kept, read = Kept(ProviderCase(case)), read or not new
        news = self.register.of_case(case, kept.case.version) if read else []
        if news:
            kept.remember([one.fact for one in news])
        return kept, read

    def put_back(self, kept: Kept) -> None:
        """Have others take it; one that was never opened is forgotten."""
        if kept.case.opened is None:
            return
        with self._lock:
            self._kept[kept.case.id] = kept
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
