"""Ending somebody's access, and giving it again: facts about the record, and nothing else."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from concerns.actors.actor import Actor
from concerns.actors.known import Known, known_actors
from concerns.events import ActorDeactivated, ActorReactivated
from concerns.record_keeping import KEEPER, tell
from concerns.register import Register
from concerns.vocabulary import By, Person


class AccessRefused(Exception):
    """What was asked of somebody's access cannot be; the message says why."""


class Telling(NamedTuple):
    """Who says it, why, when, and with which new id."""

    by: Person
    reason: str
    clock: Callable[[], datetime]
    new_id: Callable[[], UUID]


def deactivate(register: Register, actor: Actor, telling: Telling) -> Known:
    """End somebody's access, whatever tokens they hold; says what was known of them.

    Raises:
        AccessRefused: it has ended already, or it is not said who, or why.
    """
    known = _known(register, actor, telling)
    if known.ended:
        raise AccessRefused(f"The access of {known.name} has ended already.")
    _tell(register, ActorDeactivated, actor, known, telling)
    return known


def reactivate(register: Register, actor: Actor, telling: Telling) -> Known:
    """Give access again to somebody whose access has ended; says what was known of them.

    Raises:
        AccessRefused: it has not ended, or it is not said who, or why.
    """
    known = _known(register, actor, telling)
    if not known.ended:
        raise AccessRefused(f"The access of {known.name} has not ended.")
    _tell(register, ActorReactivated, actor, known, telling)
    return known


def _known(register: Register, actor: Actor, telling: Telling) -> Known:
    if not all(word.strip() for word in (*actor, telling.reason)):
        raise AccessRefused("Say who, by issuer and subject, and give a reason.")
    return known_actors(register).get(actor) or Known(actor.subject)


def _tell(
    register: Register,
    kind: type[ActorDeactivated | ActorReactivated],
    actor: Actor,
    known: Known,
    telling: Telling,
) -> None:
    tell(
        register,
        kind,
        clock=telling.clock,
        new_id=telling.new_id,
        by=By(person=telling.by, role=KEEPER.role, title=KEEPER.title),
        reason=telling.reason,
        issuer=actor.issuer,
        subject=actor.subject,
        known_as=known.name,
    )
