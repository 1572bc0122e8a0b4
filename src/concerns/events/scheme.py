"""The council's scheme of delegation: who may act for whom, what a sign-in's roles mean, settings.

In a stream of its own, since it is about no case and holds for all of them.
"""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from concerns.events.fact import Decision, ISODate, Text
from concerns.vocabulary import Person


class SchemeDecision(Decision):
    """Decided about the council's own arrangements, and about no provider."""

    about_the_record: ClassVar[bool] = True


class DelegationMade(SchemeDecision):
    name = "delegation-made/1"
    sentence = (
        "{by} delegated {what} of {principal.name} to {delegate.name} from {starts} to {ends}: "
        "{reason}"
    )
    principal: Person
    """Who delegates: of their own, or what was delegated to them."""
    delegate: Person
    roles: tuple[Text, ...] = Field(min_length=1)
    """Keys of the procedures' roles."""
    procedures: tuple[Text, ...] = ()
    """Only under these; under any where none is named."""
    steps: tuple[Text, ...] = ()
    """Only these steps; anything the roles may do where none is named."""
    limit: int | None = Field(default=None, ge=0)
    """The most that may be agreed or paid, in pence."""
    starts: ISODate
    ends: ISODate
    """The last day, in London."""
    may_pass_on: bool = False
    under: UUID | None = None
    """The delegation that is passed on by this one."""
    when_absent: bool = False
    """A nominated deputy: only while the principal is recorded as absent."""

    @property
    def what(self) -> str:
        limited = f" for {', '.join(self.steps)}" if self.steps else ""
        return f"the role {', '.join(self.roles)}{limited}"


class DelegationRevoked(SchemeDecision):
    name = "delegation-revoked/1"
    sentence = "{by} revoked a delegation to {delegate.name}: {reason}"
    delegation: UUID
    delegate: Person


class AbsenceRecorded(SchemeDecision):
    name = "absence-recorded/1"
    sentence = "{by} recorded that {person.name} is away from {starts} to {ends}: {reason}"
    person: Person
    starts: ISODate
    ends: ISODate


class AbsenceEnded(SchemeDecision):
    name = "absence-ended/1"
    sentence = "{by} recorded that {person.name} is back: {reason}"
    absence: UUID
    person: Person


class AppRolesMapped(SchemeDecision):
    name = "app-roles-mapped/1"
    sentence = "{by} set which roles a sign-in's own roles stand for: {reason}"
    roles: dict[Text, tuple[Text, ...]]
    """Each role of the identity provider, and the keys of procedures' roles that it stands for."""


class SettingsAdopted(SchemeDecision):
    name = "settings-adopted/1"
    sentence = "{by} adopted settings for the procedure {procedure}: {reason}"
    procedure: Text
    text: str = Field(max_length=50_000)
    """The settings as they were adopted, in YAML."""
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
