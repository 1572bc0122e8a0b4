"""Where requests come in: read the case, let it decide, store what it decided."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from threading import Lock
from typing import NamedTuple
from uuid import UUID

import structlog

from concerns.aggregates.decide import Permitted, decide, permitted
from concerns.aggregates.opening import claims, releases
from concerns.aggregates.provider_case import ProviderCase
from concerns.aggregates.situation import Situation
from concerns.arrangements import Adopted, Arrangements
from concerns.commands.break_glass import BreakGlass
from concerns.commands.command import AboutShared, Command
from concerns.commands.fill_in_form import FillInForm
from concerns.commands.lodge_document import LodgeDocument
from concerns.commands.move_case import MoveCase
from concerns.commands.open_case import OpenCase
from concerns.custody.blinding import blinded, blinded_document
from concerns.custody.custody import Custody
from concerns.custody.lodging import Document
from concerns.custody.reading import Opened, ReadSealed, read_sealed
from concerns.custody.reading_documents import ReadDocument, lodged, read_document
from concerns.documents.spool import Spool
from concerns.documents.store import Documents
from concerns.events import DocumentLodged, Fact, GlassBroken, Seen, Trace
from concerns.procedures.procedure import Procedure
from concerns.procedures.settings import Settings
from concerns.projector import CaseRows, rows_beside
from concerns.register import IntegrityError, Register, encode
from concerns.storage.log import Answer, Beside, Claimed, Receipt, RowChange
from concerns.vocabulary import Officer, Refusal
from concerns.working_days import calendar

TRIES = 4
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


class With(NamedTuple):
    """What comes with a request: the case as it was seen, the request's ids, a document."""

    seen: Seen | None = None
    trace: Trace | None = None
    lodging: Document | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """What a request led to: the facts, and where they are in the record."""

    facts: list[Fact]
    receipt: Receipt
    version: int


