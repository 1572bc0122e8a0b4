"""People who use a service that may close: by reference, and what became of each."""

from typing import Annotated, Literal

from pydantic import Field

from concerns.events.fact import Fact, Text
from concerns.events.sample import Reference

TimeOfDay = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
"""Local time in the United Kingdom."""

WhatBecame = Literal[
    "moved", "stayed as the service went on", "left by own arrangement", "in hospital", "died"
]


class PeopleListed(Fact):
    name = "people-listed/1"
    sentence = "{by} listed {count} people who use the service"
    people: tuple[Reference, ...] = Field(min_length=1)

    @property
    def count(self) -> int:
        return len(self.people)


class PersonMoved(Fact):
    name = "person-moved/1"
    sentence = "{by} recorded the move of {person} to {to_service} at {at}{flag}"
    person: Reference
    from_service: Text
    to_service: Text
    at: TimeOfDay
    within_working_hours: bool
    why_outside: str = ""
    receiving_status: Text
    """What was known of the receiving service on that day: its colour, or "no concerns known"."""

    @property
    def flag(self) -> str:
        return "" if self.within_working_hours else f", outside working hours: {self.why_outside}"


class PersonOutcomeRecorded(Fact):
    name = "person-outcome-recorded/1"
    sentence = "{by} recorded what became of {person}: {outcome}{noted}"
    person: Reference
    outcome: WhatBecame
    note: str = ""

    @property
    def noted(self) -> str:
        return f"; {self.note}" if self.note else ""
