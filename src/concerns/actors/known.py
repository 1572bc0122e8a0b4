from dataclasses import dataclass, replace
from datetime import datetime

import orjson

from concerns.actors.actor import ABOUT_ACCESS, Actor
from concerns.events import ActorDeactivated, ActorReactivated
from concerns.record_keeping import KEEPER
from concerns.register import Recorded, Register, recorded
from concerns.storage import log
from concerns.storage.log import Stored
from concerns.vocabulary import Person

Found = dict[Actor, "Known"]


@dataclass(frozen=True, slots=True)
class Known:
    """What the record says of an actor. All instants in UTC."""

    name: str
    """As last used."""
    first_acted: datetime | None = None
    last_acted: datetime | None = None
    ended: datetime | None = None
    why: str = ""


def known_actors(register: Register) -> Found:
    """Everyone who acted in the record, or whose access ended. Reads all of it, in batches."""
    found: Found = {}
    for batch in log.in_batches(register.pool, register.authority, 0):
        for stored in batch:
            _acts(found, stored)
            if stored.name in ABOUT_ACCESS:
                _access(found, recorded(stored))
    found.pop(Actor.of(KEEPER.person), None)
    return found


def _acts(found: Found, stored: Stored) -> None:
    person = Person.model_validate(orjson.loads(stored.body)["by"]["person"])
    before = found.get(Actor.of(person)) or Known(person.name)
    found[Actor.of(person)] = replace(
        before,
        name=person.name,
        first_acted=before.first_acted or stored.recorded_at,
        last_acted=stored.recorded_at,
    )


def _access(found: Found, said: Recorded) -> None:
    fact = said.fact
    assert isinstance(fact, ActorDeactivated | ActorReactivated)
    actor = Actor(fact.issuer, fact.subject)
    before = found.get(actor) or Known(fact.known_as)
    if isinstance(fact, ActorDeactivated):
        found[actor] = replace(before, ended=said.recorded_at, why=fact.reason)
    else:
        found[actor] = replace(before, ended=None, why="")
