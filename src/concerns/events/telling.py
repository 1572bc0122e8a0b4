"""Duties, letters and tellings: sent, delivered, acknowledged, done, excused."""

from concerns.events.fact import Decision, Fact, Text


class DutyDischarged(Fact):
    name = "duty-discharged/1"
    sentence = "{by} did “{what}”: {how}"
    duty: str
    what: str
    how: Text


class DutyExcused(Decision):
    name = "duty-excused/1"
    sentence = "{by} excused “{what}”: {reason}"
    duty: str
    what: str


class LetterIssued(Fact):
    name = "letter-issued/1"
    sentence = "{by} issued “{what}” to {whom}"
    duty: str
    what: str
    whom: str
    how: Text


class NotificationIssued(Fact):
    name = "notification-issued/1"
    sentence = "{by} told {whom} by {how}: {what}"
    duty: str
    what: str
    whom: str
    how: Text


class NotificationDelivered(Fact):
    name = "notification-delivered/1"
    sentence = "{by} recorded delivery to {whom} of “{what}”"
    duty: str
    what: str
    whom: str


class NotificationAcknowledged(Fact):
    name = "notification-acknowledged/1"
    sentence = "{acknowledged_by} ({as_role}) acknowledged “{what}”"
    duty: str
    what: str
    acknowledged_by: Text
    as_role: Text
    deputy: bool = False
