"""Suspension of placements, restriction, and lifting."""

from typing import Literal

from concerns.events.fact import Decision, ISODate, Text
from concerns.vocabulary import Frozen


class SuspensionRecommended(Decision):
    name = "suspension-recommended/1"
    sentence = "{by} recommended suspension of placements: {reason}"


class SuspensionConsidered(Decision):
    name = "suspension-considered/1"
    sentence = "{by} considered the suspension report: {reason}"


class SignatureGiven(Decision):
    name = "signature-given/1"
    sentence = "{by} signed “{what}”; {awaiting} still to sign: {reason}"
    step: str
    what: str
    awaiting: str
    terms: str = ""
    """What exactly was signed: details and choices as canonical JSON. The others sign the same."""


class SuspensionSignedOff(Decision):
    name = "suspension-signed-off/1"
    sentence = "{by} signed off the suspension of placements ({scope}): {reason}"
    scope: Text
    basis: Text
    review_on: ISODate | None = None


class SuspensionNotEndorsed(Decision):
    name = "suspension-not-endorsed/1"
    sentence = "{by} did not endorse the suspension: {reason}"
    rationale_reviewed: Text


class VoluntarySuspensionRecorded(Decision):
    name = "voluntary-suspension-recorded/1"
    sentence = "{by} recorded the provider's voluntary suspension ({scope}): {reason}"
    scope: Text


class NeighbourSuspensionReceived(Decision):
    name = "neighbour-suspension-received/1"
    sentence = "{by} recorded that {neighbour} suspended placements ({service_type}): {reason}"
    neighbour: Text
    service_type: Text
    automatic: bool = False
    """True only for the one decision that a rule takes by itself (DER-ST-35)."""


class NeighbourSuspensionConsidered(Decision):
    name = "neighbour-suspension-considered/1"
    sentence = (
        "{by} considered a neighbouring council's suspension; suspend here: {suspend}: {reason}"
    )
    suspend: bool
    issues: Text


class RestrictionSet(Decision):
    name = "restriction-set/1"
    sentence = "{by} set a contractual restriction ({terms}): {reason}"
    terms: Text


class RestrictionEnded(Decision):
    name = "restriction-ended/1"
    sentence = "{by} ended the contractual restriction: {reason}"


class SufficientProgressAgreed(Decision):
    name = "sufficient-progress-agreed/1"
    sentence = "{by} agreed that progress is sufficient to work towards lifting: {reason}"


class ProgressReviewed(Decision):
    name = "progress-reviewed/1"
    sentence = "{by} reviewed progress: {reason}"


class LiftingReportInstructed(Decision):
    name = "lifting-report-instructed/1"
    sentence = "{by} instructed a report on lifting the suspension: {reason}"


class LiftingRecommended(Decision):
    name = "lifting-recommended/1"
    sentence = "{by} recommended lifting the suspension: {reason}"
    conditional: bool = False


class LiftingConsidered(Decision):
    name = "lifting-considered/1"
    sentence = "{by} considered the lifting report: {reason}"


class Condition(Frozen):
    """A condition attached to lifting, with the date on which it is looked at again."""

    what: Text
    review_on: ISODate


class SuspensionLifted(Decision):
    name = "suspension-lifted/1"
    sentence = "{by} signed off the lifting of the suspension{with_conditions}: {reason}"
    conditions: tuple[Condition, ...] = ()

    def __str__(self) -> str:
        count = len(self.conditions)
        conditions = f" with {count} condition{'s' * (count != 1)}" if count else ""
        told = f"{self.by} signed off the lifting of the suspension{conditions}: {self.reason}"
        return f"{told} [Departure: {self.departure.reason}]" if self.departure else told


class LiftingDeclined(Decision):
    name = "lifting-declined/1"
    sentence = "{by} declined to lift the suspension: {reason}"


class ConditionReviewed(Decision):
    name = "condition-reviewed/1"
    sentence = "{by} reviewed the condition “{what}”: {outcome}: {reason}"
    duty: str
    what: str
    outcome: Literal["met", "continues", "breached"]
    next_review_on: ISODate | None = None
