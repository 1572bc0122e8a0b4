"""Plays a story: each act is asked of whatever keeps the record, as any client would ask it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from pydantic import ValidationError

from concerns.cli.demo.asking import DoesNotFit, command, officer
from concerns.cli.demo.features import Features
from concerns.cli.demo.keeping import Ask, Clock
from concerns.cli.demo.script import Script
from concerns.cli.demo.story import Act, Story
from concerns.commands.command import Command
from concerns.vocabulary import Officer, Refusal


class Refused(NamedTuple):
    """What was refused, to whom, and how."""

    act: Act
    who: str
    refusal: Refusal


class Marked(NamedTuple):
    """What a marked act left, and when the record came to hold it."""

    fact: UUID
    at: datetime


@dataclass
class Play:
    """One case as it unfolds: what was refused, and what the marked acts left."""

    script: Script
    ask: Ask
    clock: Clock
    case: UUID
    authority: str
    cases: Mapping[str, UUID] = field(default_factory=dict[str, UUID])
    """The cases of the council's stories, by name."""
    duties: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    refused: list[Refused] = field(default_factory=list[Refused])
    marks: dict[str, Marked] = field(default_factory=dict[str, Marked])

    @property
    def story(self) -> Story:
        """What is played."""
        return self.script.story

    @property
    def features(self) -> Features:
        """Which parts of the programme it feeds."""
        return self.story.features

    def run(self, told: Callable[[], None]) -> None:
        """Play the acts in order; `told` hears of each.

        Raises Faulty, with the act's file and line, where an act is refused that should not be,
        or the other way round: then the story does not fit the procedure.
        """
        for nth, act in enumerate(self.story.acts):
            self.clock.turn_to(act.on)
            try:
                for one in act.one_by_one():
                    self._played(one)
            except Refusal as no:
                cited = f" ({', '.join(no.clause)})" if no.clause else ""
                raise self.script.faulty(f"refused: {no.why}{cited}", "acts", nth) from no
            except ValidationError as wrong:
                raise self.script.faulty(_said(wrong), "acts", nth) from wrong
            except DoesNotFit as wrong:
                raise self.script.faulty(str(wrong), "acts", nth) from wrong
            told()

    def duty(self, named: str) -> str:
        """A duty by its key, the one begun last, or by its key and number in the case."""
        key, _, number = named.partition(" ")
        begun = self.duties.get(key, [])
        if len(begun) < int(number or 1):
            raise DoesNotFit(f"no duty {named!r} has begun")
        return begun[int(number) - 1 if number else -1]

    def fact(self, mark: str) -> UUID:
        """The fact that a marked act left."""
        if mark not in self.marks:
            raise DoesNotFit(f"no earlier act is marked {mark!r}")
        return self.marks[mark].fact

    def other_case(self, name: str) -> UUID:
        """The case of another story of the council."""
        if name not in self.cases:
            raise DoesNotFit(f"the council has no story {name!r}")
        return self.cases[name]

    def _played(self, act: Act) -> None:
        who = officer(self.story, act.who, self.authority)
        asked = command(self.story, act, self)
        if act.refused:
            self._is_refused(act, asked, who)
            return
        facts, at = self.ask(asked, who)
        for duty in (duty for fact in facts for duty in fact.consequence.begins):
            self.duties.setdefault(duty.key, []).append(duty.id)
        if act.mark:
            self.marks[act.mark] = Marked(facts[0].id, at)

    def _is_refused(self, act: Act, asked: Command, who: Officer) -> None:
        try:
            self.ask(asked, who)
        except Refusal as no:
            unmeant = no.kind == "not found" or no.where == "step"
            if unmeant or (act.citing and act.citing not in no.clause):
                raise
            self.refused.append(Refused(act, who.person.name, no))
        else:
            raise DoesNotFit("this should be refused and was not")


def _said(wrong: ValidationError) -> str:
    first = wrong.errors(include_url=False)[0]
    named = ".".join(str(part) for part in first["loc"])
    return f"{named}: {first['msg']}" if named else first["msg"]
