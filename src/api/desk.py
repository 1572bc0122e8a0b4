"""The one place that decides what a caller may reach: by their token, and nothing else.

Whose record: that of the token's authority. How much of it: an auditor reads all of it and changes
nothing; an officer reads what is not restricted to others, and acts; somebody from outside reads
what is shared with their organisation; anybody else does neither.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.concurrency import run_in_threadpool

from api.councils import AUDITOR, Council
from api.problems import ProblemFound
from api.rates import rates
from api.service import Here, Service, service
from concerns.actors.ended import Ended
from concerns.aggregates.scheme import Scheme
from concerns.events import Trace
from concerns.shared import SharedWith
from concerns.vocabulary import GUEST_KINDS, GuestKind, Officer, Person, Refusal

GUESTS = frozenset[str](GUEST_KINDS)
"""Role keys of those outside the council: they see what is shared with them, nothing else."""

_bearer = HTTPBearer(auto_error=False, bearerFormat="JWT", scheme_name="token")


@dataclass(frozen=True, slots=True)
class Desk:
    """An officer at work, with as much of their own council's record before them as is theirs."""

    officer: Officer
    council: Council
    trace: Trace
    """Ids of the request, for the facts that it leads to."""
    noted: dict[str, int]
    """What the request's line in the log says besides: numbers only."""


def reader(person: Person) -> str:
    """A person as the database knows who reads."""
    return f"{person.issuer} {person.subject}"


@dataclass(frozen=True, slots=True)
class Known:
    """Who came, to which council, before it is said how much of its record is theirs."""

    officer: Officer
    council: Council
    guest: frozenset[str]
    """What they are to the council from outside; whoever is anything has no other role."""


async def _known(
    request: Request,
    given: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
) -> Known:
    """A thread is taken only where memory does not say it: that is seldom, and threads cost."""
    here, counted, token = service(request), rates(request), given.credentials if given else None
    try:
        officer = (token and here.identity.remembered(token)) or await run_in_threadpool(
            here.identity.officer, token
        )
    except ProblemFound:
        if "authorization" in request.headers:  # whoever sent none is counted already
            counted.count_stranger(request)
        raise
    counted.count_person(request, officer.authority, reader(officer.person))
    return _from_memory(request, here, officer) or await run_in_threadpool(
        _at, request, here, officer
    )


def _from_memory(request: Request, here: Service, officer: Officer) -> Known | None:
    """As `_at`, without asking the record; None where memory is too old for that."""
    council = here.councils.made(officer.authority)
    if council is None:
        return None
    left, scheme = council.leavers.recent(), council.casework.arrangements.recent()
    return _in(council, request, officer, left, scheme) if left and scheme else None


def _at(request: Request, here: Service, officer: Officer) -> Known:
    return _in(here.councils.of(officer.authority), request, officer)


def _in(
    council: Council,
    request: Request,
    officer: Officer,
    left: Ended | None = None,
    scheme: Scheme | None = None,
) -> Known:
    request.state.authority = council.authority
    council.leavers.refuse(officer.person, left)
    named = council.casework.arrangements.in_their_roles(officer, scheme)
    # A guest's role counts as the sign-in says it: no mapping of roles lets a guest in as another.
    return Known(named, council, (officer.roles | named.roles) & GUESTS)


async def _reading(request: Request, known: Annotated[Known, Depends(_known)]) -> Desk:
    return _desk(request, known)


def _desk(request: Request, known: Known) -> Desk:
    officer, council = known.officer, known.council
    if known.guest:
        raise ProblemFound("not-your-role", "you see what the council has shared with you: no more")
    if not officer.roles & council.roles:
        raise ProblemFound("not-your-role", "your sign-in gives you no role in this council's work")
    if AUDITOR in officer.roles:
        return Desk(officer, council, _trace(request), request.state.noted)
    own = council.read_by(reader(officer.person))
    return Desk(officer, own, _trace(request), request.state.noted)


def _trace(request: Request) -> Trace:
    state = request.state
    return Trace(
        request=state.request_id, correlation=state.correlation_id, causation=state.causation_id
    )


Own = Annotated[Desk, Depends(_reading)]
"""Whoever may read."""


async def _again(
    request: Request,
    here: Here,
    given: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
) -> Callable[[], Desk]:
    token = given.credentials if given else None
    return lambda: _desk(request, _at(request, here, here.identity.officer(token)))


Again = Annotated[Callable[[], Desk], Depends(_again)]
"""Asks anew whether, and what, they may read: an answer that lasts does so again and again, and
is one request all the same."""


async def _acting(desk: Own) -> Desk:
    if AUDITOR in desk.officer.roles:
        raise ProblemFound(
            "not-your-role", "an auditor reads everything and changes nothing: ask an officer"
        )
    return desk


Acting = Annotated[Desk, Depends(_acting)]
"""Whoever may act."""


def _before_a_case(desk: Acting, case: UUID) -> Desk:
    if not desk.council.register.holds(case):
        raise Refusal("there is no such case", kind="not found")
    return desk


OnCase = Annotated[Desk, Depends(_before_a_case)]
"""Whoever may act on the case of the address: one that they may see."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody from outside, and what is shared with their organisation: all that they read."""

    desk: Desk
    shared: SharedWith


async def _visiting(request: Request, known: Annotated[Known, Depends(_known)]) -> Visit:
    officer, council = known.officer, known.council
    kinds: list[GuestKind] = [one for one in GUEST_KINDS if one in known.guest]
    if not kinds:
        raise ProblemFound(
            "not-your-role", "this is for those outside the council: you have its own record"
        )
    if len(kinds) > 1 or not officer.party:
        raise ProblemFound(
            "not-your-role", "your token must name one role outside the council and one party"
        )
    guest = officer.model_copy(update={"roles": frozenset(kinds)})
    own = council.read_by(reader(guest.person))
    desk = Desk(guest, own, _trace(request), request.state.noted)
    return Visit(desk, SharedWith(council.register, kinds[0], officer.party))


Guest = Annotated[Visit, Depends(_visiting)]
"""Whoever comes from outside the council, and nobody else."""
