"""What is said about the record itself, and histories told by others."""

from typing import Literal
from uuid import UUID

from concerns.events.fact import Decision, Fact, Text
from concerns.vocabulary import Frozen
from concerns.when import When


class FactCorrected(Decision):
    name = "fact-corrected/1"
    sentence = "{by} corrected an earlier fact: it said “{wrong}”; right is “{right}”: {reason}"
    fact: UUID
    wrong: Text
    right: Text


class DecisionAnnulled(Decision):
    name = "decision-annulled/1"
    sentence = "{by} recorded that {annulled_by} annulled an earlier decision: {reason}"
    fact: UUID
    annulled_by: Text


class DepartureRecorded(Decision):
    name = "departure-recorded/1"
    sentence = "{by} recorded that “{omitted}” was not done as the procedure says: {reason}"
    omitted: Text
    ends_duty: str | None = None


class DepartureConfirmed(Decision):
    name = "departure-confirmed/1"
    sentence = "{by} confirmed a departure that was taken first: {reason}"
    fact: UUID


HistoryKind = Literal[
    "concern",
    "safeguarding alert",
    "inspection",
    "risk assessment",
    "meeting",
    "notification",
    "suspension",
    "lifting",
    "plan",
    "closure",
    "lesson",
    "other",
]
HistoryAbout = Literal["this service", "sister service", "provider"]
"""Whom an event of a history concerns: an alert on a sister home is not one on this home."""


class DatedBySource(Frozen):
    """What another source says of a date."""

    date: When
    source: Text


class HistoryRecorded(Fact):
    name = "history-recorded/1"
    sentence = "{occurred.in_words}: {text} ({who}; source: {source})"
    item: str
    kind: HistoryKind
    about: HistoryAbout = "this service"
    who: Text
    text: Text
    source: Text
    other_sources: tuple[str, ...] = ()
    known_to_authority: When | None = None
    """First date on which a source shows that the authority knew; None is "not shown"."""
    count: int | None = None
    note: str = ""
    other_dates: tuple[DatedBySource, ...] = ()
    """What other sources say of the date: all are kept, and who says which."""
    not_shown: tuple[str, ...] = ()
    """What the procedure requires at such a step and the sources do not show: never filled in."""
