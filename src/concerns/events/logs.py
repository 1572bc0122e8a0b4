"""Log entries, appointments, declared interests."""

from typing import Literal

from concerns.events.fact import Decision, Fact, ISODate, Text
from concerns.vocabulary import Person


class LogEntryMade(Fact):
    name = "log-entry-made/1"
    sentence = "{by} entered in the {log} log: {entry}"
    log: Literal["request", "decision", "action", "risk", "movement"]
    entry: Text
    owner: str = ""
    due: ISODate | None = None


class ManagerAppointed(Decision):
    name = "manager-appointed/1"
    sentence = "{by} appointed {appointed.name} as {title} ({eligibility}): {reason}"
    role: str
    title: str
    appointed: Person
    eligibility: Text
    delegated: bool = False


class InterestDeclared(Fact):
    name = "interest-declared/1"
    sentence = "{by} declared an interest: {interest}; conflict: {conflict}"
    interest: Text
    conflict: bool
