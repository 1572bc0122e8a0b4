from collections.abc import Iterable

from concerns.events import AppRolesMapped, Fact, SettingsAdopted
from concerns.projections.view import Doc, View, said_by

APP_ROLES = "app-roles"


class CouncilSettings(View):
    """What the council has set for each procedure, and what the roles of a sign-in stand for."""

    name = "settings"
    question = "What has the council set where a procedure leaves it to them, and since when?"

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a procedure, and one for the roles."""
        match fact:
            case SettingsAdopted():
                return (fact.procedure,)
            case AppRolesMapped():
                return (APP_ROLES,)
            case _:
                return ()

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:
        """Adopted anew; what held before stands in the interval before."""
        said = {"of": key, "by": said_by(fact), "reason": fact.reason, "fact": str(fact.id)}
        match fact:
            case SettingsAdopted():
                return {**said, "text": fact.text, "sha256": fact.sha256}
            case AppRolesMapped():
                return {**said, "roles": {role: list(found) for role, found in fact.roles.items()}}
            case _:
                return row
