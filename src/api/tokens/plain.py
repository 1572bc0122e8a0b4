from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from api.tokens.refused import refused
from api.tokens.shape import Word
from concerns.vocabulary import Officer, Person


class Claims(BaseModel):
    """What a token must say about its bearer; whatever else it says is not read."""

    iss: Word
    sub: Word
    authority: Word
    roles: frozenset[Word] = frozenset()
    """Keys of roles in the authority's procedures."""
    name: Word | None = None
    client_id: Word | None = None
    """The program that asked for the token (RFC 9068, 2.2)."""
    party: Word | None = None
    """Of somebody from outside the council: the id of their organisation."""


class Plain:
    """Claims in this program's own words. A program acting for itself has no name in its token."""

    def __init__(self, service_accounts: Mapping[str, str]) -> None:
        self.service_accounts = service_accounts

    def __call__(self, claims: Mapping[str, Any]) -> Officer:
        """The officer, or the service account.

        Raises:
            ProblemFound: claims.
        """
        try:
            said = Claims.model_validate(claims)
        except ValidationError:
            raise refused("claims") from None
        name = said.name or self._of_account(said.client_id)
        person = Person(issuer=said.iss, subject=said.sub, name=name)
        return Officer(person=person, authority=said.authority, roles=said.roles, party=said.party)

    def _of_account(self, client: str | None) -> str:
        if client is None:
            raise refused("claims")
        return self.service_accounts.get(client, client)
