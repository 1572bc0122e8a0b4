"""Given facts, when somebody asks, then a fact or a refusal: the councils' examples as tests."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self
from uuid import UUID, uuid4

from concerns.aggregates.decide import decide, permitted
from concerns.aggregates.provider_case import ProviderCase
from concerns.aggregates.situation import Situation
from concerns.commands import Command
from concerns.commands.excuse_duty import ExcuseDuty
from concerns.commands.open_case import OpenCase
from concerns.commands.take_step import TakeStep
from concerns.events import Fact
from concerns.procedures.procedure import Procedure
from concerns.procedures.reader import library
from concerns.vocabulary import Officer, Person, Provider, Refusal, Service
from concerns.when import When
from concerns.working_days import calendar

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""Monday 2 March 2026, nine in the morning."""

ELM_HOUSE = Service(id="1-1000210669", name="Elm House", type="care home")
ACME = Provider(id="1-101646247", name="Acme Care Ltd")


def person(name: str) -> Person:
    """Somebody known to the test's identity provider."""
    return Person(issuer="https://id.example", subject=name.lower(), name=name)


def officer(name: str, *roles: str, authority: str = "northtown") -> Officer:
    """Somebody at work in some roles."""
    return Officer(person=person(name), authority=authority, roles=frozenset(roles))


def opening(procedure: str, service: Service = ELM_HOUSE, reason: str = "three alerts") -> OpenCase:
    """The request that opens a case."""
    return OpenCase(procedure=procedure, provider=ACME, services=(service,), reason=reason)


@dataclass
class Story:
    """A case as it unfolds in memory; each request is decided against what came before."""

    procedure: Procedure
    case: ProviderCase = field(default_factory=lambda: ProviderCase(uuid4()))
    now: datetime = MONDAY
    facts: list[Fact] = field(default_factory=list[Fact])
    last: list[Fact] = field(default_factory=list[Fact])

    def situation(self, who: Officer) -> Situation:
        """What a decision may look at, now."""
        return Situation(
            case=self.case,
            procedure=self.procedure,
            calendar=calendar(self.procedure.calendar),
            officer=who,
            now=self.now,
            new_id=uuid4,
        )

    def at(self, year: int, month: int, day: int) -> Self:
        """Go on at another day, at nine."""
        self.now = datetime(year, month, day, 9, 0, tzinfo=UTC)
        return self

    def asks(self, who: Officer, asked: Command) -> Self:
        """Somebody asks and it is allowed."""
        self.last = decide(asked, self.situation(who))
        self.facts += self.last
        for fact in self.last:
            self.case.remember(fact)
        return self

    def takes(
        self, who: Officer, step: str, reason: str = "as the panel found", **parts: Any
    ) -> Self:
        """Somebody takes a step and it is allowed. Choices and departure by name, else details."""
        return self.asks(who, _step(step, reason, parts))

    def refused(self, who: Officer, asked: Command) -> Refusal:
        """Somebody asks and is refused; nothing changes."""
        before = self.case.version
        try:
            decide(asked, self.situation(who))
        except Refusal as refusal:
            assert self.case.version == before
            return refusal
        raise AssertionError(f"{asked} was not refused")

    def refuses(self, who: Officer, step: str, reason: str = "because", **parts: Any) -> Refusal:
        """Somebody may not take a step."""
        return self.refused(who, _step(step, reason, parts))

    def clears(self, who: Officer) -> Self:
        """Somebody excuses every duty that is open, so that the case may close."""
        for duty in [one for one in self.case.duties.values() if one.kind != "time limit"]:
            self.asks(who, ExcuseDuty(duty=duty.id, reason="met in another way"))
        return self

    def permitted(self, who: Officer) -> set[str]:
        """The steps open to somebody now."""
        return {one.step for one in permitted(self.situation(who)) if not one.against}

    def duty(self, key: str) -> str:
        """The id of the open duty of some kind, or of one that was sent."""
        duties = [*self.case.duties.values(), *self.case.issued.values()]
        return next(one.id for one in reversed(duties) if one.key == key)


def _step(step: str, reason: str, parts: dict[str, Any]) -> TakeStep:
    taken = {
        name: parts.pop(name)
        for name in ("choices", "departure", "occurred", "evidence")
        if name in parts
    }
    if isinstance(taken.get("occurred"), str):
        taken["occurred"] = When(taken["occurred"])
    return TakeStep(step=step, reason=reason, details=parts, **taken)


def story(procedure: str) -> Story:
    """A case yet to be opened under one of the councils' procedures."""
    return Story(library()[procedure])


def plan(deadline: str = "2026-03-30", *areas: str) -> dict[str, Any]:
    """The details of a plan with a line for each area."""
    lines: Sequence[str] = areas or ("medicines",)
    return {
        "deadline": deadline,
        "items": [
            {"id": str(n), "area": area, "action": "put right", "owner": "manager", "due": deadline}
            for n, area in enumerate(lines, start=1)
        ],
    }


def some_id() -> UUID:
    """An id that no fact has."""
    return uuid4()
