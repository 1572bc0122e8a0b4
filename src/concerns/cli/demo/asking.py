"""Turns an act of a story into what is asked: the command, and the officer who asks."""

from typing import Any, Protocol, cast
from uuid import UUID

from concerns.cli.demo.story import Act, Story
from concerns.commands import COMMANDS
from concerns.commands.command import Command
from concerns.commands.open_case import OpenCase
from concerns.commands.take_step import TakeStep
from concerns.vocabulary import Officer, Person

ISSUER = "https://identity.example"


class DoesNotFit(Exception):
    """An act cannot be asked as it is written; the message says why."""


class Refers(Protocol):
    """What a story refers to by its own names and the record by numbers.

    Each raises DoesNotFit where there is none.
    """

    def duty(self, named: str) -> str:
        """The id of a duty."""
        ...

    def fact(self, mark: str) -> UUID:
        """The id of the fact that a marked act left."""
        ...

    def other_case(self, name: str) -> UUID:
        """The case of another story."""
        ...


def person(name: str) -> Person:
    """Somebody made up: the name is the identity."""
    return Person(issuer=ISSUER, subject=name.lower().replace(" ", "-"), name=name)


def officer(story: Story, key: str, authority: str) -> Officer:
    """Somebody of the story, at work for an authority."""
    somebody = story.people[key]
    behalf = somebody.on_behalf_of
    return Officer(
        person=person(somebody.name),
        authority=authority,
        roles=somebody.roles,
        on_behalf_of=person(story.people[behalf].name) if behalf else None,
        delegation=somebody.delegation,
    )


def command(story: Story, act: Act, refers: Refers) -> Command:
    """What an act asks.

    Raises:
        ValidationError: the command does not hold what the act says.
        DoesNotFit: the act refers to something that is not there.
    """
    common = {"role": act.role, "occurred": act.occurred, "evidence": act.evidence}
    if act.open is not None:
        return OpenCase.model_validate({**common, **_opening(story), "reason": act.open})
    common |= {"reason": act.because}
    details = {key: _resolved(value, story, refers) for key, value in act.with_.items()}
    if act.duty is not None:
        details["duty"] = refers.duty(act.duty)
    if act.fact is not None:
        details["fact"] = refers.fact(act.fact)
    if act.take is not None:
        return TakeStep.model_validate({**common, **_step(story, act), "details": details})
    return COMMANDS[str(act.do)].model_validate({**common, **details})


def _opening(story: Story) -> dict[str, Any]:
    return {
        "procedure": story.procedure,
        "provider": story.provider,
        "services": story.services,
    }


def _step(story: Story, act: Act) -> dict[str, Any]:
    choices = dict.fromkeys(act.yes, True) | dict.fromkeys(act.no, False)
    asked: dict[str, Any] = {"step": act.take, "choices": choices}
    if act.departure is not None:
        asked["departure"] = departure = {"reason": act.departure.reason}
        if act.departure.authorised_by is not None:
            authoriser = person(story.people[act.departure.authorised_by].name)
            departure |= {
                "authorised_by": authoriser.subject,
                "authorised_by_name": authoriser.name,
            }
    return asked


def _resolved(given: object, story: Story, refers: Refers) -> object:
    """What was given, with the record's own names in the place of the story's."""
    if isinstance(given, list):
        return [_resolved(one, story, refers) for one in cast("list[object]", given)]
    if not isinstance(given, dict):
        return given
    parts = cast("dict[str, object]", given)
    match [*parts.items()]:
        case [("person", str(key))] if key in story.people:
            return person(story.people[key].name).model_dump()
        case [("duty" | "fact" | "case" as kind, str(name))]:
            return _referred(kind, name, refers)
        case _:
            return {key: _resolved(value, story, refers) for key, value in parts.items()}


def _referred(kind: str, name: str, refers: Refers) -> object:
    match kind:
        case "duty":
            return refers.duty(name)
        case "fact":
            return refers.fact(name)
        case _:
            return refers.other_case(name)
