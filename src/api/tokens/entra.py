from collections.abc import Mapping
from typing import Any, Literal

from pydantic import AliasChoices, BaseModel, Field, ValidationError

from api.tokens.refused import refused
from api.tokens.shape import Word
from concerns.vocabulary import Officer, Person


class Claims(BaseModel):
    """Access tokens of Microsoft Entra ID, version 2.0. Groups are not read."""

    iss: Word
    tid: Word
    oid: Word
    """The same for one person in every program of the tenant; `sub` is not."""
    ver: Literal["2.0"]
    roles: frozenset[Word] = frozenset()
    """Values of app roles: keys of roles in the authority's procedures."""
    name: Word | None = None
    scp: str | None = None
    """What a person let a program do for them: in every person's access token and no other."""
    azp: Word | None = Field(default=None, validation_alias=AliasChoices("azp", "appid"))
    idtyp: Literal["app", "user"] | None = None


class Entra:
    """A person with a scope, or a program acting for itself; the tenant says for which council."""

    def __init__(
        self, authorities: Mapping[str, str], service_accounts: Mapping[str, str], issuer: str
    ) -> None:
        self.authorities = authorities
        self.service_accounts = service_accounts
        self.issuer = issuer

    def __call__(self, claims: Mapping[str, Any]) -> Officer:
        """The officer, or the service account.

        Raises:
            ProblemFound: claims, tenant, not-an-access-token.
        """
        try:
            said = Claims.model_validate(claims)
        except ValidationError:
            raise refused("claims") from None
        authority = self.authorities.get(said.tid)
        if authority is None or said.iss != self.issuer.replace("{tid}", said.tid):
            raise refused("tenant")
        person = Person(issuer=said.iss, subject=said.oid, name=self._name(said))
        return Officer(person=person, authority=authority, roles=said.roles)

    def _name(self, said: Claims) -> str:
        if said.scp is not None:
            if said.name is None:
                raise refused("claims")
            return said.name
        if said.azp is None or said.idtyp == "user":
            raise refused("not-an-access-token")  # an ID token has neither scope nor client
        return self.service_accounts.get(said.azp, said.azp)
