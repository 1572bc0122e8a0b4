"""A council's scheme of delegation as it stands: who may act for whom today."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from concerns.events import (
    AbsenceEnded,
    AbsenceRecorded,
    AppRolesMapped,
    DelegationMade,
    DelegationRevoked,
    Fact,
    SettingsAdopted,
    WebhookEnded,
    WebhookRegistered,
    WebhookSecretRenewed,
)
from concerns.vocabulary import Limits, Officer, Person, Refusal


@dataclass(slots=True)
class Scheme:
    """One council's. Every question about a day means a day in London."""

    version: int = 0
    made: dict[UUID, DelegationMade] = field(default_factory=dict[UUID, DelegationMade])
    revoked: set[UUID] = field(default_factory=set[UUID])
    absences: dict[UUID, AbsenceRecorded] = field(default_factory=dict[UUID, AbsenceRecorded])
    app_roles: AppRolesMapped | None = None
    settings: dict[str, SettingsAdopted] = field(default_factory=dict[str, SettingsAdopted])
    webhooks: dict[UUID, WebhookRegistered] = field(default_factory=dict[UUID, WebhookRegistered])

    def remember(self, fact: Fact) -> None:
        """Take a fact into account. Never refuses."""
        self.version = fact.version
        match fact:
            case DelegationMade():
                self.made[fact.id] = fact
            case DelegationRevoked():
                self.revoked.add(fact.delegation)
            case AbsenceRecorded():
                self.absences[fact.id] = fact
            case AbsenceEnded():
                self.absences.pop(fact.absence, None)
            case AppRolesMapped():
                self.app_roles = fact
            case SettingsAdopted():
                self.settings[fact.procedure] = fact
            case WebhookRegistered():
                self.webhooks[fact.webhook] = fact
            case WebhookSecretRenewed() if stands := self.webhooks.get(fact.webhook):
                renewed = {"secret_sha256": fact.secret_sha256}
                self.webhooks[fact.webhook] = stands.model_copy(update=renewed)
            case WebhookEnded():
                self.webhooks.pop(fact.webhook, None)
            case _:
                pass

    def roles(self, given: Collection[str]) -> frozenset[str]:
        """What the roles of a sign-in stand for; as they are, until the council maps them."""
        if self.app_roles is None:
            return frozenset(given)
        return frozenset(one for role in given for one in self.app_roles.roles.get(role, ()))

    def chain(self, delegation: UUID) -> Iterator[DelegationMade]:
        """A delegation, and each that it passes on, back to whose authority it is."""
        found = self.made.get(delegation)
        while found is not None:
            yield found
            found = self.made.get(found.under) if found.under else None

    def against(self, delegation: UUID, today: date) -> str:
        """Why a delegation does not hold on a day; "" where it does."""
        for one in self.chain(delegation):
            if one.id in self.revoked:
                return "it was revoked"
            if not one.starts <= today.isoformat() <= one.ends:
                return f"it runs from {one.starts} to {one.ends}"
            if one.when_absent and not self.is_absent(one.principal, today):
                return f"{one.principal.name} is not recorded as absent"
        return ""

    def is_absent(self, person: Person, today: date) -> bool:
        """Whether somebody is recorded as away on a day."""
        return any(
            one.person.is_same(person) and one.starts <= today.isoformat() <= one.ends
            for one in self.absences.values()
        )

    def acting(self, officer: Officer, delegation: UUID, today: date) -> Officer:
        """The officer in another's place, with the roles delegated and no others.

        Raises:
            Refusal: there is no such delegation to this person, or it does not hold today.
        """
        made = self.made.get(delegation)
        if made is None or not made.delegate.is_same(officer.person):
            raise Refusal(
                "nothing is delegated to you by this", kind="not found", where="delegation"
            )
        if why := self.against(delegation, today):
            raise Refusal(
                f"this delegation does not hold today: {why}",
                kind="not your role",
                where="delegation",
            )
        first, *passed_on = reversed([*self.chain(delegation)])
        return officer.model_copy(
            update={
                "roles": frozenset(made.roles),
                "on_behalf_of": first.principal,
                "delegation": str(delegation),
                "through": tuple(one.principal for one in passed_on),
                "limits": Limits(procedures=made.procedures, steps=made.steps, pence=made.limit),
            }
        )
