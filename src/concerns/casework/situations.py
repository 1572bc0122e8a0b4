"""What a decision may look at, put together from what a council has."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from concerns.aggregates.provider_case import ProviderCase
from concerns.aggregates.situation import Situation
from concerns.arrangements import Adopted, Arrangements
from concerns.casework.kept import KeptCases
from concerns.commands.command import Command
from concerns.commands.move_case import MoveCase
from concerns.commands.open_case import OpenCase
from concerns.custody.custody import Custody
from concerns.custody.lodging import Document
from concerns.documents.spool import Spool
from concerns.documents.store import Documents
from concerns.events import Seen, Trace
from concerns.procedures.procedure import Procedure
from concerns.procedures.settings import Settings
from concerns.register import Register
from concerns.vocabulary import Officer, Refusal
from concerns.working_days import calendar


class With(NamedTuple):
    """What comes with a request: the case as it was seen, the request's ids, a document."""

    seen: Seen | None = None
    trace: Trace | None = None
    lodging: Document | None = None


class Situations:
    """One authority's register, procedures, settings, keys and documents."""

    def __init__(
        self,
        register: Register,
        procedures: Mapping[str, Procedure],
        *,
        clock: Callable[[], datetime],
        new_id: Callable[[], UUID],
        settings: Settings | None = None,
        custody: Custody | None = None,
        documents: Documents | None = None,
    ) -> None:
        self.register = register
        self.procedures = procedures
        self.clock = clock
        self.new_id = new_id
        self.settings = settings or {}
        self.custody = custody
        self.documents = documents
        self.cases = KeptCases(register)
        self.arrangements = Arrangements(register, procedures, clock=clock, new_id=new_id)

    def situation(
        self,
        asked: Command | None,
        officer: Officer,
        case: ProviderCase,
        come: With | None = None,
    ) -> Situation:
        """The situation in which a request about a case is decided.

        Raises:
            Refusal: no such case or procedure, or nothing is delegated to the officer as they say.
        """
        come = come or With()
        procedure = self.procedure_of(asked, case)
        adopted = self.arrangements.settings(procedure.procedure)
        if asked and asked.delegation:
            officer = self.arrangements.acting(officer, asked.delegation)
        return Situation(
            case=case,
            procedure=procedure,
            calendar=calendar(procedure.calendar),
            officer=officer,
            now=self.clock(),
            new_id=self.new_id,
            settings=adopted.values if adopted else self.settings.get(procedure.procedure, {}),
            seals=self.custody.seals(self.register.authority, case.id) if self.custody else None,
            seen=_under(come.seen, adopted),
            trace=come.trace,
            lodging=come.lodging,
        )

    def procedure_of(self, asked: Command | None, case: ProviderCase) -> Procedure:
        """The procedure under which a request is decided.

        Raises:
            Refusal: there is none of that name or version, or no such case.
        """
        if isinstance(asked, MoveCase) and case.under:
            return self._named(asked.procedure)  # decided under the procedure moved to
        if case.under:
            return self._under(case.under.procedure, case.under.digest)
        if not isinstance(asked, OpenCase):
            raise Refusal("there is no such case", kind="not found")
        return self._named(asked.procedure)

    def _named(self, name: str) -> Procedure:
        found = self.procedures.get(name)
        if found is None:
            known = ", ".join(sorted(self.procedures))
            raise Refusal(
                f"there is no procedure {name!r}; there are: {known}",
                kind="not understood",
                where="procedure",
            )
        return found

    def _under(self, name: str, digest: str) -> Procedure:
        found = self.procedures.get(name)
        if found is None or found.digest != digest:
            raise Refusal(
                f"the case runs under a version of {name!r} that is not at hand; "
                "moving it to another version is a decision of its own"
            )
        return found

    def document_of(self, content: Spool, case: UUID) -> Document:
        """A document about to be lodged; Refusal where none are kept."""
        return Document(content, self.store(), self.custody, self.register.authority, case)

    def store(self) -> Documents:
        """Where documents are kept; Refusal where they are not."""
        if self.documents is None:
            raise Refusal("no documents are kept here: CONCERNS_DOCUMENTS names no place for them")
        return self.documents

    def admit(self, officer: Officer, case: ProviderCase) -> None:
        """A case that is restricted to others does not exist."""
        if not case.seeing.admits(officer.person, self.clock()):
            raise Refusal("there is no such case", kind="not found")


def _under(seen: Seen | None, adopted: Adopted | None) -> Seen | None:
    """What was seen, with the settings that held then."""
    return seen.model_copy(update={"settings": adopted.sha256}) if seen and adopted else seen
