"""Who may see a case: restricted to named persons, opened again, or seen in an emergency."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from concerns.events.fact import Decision
from concerns.vocabulary import Person

Instant = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
"""RFC 3339, UTC, to the second."""


class AccessRestricted(Decision):
    name = "access-restricted/1"
    sentence = "{by} restricted who may see the case to {whom}: {reason}"
    persons: tuple[Person, ...] = Field(min_length=1)
    """All who may see it from now on; whoever is not named no longer does."""

    @property
    def whom(self) -> str:
        return ", ".join(one.name for one in self.persons)


class AccessOpened(Decision):
    name = "access-opened/1"
    sentence = "{by} opened the case to every officer of the council again: {reason}"


class GlassBroken(Decision):
    name = "glass-broken/1"
    sentence = "{by} broke the glass to see this restricted case until {until}: {reason}"
    until: Instant


class GlassReviewed(Decision):
    name = "glass-reviewed/1"
    sentence = "{by} found the breaking of the glass {finding}: {reason}"
    broken: UUID
    """The fact by which the glass was broken."""
    finding: Literal["justified", "not justified"]
