"""Enquiries and fact-finding: planned, done, agreed; what is shared and what is withheld."""

from typing import Literal

from concerns.events.fact import Decision, Fact, ISODate, Text


class EnquiryPlanned(Decision):
    name = "enquiry-planned/1"
    sentence = "{by} planned an enquiry into “{issue}” by {method}, led by {lead}: {reason}"
    issue: Text
    kind: Text
    method: Text
    supports: Text
    """Which decision it will support."""
    lead: Text
    skills: Text
    due: ISODate | None = None


class EvidenceGathered(Fact):
    name = "evidence-gathered/1"
    sentence = "{by} gathered evidence ({kind}) from {source}: {findings}"
    kind: Text
    source: Text
    findings: Text
    triangulated_with: str = ""


class FindingsAgreed(Decision):
    name = "findings-agreed/1"
    sentence = "{by} recorded the agreed findings: {findings}: {reason}"
    findings: Text


class AdviceTaken(Fact):
    name = "advice-taken/1"
    sentence = "{by} took advice from {from_whom}: {advice}"
    from_whom: Text
    advice: Text


class InformationShared(Fact):
    name = "information-shared/1"
    sentence = "{by} shared with {with_whom}: {what}"
    with_whom: Text
    what: Text


class InformationWithheld(Decision):
    name = "information-withheld/1"
    sentence = "{by} withheld from {from_whom}: {what} ({ground}): {reason}"
    from_whom: Text
    what: Text
    ground: Text


class NoticeExchanged(Fact):
    name = "notice-exchanged/1"
    sentence = "{by} recorded a notice {direction} {council}: {notice}"
    direction: Literal["sent to", "received from"]
    council: Text
    notice: Text
    their_reference: str = ""
    """The other council's own reference, which links the two cases."""
