from typing import NamedTuple, Self

from concerns.events import ActorDeactivated, ActorReactivated
from concerns.vocabulary import Person

ABOUT_ACCESS = (ActorDeactivated.name, ActorReactivated.name)
"""As the index of migration 0008 names them."""


class Actor(NamedTuple):
    """A person, or a program, by what stays for ever: names change, and accounts end."""

    issuer: str
    subject: str

    @classmethod
    def of(cls, person: Person) -> Self:
        """The actor that a person is."""
        return cls(person.issuer, person.subject)
