"""Decide about the council's scheme of delegation. No document assumes one (NWR-RO-16): whoever
holds a role delegates it themselves, on record, for a time.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from concerns import events
from concerns.aggregates.scheme import Scheme
from concerns.commands.adopt_settings import AdoptSettings
from concerns.commands.command import CouncilCommand
from concerns.commands.end_absence import EndAbsence
from concerns.commands.make_delegation import MakeDelegation
from concerns.commands.map_app_roles import MapAppRoles
from concerns.commands.record_absence import RecordAbsence
from concerns.commands.revoke_delegation import RevokeDelegation
from concerns.events import DelegationMade, Fact
from concerns.vocabulary import By, Clause, Officer, Person, Refusal
from concerns.when import When, today

SCHEME = Clause(procedure="scheme-of-delegation", version="1", digest="", step="scheme")

ADMINISTRATOR = "administrator"
"""The role key of whoever looks after the council's arrangements; it decides in no case."""


@dataclass(frozen=True, slots=True)
class Arranging:
    """What such a decision may look at."""

    scheme: Scheme
    stream: UUID
    officer: Officer
    now: datetime
    new_id: Callable[[], UUID]
    appointed: Collection[str] = ()
    """Roles that are held by appointment in a case, not by a sign-in."""

    @property
    def today(self) -> date:
        """The date in London."""
        return today(self.now)


def make_delegation(asked: MakeDelegation, here: Arranging) -> Fact:
    """A delegation of one's own roles, or of what was delegated and may be passed on.

    Raises:
        Refusal: it is not yours to give, goes further than what you have, or leads back.
    """
    if not here.today <= asked.starts <= asked.ends:
        raise not_understood("it begins today or later and ends no earlier", "ends")
    if asked.delegate.is_same(here.officer.person):
        raise not_understood("nobody delegates to themselves", "delegate")
    if asked.under:
        _passes_on(asked, here, asked.under)
    elif missing := [
        role for role in asked.roles if role not in {*here.officer.roles, *here.appointed}
    ]:
        raise Refusal(
            f"only your own roles are yours to delegate: not {missing[0]!r}",
            kind="not your role",
            where="roles",
        )
    said = asked.model_dump(exclude={"reason", "starts", "ends"})
    days = {"starts": asked.starts.isoformat(), "ends": asked.ends.isoformat()}
    return fact_of(
        events.DelegationMade, asked, here, principal=here.officer.person, **said, **days
    )


def _passes_on(asked: MakeDelegation, here: Arranging, under: UUID) -> None:
    held = here.scheme.made.get(under)
    if held is None or not held.delegate.is_same(here.officer.person):
        raise Refusal("nothing is delegated to you by this", kind="not found", where="under")
    if not held.may_pass_on:
        raise Refusal("this delegation may not be passed on", where="under")
    if why := here.scheme.against(under, here.today):
        raise Refusal(f"this delegation does not hold today: {why}", where="under")
    if any(one.principal.is_same(asked.delegate) for one in here.scheme.chain(under)):
        raise Refusal("a delegation does not lead back to where it came from", where="delegate")
    for where in _further(asked, held):
        raise Refusal(f"nobody passes on more than they have: {where}", where=where)


def _further(asked: MakeDelegation, held: DelegationMade) -> Iterator[str]:
    if not set(asked.roles) <= set(held.roles):
        yield "roles"
    for name in ("procedures", "steps"):
        wanted, given = set(getattr(asked, name)), set(getattr(held, name))
        if given and not (wanted and wanted <= given):
            yield name
    if held.limit is not None and (asked.limit is None or asked.limit > held.limit):
        yield "limit"
    if asked.ends.isoformat() > held.ends:
        yield "ends"


def revoke_delegation(asked: RevokeDelegation, here: Arranging) -> Fact:
    """By anyone in its chain, or by the administrator; whatever was passed on ends with it.

    Raises:
        Refusal: there is no such delegation, it has ended, or it is not yours to revoke.
    """
    made = here.scheme.made.get(asked.delegation)
    if made is None or asked.delegation in here.scheme.revoked:
        raise Refusal("no delegation that stands has this id", kind="not found", where="delegation")
    chain = [*here.scheme.chain(asked.delegation)]
    theirs = [made.delegate, *(one.principal for one in chain)]
    for_those(here, theirs, "revoking a delegation")
    return fact_of(
        events.DelegationRevoked, asked, here, delegation=asked.delegation, delegate=made.delegate
    )


