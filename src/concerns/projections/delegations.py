from collections.abc import Iterable

from concerns.events import DelegationMade, DelegationRevoked, Fact
from concerns.projections.view import Doc, View


class Delegations(View):
    """Each delegation: from whom to whom, for what, until when, and whether it was revoked."""

    name = "delegations"
    question = "Who may act for whom, in which roles, from when to when?"

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a delegation."""
        match fact:
            case DelegationMade():
                return (str(fact.id),)
            case DelegationRevoked():
                return (str(fact.delegation),)
            case _:
                return ()

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:
        """Made, or revoked."""
        match fact:
            case DelegationMade():
                return {
                    "delegation": key,
                    "principal": fact.principal.model_dump(),
                    "delegate": fact.delegate.model_dump(),
                    "roles": list(fact.roles),
                    "procedures": list(fact.procedures),
                    "steps": list(fact.steps),
                    "limit": fact.limit,
                    "starts": fact.starts,
                    "ends": fact.ends,
                    "may_pass_on": fact.may_pass_on,
                    "under": str(fact.under) if fact.under else None,
                    "when_absent": fact.when_absent,
                    "reason": fact.reason,
                    "revoked_on": None,
                    "revoked_by": None,
                }
            case DelegationRevoked() if row:
                by = fact.by.person.name
                return {**row, "revoked_on": fact.occurred.text, "revoked_by": by}
            case _:
                return row
