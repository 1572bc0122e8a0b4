"""Where requests come in: read the case, let it decide, store what it decided."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from uuid import UUID

import structlog

from concerns.aggregates.decide import Permitted, decide, permitted
from concerns.aggregates.opening import claims, releases
from concerns.aggregates.provider_case import ProviderCase
from concerns.casework.kept import Kept
from concerns.casework.reading import Readings
from concerns.casework.situations import With
from concerns.commands.break_glass import BreakGlass
from concerns.commands.command import AboutShared, Command
from concerns.commands.fill_in_form import FillInForm
from concerns.commands.lodge_document import LodgeDocument
from concerns.commands.open_case import OpenCase
from concerns.custody.blinding import blinded, blinded_document
from concerns.documents.spool import Spool
from concerns.events import Fact, GlassBroken, Seen, Trace
from concerns.projector import rows_beside
from concerns.register import IntegrityError
from concerns.storage.door import Answer, Beside, Claimed, Receipt
from concerns.vocabulary import Officer, Refusal

TRIES = 4


@dataclass(frozen=True, slots=True)
class Decided:
    """What a request led to: the facts, and where they are in the record."""

    facts: list[Fact]
    receipt: Receipt
    version: int


class Casework(Readings):
    """One authority's cases."""

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
        lodging = None if content is None else self.document_of(content, case)
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
            kept, read = self.cases.take(case, read=attempt > 0, new=isinstance(asked[0], OpenCase))
            try:
                return self._decide(asked, officer, kept, expected, answer, beside or With())
            except IntegrityError:
                if expected is not None:
                    break
            except Refusal:
                if read:  # nobody is refused from memory alone
                    raise
            finally:
                self.cases.put_back(kept)
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
            self.admit(officer, kept.case)
        if expected is not None and expected != kept.case.version:
            raise Refusal(
                f"the case is now at version {kept.case.version}; you saw version {expected}",
                kind="changed",
            )
        digest = kept.digest.hex()
        if any(one.seen not in {None, digest} for one in asked):
            raise Refusal(
                "the digest in `seen` is not that of the case as it is now: look at it again",
                kind="changed",
                where="seen",
            )
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
            return decide(asked[0], self.situation(asked[0], officer, case, come)), case
        facts, after = list[Fact](), deepcopy(case)
        for nth, one in enumerate(asked):
            try:
                decided = decide(one, self.situation(one, officer, after, come))
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
        kept, _ = self.cases.take(case)
        try:
            self.admit(officer, kept.case)
            return decide(asked, self.situation(asked, officer, kept.case))
        finally:
            self.cases.put_back(kept)

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
        kept, _ = self.cases.take(case)
        try:
            self.admit(officer, kept.case)
            seen = Seen(version=kept.case.version, digest=kept.digest.hex())
            if delegation:
                officer = self.arrangements.acting(officer, delegation)
            return seen, permitted(self.situation(None, officer, kept.case))
        finally:
            self.cases.put_back(kept)

    def blinded(self, asked: Command, case: UUID | None) -> Command:
        """A request as it may be kept to know it again, without personal data in it."""
        if self.custody is None or case is None:
            return asked
        if isinstance(asked, LodgeDocument):
            return blinded_document(asked, self.custody, self.register.authority, case)
        if not isinstance(asked, FillInForm):
            return asked
        kept, _ = self.cases.take(case)
        try:
            form = self.procedure_of(asked, kept.case).forms[asked.form]
        except (Refusal, KeyError):
            return asked  # about to be refused, and then nothing of it is kept
        finally:
            self.cases.put_back(kept)
        return blinded(asked, form, self.custody, self.register.authority, case)

    def version(self, case: UUID) -> int:
        """The case's version; 0 where there is no such case."""
        kept, _ = self.cases.take(case)
        self.cases.put_back(kept)
        return kept.case.version
