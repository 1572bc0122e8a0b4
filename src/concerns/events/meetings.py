"""Meetings, visits, submissions and reports."""

from typing import Literal

from pydantic import Field

from concerns.events.fact import Decision, Fact, ISODate, Text
from concerns.vocabulary import Frozen


class MeetingConvened(Fact):
    name = "meeting-convened/1"
    sentence = "{by} called the {meeting_title} for {on}"
    meeting: str
    meeting_title: str
    on: ISODate
    invited: tuple[Text, ...] = ()
    held_how: Literal["face to face", "virtual", "both"] = "face to face"


class SubmissionReceived(Fact):
    name = "submission-received/1"
    sentence = "{by} received a submission from {group} before the meeting: {summary}"
    group: Text
    summary: Text


class Present(Frozen):
    """Who sat for which agency or group."""

    group: Text
    who: Text
    brought: str = ""


class MeetingHeld(Decision):
    name = "meeting-held/1"
    sentence = "{by} held the {meeting_title}: {reason}"
    meeting: str
    meeting_title: str
    chair: Text
    present: tuple[Present, ...] = Field(min_length=1)
    absent: tuple[Text, ...] = ()
    outputs: tuple[Text, ...] = ()


class MinutesAgreed(Fact):
    name = "minutes-agreed/1"
    sentence = "{by} recorded the agreed minutes of {meeting_title}; sent to {circulated_to}"
    meeting: str
    meeting_title: str
    circulated_to: Text


class VisitRecorded(Fact):
    name = "visit-recorded/1"
    sentence = "{by} visited: {findings}"
    findings: Text
    other_standards: str = ""
    """What was seen of standards outside the plan (NWR-PL-04)."""


class ReportIssued(Fact):
    name = "report-issued/1"
    sentence = "{by} issued the {report}: {summary}"
    report: Text
    summary: Text
    to: tuple[Text, ...] = ()
