"""Plays a scene: each line is asked of the casework, as any client would ask it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple
from uuid import UUID

from concerns.casework import Casework
from concerns.commands.command import AboutDuty, Command
from concerns.commands.take_step import TakeStep
from concerns.vocabulary import Officer, Person, Refusal

ISSUER = "https://identity.example"


class Line(NamedTuple):
    """On a day, somebody asks for something."""

    on: str
    who: Officer
    asked: Command
    wish: str = ""
    """What they wished to do, in words, where the procedure will refuse it."""
    mark: str = ""
    """A name for the instant at which the record came to hold this line."""


class Refused(NamedTuple):
    """What was refused, to whom, and how."""

    line: Line
    refusal: Refusal


@dataclass
class Clock:
    """The day in the story; passed in wherever the program needs the time."""

    now: datetime

    def __call__(self) -> datetime:
        """Nine in the morning, UTC, of the story's day."""
        return self.now

    def turn_to(self, day: str) -> None:
        """Go on at another day."""
        self.now = datetime.combine(date.fromisoformat(day), time(9), tzinfo=UTC)


@dataclass
class Play:
    """One case as it unfolds: what was refused, and when the record came to hold what."""

    casework: Casework
    clock: Clock
    case: UUID
    authority: str
    duties: dict[str, str] = field(default_factory=dict[str, str])
    refused: list[Refused] = field(default_factory=list[Refused])
    instants: dict[str, datetime] = field(default_factory=dict[str, datetime])

    def run(self, scene: Iterable[Line], told: Callable[[], None]) -> None:
        """Play the lines in order; `told` hears of each.

        Raises Refusal where a line is refused that should not be, and AssertionError the other
        way round: then the scene does not fit the procedure.
        """
        for line in scene:
            self.clock.turn_to(line.on)
            if line.wish:
                self._is_refused(line)
            else:
                self._is_done(line)
            told()

    def _is_done(self, line: Line) -> None:
        decided = self.casework.ask(self._named(line.asked), self._here(line.who), self.case)
        for fact in decided.facts:
            self.duties.update({duty.key: duty.id for duty in fact.consequence.begins})
        self.instants["last"] = decided.receipt.recorded_at
        if line.mark:
            self.instants[line.mark] = decided.receipt.recorded_at

    def _is_refused(self, line: Line) -> None:
        try:
            self.casework.ask(self._named(line.asked), self._here(line.who), self.case)
        except Refusal as refusal:
            self.refused.append(Refused(line, refusal))
        else:
            raise AssertionError(f"{line.asked} was not refused")

    def _here(self, who: Officer) -> Officer:
        return who.model_copy(update={"authority": self.authority})

    def _named(self, asked: Command) -> Command:
        """A scene names duties by their key; the record adds the version that began them."""
        if isinstance(asked, AboutDuty):
            return asked.model_copy(update={"duty": self.duties[asked.duty]})
        return asked


def officer(name: str, *roles: str) -> Officer:
    """Somebody made up, known by their first name, in some roles."""
    subject = name.split(maxsplit=1)[0].lower()
    person = Person(issuer=ISSUER, subject=subject, name=name)
    return Officer(person=person, authority="demo", roles=frozenset(roles))


def step(
    on: str,
    who: Officer,
    taken: str,
    reason: str,
    /,
    *,
    yes: tuple[str, ...] = (),
    wish: str = "",
    mark: str = "",
    **details: Any,  # noqa: ANN401 - the step's own fact judges them
) -> Line:
    """Somebody takes a step; `yes` names the questions left to them that they answer so."""
    choices = dict.fromkeys(yes, True)
    asked = TakeStep(step=taken, reason=reason, details=details, choices=choices)
    return Line(on, who, asked, wish, mark)


def items(*lines: tuple[str, str, str, str], first: int = 1) -> list[dict[str, str]]:
    """Lines of a plan: area, action, owner, due; numbered from `first`."""
    return [
        {"id": str(nth), "area": area, "action": action, "owner": owner, "due": due}
        for nth, (area, action, owner, due) in enumerate(lines, start=first)
    ]
