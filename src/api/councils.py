"""What serves each council, made when it is first asked for and kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import Lock

from api.leavers import Leavers
from api.problems import ProblemFound
from concerns.aggregates.delegating import ADMINISTRATOR
from concerns.casework import Casework
from concerns.custody.custody import Custody
from concerns.documents.store import Documents
from concerns.ids import new_id
from concerns.procedures.procedure import Procedure
from concerns.procedures.settings import settings_of
from concerns.projector import Projector
from concerns.register import Register
from concerns.storage.authorities import authorities
from concerns.storage.pool import Connections, Pool, read_by

AUDITOR = "auditor"
"""The role key of whoever reads everything of their council and changes nothing."""
OF_EVERY_COUNCIL = frozenset({AUDITOR, ADMINISTRATOR, "information_governance"})
"""Role keys that no procedure names."""


@dataclass(frozen=True, slots=True)
class Council:
    """One authority's record, its cases, and its views."""

    register: Register
    casework: Casework
    projector: Projector
    leavers: Leavers
    roles: frozenset[str]
    """Keys of every role in which somebody may work here, or look."""

    @property
    def pool(self) -> Pool:
        """The connections that all councils share, perhaps in one reader's hands."""
        return self.register.pool

    @property
    def whole(self) -> Pool:
        """The program's own connections: for what is of no case, such as the tree of hashes."""
        return self.projector.pool

    def read_by(self, reader: str) -> "Council":
        """As one person may read it; what the council decides, it decides about the whole."""
        return replace(self, register=Register(read_by(self.pool, reader), self.authority))

    @property
    def authority(self) -> str:
        """Whose record this is."""
        return self.register.authority


class Councils:
    """Every authority of this record, by its id."""

    def __init__(
        self,
        pool: Connections,
        procedures: Mapping[str, Procedure],
        clock: Callable[[], datetime],
        settings: Path | None = None,
        custody: Custody | None = None,
        documents: Documents | None = None,
    ) -> None:
        self.pool = pool
        self.procedures = procedures
        self.clock = clock
        self.settings = settings
        self.custody = custody
        self.documents = documents
        self._made: dict[str, Council] = {}
        self._lock = Lock()

    def ids(self) -> list[str]:
        """The authorities that keep their record here."""
        return [one.id for one in authorities(self.pool)]

    def of(self, authority: str) -> Council:
        """What serves an authority.

        Raises:
            ProblemFound: it keeps no record here.
        """
        made = self._made.get(authority)
        if made is None:
            if authority not in self.ids():
                raise ProblemFound("unknown-authority", "your token names no authority known here")
            with self._lock:
                made = self._made.setdefault(authority, self._make(authority))
        return made

    def made(self, authority: str) -> Council | None:
        """As `of`, if it was asked for before; else None."""
        return self._made.get(authority)

    def _make(self, authority: str) -> Council:
        register = Register(self.pool, authority)
        casework = Casework(
            register,
            self.procedures,
            clock=self.clock,
            new_id=new_id,
            settings=settings_of(self.settings, authority, self.procedures),
            custody=self.custody,
            documents=self.documents,
        )
        of_procedures = {role for one in self.procedures.values() for role in one.roles}
        return Council(
            register,
            casework,
            Projector(self.pool, authority),
            Leavers(register),
            OF_EVERY_COUNCIL | of_procedures,
        )
