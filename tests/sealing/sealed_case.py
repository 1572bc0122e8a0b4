"""A case with personal data in it, in memory and on a real PostgreSQL."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from blackpool_case import CARE, DASS, OFFICER, answered, decides

from concerns.aggregates.seals import Seals, ToSeal
from concerns.aggregates.situation import Situation
from concerns.casework import Casework
from concerns.commands.command import Command
from concerns.commands.destroy_keys import DestroyKeys
from concerns.commands.fill_in_form import FillInForm
from concerns.commands.propose_key_destruction import ProposeKeyDestruction
from concerns.commands.take_step import TakeStep
from concerns.custody.access import AccessLog, RecordsAccess
from concerns.custody.custody import Custody
from concerns.documents.store import Documents
from concerns.events import Envelope, Fact, FormSealed
from concerns.procedures.reader import library
from concerns.procedures.retention import Retention, retention
from concerns.register import Register
from concerns.sealing.field import Where, commitment, field_key, new_key, seal
from concerns.sealing.value import to_bytes
from concerns.sealing.wrapping import Keks
from concerns.storage.pool import Pool
from concerns.vocabulary import Evidence, Officer
from given import Story, opening

CANARY = "Wilhelmina Quetzalcoatl"
BIRTHDAY = "1931-05-17"
RESIDENT = FillInForm(
    form="resident",
    about="R12",
    entries={
        "surname": CANARY,
        "date_of_birth": BIRTHDAY,
        "has_capacity": False,
        "gender": "F",
        "needs_advocate": True,
        "funded_by": "the council",
    },
)
ORDER = Evidence(title="Order of the court of 9 March 2026", said_by="observed")
PROPOSED = ProposeKeyDestruction(subject="R12", retention="care_record", reason="schedule of 2034")
TOO_SLIGHT = TakeStep(
    step="decide_too_slight", reason="on all of it", evidence=(ORDER,), choices={}
)


@dataclass
class MemorySeals:
    """Keys in a dictionary."""

    retention: Retention = field(default_factory=retention)
    keys: dict[tuple[str, str], bytes] = field(default_factory=dict[tuple[str, str], bytes])
    asked: list[ToSeal] = field(default_factory=list[ToSeal])

    def seal(self, fact: UUID, values: Sequence[ToSeal], gone: Collection[str]) -> list[Envelope]:
        self.asked += values
        return [self._one(fact, one, gone) for one in values]

    def _one(self, fact: UUID, one: ToSeal, gone: Collection[str]) -> Envelope:
        whose = (one.subject, one.retention)
        if whose not in self.keys or commitment(self.keys[whose]) in gone:
            self.keys[whose] = new_key()
        where = Where("northtown", fact, one.path)
        sealed = seal(field_key(self.keys[whose], where), where, to_bytes(one.value))
        key = commitment(self.keys[whose])
        return Envelope(subject=one.subject, retention=one.retention, key=key, **sealed._asdict())


@dataclass
class SealedStory(Story):
    """A story in which personal data is sealed."""

    seals: Seals = field(default_factory=MemorySeals)

    def situation(self, who: Officer) -> Situation:
        return replace(super().situation(who), seals=self.seals)


def opened(procedure: str = "blackpool") -> SealedStory:
    """Opened on Monday 2 March 2026."""
    return SealedStory(library()[procedure]).asks(OFFICER, opening(procedure))


def filled_in() -> SealedStory:
    """The line of the resident R12 is filled in, mostly sealed."""
    return opened().asks(CARE, RESIDENT)


def closed() -> SealedStory:
    """As before; the case was closed on Monday 9 March 2026."""
    case = filled_in().at(2026, 3, 9)
    case.takes(OFFICER, "raise_concern", route="turnover", summary="three managers")
    case.takes(OFFICER, "start_initial_assessment", process="concerns_expressed")
    answered(case, {"1": "falls at night"})
    decides(case, "decide_too_slight")
    assert case.case.closed
    return case


def proposed() -> SealedStory:
    """Eight years later, the end of R12's key is proposed."""
    return closed().at(2034, 3, 10).asks(CARE, PROPOSED)


def destroyed() -> SealedStory:
    """The director confirmed it."""
    case = proposed()
    return case.asks(DASS, DestroyKeys(fact=case.last[0].id, reason="as proposed"))


def sealed(fact: Fact) -> FormSealed:
    """A fact that holds something sealed."""
    assert isinstance(fact, FormSealed)
    return fact


@dataclass
class Office:
    """One authority's casework on a real PostgreSQL, with its keys, at a time that can be set."""

    work: Casework
    custody: Custody
    case: UUID = field(default_factory=uuid4)
    now: datetime = datetime(2026, 3, 2, 9, tzinfo=UTC)

    @property
    def authority(self) -> str:
        return self.work.register.authority

    def here(self, who: Officer) -> Officer:
        return who.model_copy(update={"authority": self.authority})

    def asks(self, who: Officer, asked: Command) -> Fact:
        return self.work.ask(asked, self.here(who), self.case).facts[0]

    def opens(self) -> FormSealed:
        self.asks(OFFICER, opening("blackpool"))
        return sealed(self.asks(CARE, RESIDENT))

    def closes(self) -> None:
        self.now = datetime(2026, 3, 9, 9, tzinfo=UTC)
        steps: list[tuple[str, dict[str, Any]]] = [
            ("raise_concern", {"route": "turnover", "summary": "three managers"}),
            ("start_initial_assessment", {"process": "concerns_expressed"}),
            ("score_criteria", {"answers": {"1": "falls at night"}}),
        ]
        for step, details in steps:
            self.asks(OFFICER, TakeStep(step=step, reason="as found", details=details))
        self.asks(OFFICER, TOO_SLIGHT)

    def destroys(self) -> Fact:
        """Closed, and eight years later destroyed by two people."""
        self.closes()
        self.now = datetime(2034, 3, 10, 9, tzinfo=UTC)
        proposal = self.asks(CARE, PROPOSED)
        return self.asks(DASS, DestroyKeys(fact=proposal.id, reason="as proposed"))


def office(
    record: Pool,
    keys: Pool,
    authority: str,
    keks: Keks | None = None,
    access: RecordsAccess | None = None,
    documents: Documents | None = None,
) -> Office:
    """An office with a custody of its own."""
    log = access or AccessLog(record, lambda: made.now, uuid4)
    custody = Custody(keys, keks or Keks(new_key()), retention(), log, documents)
    work = Casework(
        Register(record, authority),
        {"blackpool": library()["blackpool"]},
        clock=lambda: made.now,
        new_id=uuid4,
        custody=custody,
        documents=documents,
    )
    made = Office(work, custody)
    return made
