"""The log of who read what, read in its turn: by whoever oversees it, and on record first."""

from datetime import datetime
from typing import Annotated, NamedTuple
from uuid import UUID

from pydantic import Field

from concerns.custody.access import AccessLog
from concerns.events import AccessLogRead, PersonalDataRead, Text
from concerns.events.sealing import Subject
from concerns.register import Recorded, Register, recorded
from concerns.storage.accesses import accesses
from concerns.vocabulary import By, Frozen, Officer, Refusal

READERS = {"auditor": "auditor", "information_governance": "information governance"}
"""Roles that every council has, whatever its procedures: they oversee and decide nothing."""


class ReadAccesses(Frozen):
    """Which accesses somebody wants to see, and what for."""

    purpose: Annotated[Text, Field(max_length=500)]
    """Why it must be read: kept with the access, so it names nobody."""
    case: UUID | None = None
    subject: Subject | None = None
    """A person of the case, by reference."""
    after: int = Field(default=0, ge=0)
    up_to: int | None = Field(default=None, ge=0)
    """Positions of the log: behind the first, the last included; None is as far as it goes now."""
    limit: int = Field(default=50, ge=1, le=200)


class Shown(Frozen):
    """One access: who, when, what and why; never what it said."""

    position: int
    recorded_at: datetime
    told: str
    by: By
    purpose: str
    case: UUID | None
    fact: UUID | None = None
    fields: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()


class Found(NamedTuple):
    """Accesses in order; where to go on behind the last (None: there are no more), and how far."""

    shown: list[Shown]
    next: int | None
    up_to: int


def reader(officer: Officer) -> By:
    """The officer as one who oversees.

    Raises:
        Refusal: they hold none of the roles that do.
    """
    role = next((one for one in READERS if one in officer.roles), None)
    if role is None:
        raise Refusal(
            f"who read what is for the {' and '.join(READERS.values())}", kind="not your role"
        )
    return By(
        person=officer.person,
        role=role,
        title=READERS[role],
        on_behalf_of=officer.on_behalf_of,
        delegation=officer.delegation,
    )


def read_accesses(asked: ReadAccesses, authority: str, by: By, log: AccessLog) -> Found:
    """Accesses to an authority's personal data. That they are read is recorded before they are.

    Raises:
        Refusal: a person without the case: R12 of another case is somebody else.
        Whatever the access log raises: then nothing is shown.
    """
    if asked.subject and not asked.case:
        raise Refusal(
            f"{asked.subject} is somebody else in each case: say in which",
            kind="not understood",
            where="case",
        )
    found = _found(asked, log.of(authority))
    log.tell(
        authority,
        AccessLogRead,
        by=by,
        about_case=asked.case,
        subjects=(asked.subject,) if asked.subject else (),
        after=asked.after,
        up_to=found.up_to if found.next is None else found.next,
        shown=len(found.shown),
        purpose=asked.purpose,
    )
    return found


def _found(asked: ReadAccesses, log: Register) -> Found:
    head = log.head()
    up_to = head if asked.up_to is None else min(asked.up_to, head)
    stored = accesses(
        log.pool,
        log.authority,
        _about(asked),
        after=asked.after,
        up_to=up_to,
        limit=asked.limit + 1,
    )
    shown = [_shown(recorded(one)) for one in stored[: asked.limit]]
    return Found(shown, shown[-1].position if len(stored) > len(shown) else None, up_to)


def _about(asked: ReadAccesses) -> dict[str, object]:
    """What the facts looked for hold."""
    about = dict[str, object]()
    if asked.case:
        about["about_case"] = str(asked.case)
    if asked.subject:
        about["subjects"] = [asked.subject]
    return about


def _shown(one: Recorded) -> Shown:
    fact = one.fact
    assert isinstance(fact, PersonalDataRead | AccessLogRead)
    read = isinstance(fact, PersonalDataRead)
    return Shown(
        position=one.position,
        recorded_at=one.recorded_at,
        told=str(fact),
        by=fact.by,
        purpose=fact.purpose,
        case=fact.about_case,
        fact=fact.fact if read else None,
        fields=fact.fields if read else (),
        subjects=fact.subjects,
    )