def record_absence(asked: RecordAbsence, here: Arranging) -> Fact:
    """By the person, the administrator, or one of their nominated deputies.

    Raises:
        Refusal: it ends before it begins, or is not yours to say.
    """
    if asked.ends < asked.starts:
        raise not_understood("an absence ends no earlier than it begins", "ends")
    deputies = [
        one.delegate
        for one in here.scheme.made.values()
        if one.when_absent and one.principal.is_same(asked.person)
    ]
    for_those(here, [asked.person, *deputies], "recording an absence")
    days = {"starts": asked.starts.isoformat(), "ends": asked.ends.isoformat()}
    return fact_of(events.AbsenceRecorded, asked, here, person=asked.person, **days)


def end_absence(asked: EndAbsence, here: Arranging) -> Fact:
    """By the person or the administrator.

    Raises:
        Refusal: there is no such absence, or it is not yours to end.
    """
    found = here.scheme.absences.get(asked.absence)
    if found is None:
        raise Refusal("no absence that stands has this id", kind="not found", where="absence")
    for_those(here, [found.person], "ending an absence")
    return fact_of(events.AbsenceEnded, asked, here, absence=asked.absence, person=found.person)


def map_app_roles(asked: MapAppRoles, here: Arranging) -> Fact:
    """By the administrator; what is not mapped then stands for nothing.

    Raises:
        Refusal: not your role, or the administrator would be mapped away.
    """
    for_those(here, [], "mapping roles")
    if ADMINISTRATOR not in {one for roles in asked.roles.values() for one in roles}:
        raise not_understood(f"nobody would be {ADMINISTRATOR} any more", "roles")
    return fact_of(events.AppRolesMapped, asked, here, roles=asked.roles)


def adopt_settings(asked: AdoptSettings, here: Arranging) -> Fact:
    """By the administrator. Whether the settings are sound is found out before.

    Raises:
        Refusal: not your role.
    """
    for_those(here, [], "adopting settings")
    digest = sha256(asked.text.encode()).hexdigest()
    return fact_of(
        events.SettingsAdopted,
        asked,
        here,
        procedure=asked.procedure,
        text=asked.text,
        sha256=digest,
    )


def for_those(here: Arranging, persons: list[Person], doing: str) -> None:
    """Nothing, if it is for one of these or the administrator.

    Raises:
        Refusal: it is not.
    """
    if ADMINISTRATOR in here.officer.roles:
        return
    if not any(one.is_same(here.officer.person) for one in persons):
        whose = "those it concerns, or the administrator" if persons else "the administrator"
        raise Refusal(f"{doing} is for {whose}", kind="not your role")


def fact_of(
    kind: type[Fact],
    asked: CouncilCommand,
    here: Arranging,
    **details: Any,  # noqa: ANN401 - the fact's own type judges them
) -> Fact:
    """A fact of the council's own stream, next in it.

    Raises:
        Refusal: no reason was given.
    """
    if not asked.reason.strip():
        raise not_understood("a decision must carry its reason: say why", "reason")
    own = next(iter(sorted(here.officer.roles)), "officer")
    role = ADMINISTRATOR if ADMINISTRATOR in here.officer.roles else own
    return kind.model_validate(
        {
            "id": here.new_id(),
            "case": here.stream,
            "version": here.scheme.version + 1,
            "occurred": When(here.today.isoformat()),
            "by": By(person=here.officer.person, role=role, title=role.replace("_", " ")),
            "clause": SCHEME.model_copy(update={"step": asked.path.replace("-", "_")}),
            "reason": asked.reason.strip(),
            **details,
        }
    )


def not_understood(why: str, where: str) -> Refusal:
    """A refusal of what cannot be meant."""
    return Refusal(why, kind="not understood", where=where)


ARRANGEMENTS: dict[type[CouncilCommand], Callable[[Any, Arranging], Fact]] = {
    MakeDelegation: make_delegation,
    RevokeDelegation: revoke_delegation,
    RecordAbsence: record_absence,
    EndAbsence: end_absence,
    MapAppRoles: map_app_roles,
    AdoptSettings: adopt_settings,
}
"""Which decision answers which request about the council's arrangements."""
