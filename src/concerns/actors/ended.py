from collections.abc import Iterable
from typing import NamedTuple

from concerns.actors.actor import ABOUT_ACCESS, Actor
from concerns.events import ActorDeactivated, ActorReactivated, Fact
from concerns.register import Register, recorded
from concerns.storage import log

BATCH = 1_000


class Ended(NamedTuple):
    """Whose access has ended, as far as the record was read."""

    actors: frozenset[Actor] = frozenset()
    position: int = 0


NOBODY = Ended()


def ended(register: Register, before: Ended = NOBODY) -> Ended:
    """Whose access has ended, reading on from what was known before."""
    while batch := log.after(
        register.pool, register.authority, before.position, BATCH, names=ABOUT_ACCESS
    ):
        said = [recorded(one) for one in batch]
        before = Ended(_after(before.actors, [one.fact for one in said]), said[-1].position)
    return before


def _after(before: frozenset[Actor], facts: Iterable[Fact]) -> frozenset[Actor]:
    actors = set(before)
    for fact in facts:
        if isinstance(fact, ActorDeactivated):
            actors.add(Actor(fact.issuer, fact.subject))
        if isinstance(fact, ActorReactivated):
            actors.discard(Actor(fact.issuer, fact.subject))
    return frozenset(actors)