class Casework:
    """One authority's cases."""

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
        self.arrangements = Arrangements(register, procedures, clock=clock, new_id=new_id)
        self._kept: OrderedDict[UUID, Kept] = OrderedDict()
        self._lock = Lock()

    def ask(
        self,
        asked: Command,
        officer: Officer,
        case: UUID,
        *,
        expected: int | None = None,
        answer: Callable[[list[Fact]], Answer] | None = None,
        trace: Trace | None = None,
        content: Spool | None = None,
    ) -> Decided:
        """Decide and store, or neither; see `ask_all`. `content` is the document to be lodged.

        Raises:
            Altered, StoreAway: the document is not kept, so nothing is recorded.
        """
        lodging = None if content is None else self._document(content, case)
        beside = With(trace=trace, lodging=lodging)
        return self.ask_all([asked], officer, case, expected=expected, answer=answer, beside=beside)

    def ask_all(
        self,
        asked: Sequence[Command],
        officer: Officer,
        case: UUID,
        *,
        expected: int | None = None,
        answer: Callable[[list[Fact]], Answer] | None = None,
        beside: With | None = None,
    ) -> Decided:
        """Decide requests one after the other and store them together, or nothing at all.

        `expected` is the version the officer saw; `answer` makes what an Idempotency-Key shall be
        answered with, stored in the same transaction.

        Raises:
            Refusal: the procedure's "no"; kind "changed" where the case moved on meanwhile; of
                several requests, `where` begins with the number of the one refused (0 is first).
            OutcomeUnknown: the database did not answer; ask again with the same key.
        """
        if officer.authority != self.register.authority:
            raise Refusal("there is no such case", kind="not found")
        for attempt in range(TRIES):
            kept, read = self._take(case, read=attempt > 0, new=isinstance(asked[0], OpenCase))
            try:
                return self._decide(asked, officer, kept, expected, answer, beside or With())
            except IntegrityError:
                if expected is not None:
                    break
            except Refusal:
                if read:  # nobody is refused from memory alone
                    raise
            finally:
                self._put_back(kept)
        raise Refusal(
            "the case has changed since you saw it: read it again, then decide", kind="changed"
        )

    def _decide(
        self,
        asked: Sequence[Command],
        officer: Officer,
        kept: Kept,
        expected: int | None,
        answer: Callable[[list[Fact]], Answer] | None,
        come: With,
    ) -> Decided:
        if not isinstance(asked[0], BreakGlass | AboutShared):
            self._admit(officer, kept.case)
        if expected is not None and expected != kept.case.version:
            raise Refusal(
                f"the case is now at version {kept.case.version}; you saw version {expected}",
                kind="changed",
            )
        digest = kept.digest.hex()
        if any(one.seen not in {None, digest} for one in asked):
            raise Refusal("the case is not what you saw: read it again", kind="changed")
        if expected:
            come = come._replace(seen=Seen(version=expected, digest=digest))
        facts, after = self._decisions(asked, officer, kept.case, come)
        released = releases(after, facts)
        beside = Beside(
            rows=rows_beside(kept.rows, facts),
            claims=[one for one in claims(after, facts) if one not in released],
            releases=released,
            answer=answer(facts) if answer else None,
        )
        if come.lodging:
            come.lodging.keep()  # first: a fact never names bytes that are not there
        try:
            receipt = self.register.append(facts, beside)
        except Claimed:
            raise Refusal(
                "a case about this service is already open under this procedure"
            ) from None
        kept.remember(facts, beside.rows)
        if self.custody:
            self.custody.carry_out(self.register.authority, facts)
        self._alarm(facts)
        return Decided(facts, receipt, kept.case.version)

    def _decisions(
        self,
        asked: Sequence[Command],
        officer: Officer,
        case: ProviderCase,
        come: With,
    ) -> tuple[list[Fact], ProviderCase]:
        """What requests lead to one after the other, and a case that took each into account.

        The case given stays as it is: nothing is decided until all is stored.
        """
        if len(asked) == 1:
            return decide(asked[0], self._situation(asked[0], officer, case, come)), case
        facts, after = list[Fact](), deepcopy(case)
        for nth, one in enumerate(asked):
            try:
                decided = decide(one, self._situation(one, officer, after, come))
            except Refusal as no:
                no.where = f"{nth}.{no.where}".rstrip(".")
                raise
            for fact in decided:
                after.remember(fact)
            facts += decided
        return facts, after

    def rehearse(self, asked: Command, officer: Officer, case: UUID) -> list[Fact]:
        """The facts that a request would leave now. Nothing is stored.

        Raises:
            Refusal: as `ask`.
        """
        if officer.authority != self.register.authority:
            raise Refusal("there is no such case", kind="not found")
        kept, _ = self._take(case)
        try:
            self._admit(officer, kept.case)
            return decide(asked, self._situation(asked, officer, kept.case))
        finally:
            self._put_back(kept)

    def _admit(self, officer: Officer, case: ProviderCase) -> None:
        """A case that is restricted to others does not exist."""
        if not case.seeing.admits(officer.person, self.clock()):
            raise Refusal("there is no such case", kind="not found")

    def _alarm(self, facts: Sequence[Fact]) -> None:
        """Loud in the program's log, for whoever watches it; who did it is in the record."""
        for one in facts:
            if isinstance(one, GlassBroken):
                said = {"authority": self.register.authority, "case": str(one.case)}
                structlog.get_logger().warning("glass-broken", **said, until=one.until)

    def permitted(
        self, officer: Officer, case: UUID, delegation: UUID | None = None
    ) -> tuple[Seen, list[Permitted]]:
        """What the officer may do now, and for the rest why not; with the case as it is seen."""
        kept, _ = self._take(case)
        try:
            self._admit(officer, kept.case)
            seen = Seen(version=kept.case.version, digest=kept.digest.hex())
            if delegation:
                officer = self.arrangements.acting(officer, delegation)
            return seen, permitted(self._situation(None, officer, kept.case))
        finally:
            self._put_back(kept)

    def read_sealed(self, asked: ReadSealed, officer: Officer, case: UUID) -> list[Opened]:
        """What is sealed in a fact of the case, to whoever may read it; recorded before it is read.

        Raises:
            Refusal: as `custody.reading.read_sealed`, and where no keys are kept.
        """
        facts, situation = self._to_read(officer, case)
        return read_sealed(asked, situation, facts, self._keys())

    def read_document(
        self, asked: ReadDocument, sha256: str, officer: Officer, case: UUID
    ) -> tuple[DocumentLodged, bytes]:
        """A sealed document of the case; as `read_sealed`.

        Raises:
            Refusal: as `custody.reading_documents.read_document`, and where no keys are kept.
            Missing, Altered, StoreAway: see Documents.
        """
        facts, situation = self._to_read(officer, case)
        return read_document(asked, sha256, situation, facts, self._keys(), self._documents())

    def document(self, sha256: str, facts: Sequence[Fact]) -> tuple[DocumentLodged, Spool]:
        """A document that facts of a case name, and that is not sealed; whoever asks closes it.

        Raises:
            Refusal: it was not lodged with this case, or is sealed.
            Missing, Altered, StoreAway: see Documents.
        """
        found = lodged(facts, sha256)
        if found.sealed:
            raise Refusal(
                "this document is sealed: ask for it with a purpose, by POST to its readings"
            )
        return found, self._documents().open(sha256)

    def _to_read(self, officer: Officer, case: UUID) -> tuple[list[Fact], Situation]:
        facts = [one.fact for one in self.register.of_case(case)]
        if not facts or officer.authority != self.register.authority:
            raise Refusal("there is no such case", kind="not found")
        replayed = ProviderCase(case)
        for fact in facts:
            replayed.remember(fact)
        self._admit(officer, replayed)
        return facts, self._situation(None, officer, replayed)

    def _keys(self) -> Custody:
        if self.custody is None:
            raise Refusal("no keys to personal data are kept here")
        return self.custody

    def blinded(self, asked: Command, case: UUID | None) -> Command:
        """A request as it may be kept to know it again, without personal data in it."""
        if self.custody is None or case is None:
            return asked
        if isinstance(asked, LodgeDocument):
            return blinded_document(asked, self.custody, self.register.authority, case)
        if not isinstance(asked, FillInForm):
            return asked
        kept, _ = self._take(case)
        try:
            form = self._procedure(asked, kept.case).forms[asked.form]
        except (Refusal, KeyError):
            return asked  # about to be refused, and then nothing of it is kept
        finally:
            self._put_back(kept)
        return blinded(asked, form, self.custody, self.register.authority, case)

    def version(self, case: UUID) -> int:
        """The case's version; 0 where there is no such case."""
        kept, _ = self._take(case)
        self._put_back(kept)
        return kept.case.version

    def _document(self, content: Spool, case: UUID) -> Document:
        return Document(content, self._documents(), self.custody, self.register.authority, case)

    def _documents(self) -> Documents:
        if self.documents is None:
            raise Refusal("no documents are kept here: CONCERNS_DOCUMENTS names no place for them")
        return self.documents

    def _situation(
        self,
        asked: Command | None,
        officer: Officer,
        case: ProviderCase,
        come: With | None = None,
    ) -> Situation:
        come = come or With()
        procedure = self._procedure(asked, case)
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

    def _procedure(self, asked: Command | None, case: ProviderCase) -> Procedure:
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

    def _take(self, case: UUID, *, read: bool = True, new: bool = False) -> tuple[Kept, bool]:
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

    def _put_back(self, kept: Kept) -> None:
        if kept.case.opened is None:
            return
        with self._lock:
            self._kept[kept.case.id] = kept
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)


def _under(seen: Seen | None, adopted: Adopted | None) -> Seen | None:
    """What was seen, with the settings that held then."""
    return seen.model_copy(update={"settings": adopted.sha256}) if seen and adopted else seen
