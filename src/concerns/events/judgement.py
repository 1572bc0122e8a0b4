"""Judgements on a scale, outcomes of assessments, and actions chosen from the document's lists."""

from typing import Literal

from pydantic import Field

from concerns.events.fact import Decision, ISODate, Text


class RatingGiven(Decision):
    name = "rating-given/1"
    sentence = "{by} gave {rating_title} as {level_label}: {reason}"
    rating: str
    rating_title: str
    level: Text
    level_label: str


class AssessmentOutcomeDecided(Decision):
    name = "assessment-outcome-decided/1"
    sentence = "{by} decided outcome {outcome} of {assessment}, {meaning}: {reason}"
    assessment: Text
    outcome: int
    meaning: Text
    total: int | None = None
    """The score on which it was decided, which decides nothing by itself."""


class OutcomeChosen(Decision):
    name = "outcome-chosen/1"
    sentence = "{by} chose {label}{differs}: {reason}"
    outcome: Text
    label: Text
    suggested: str | None = None

    @property
    def differs(self) -> str:
        unlike = self.suggested is not None and self.suggested != self.outcome
        return f" (the matrix suggested {self.suggested})" if unlike else ""


class OptionsChosen(Decision):
    name = "options-chosen/1"
    sentence = "{by} chose from {list_title}: {said}: {reason}"
    list: str
    list_title: str
    chosen: tuple[Text, ...] = Field(min_length=1)
    labels: tuple[Text, ...] = ()

    @property
    def said(self) -> str:
        return "; ".join(self.labels or self.chosen)


class MonitoringDecided(Decision):
    name = "monitoring-decided/1"
    sentence = "{by} decided on {kind} monitoring: {reason}"
    kind: Text
    frequency: str = ""
    review_on: ISODate | None = None


class StepsSkipped(Decision):
    name = "steps-skipped/1"
    sentence = "{by} went straight to {to}: {reason}"
    to: Text
    ground: str = ""


class OutcomeRecorded(Decision):
    name = "outcome-recorded/1"
    sentence = "{by} recorded the outcome of {outcome}: {text}: {reason}"
    outcome: Text
    text: Text


class CommissioningIntentionsRecorded(Decision):
    name = "commissioning-intentions-recorded/1"
    sentence = "{by} recorded the commissioning intentions: {intentions}: {reason}"
    intentions: Text


class ConcernAssessed(Decision):
    name = "concern-assessed/1"
    sentence = (
        "{by} assessed “{concern}”: {validity}; likelihood {likelihood}, severity {severity}, "
        "impact {impact}: {reason}"
    )
    concern: Text
    validity: Literal["substantiated", "partly substantiated", "not substantiated", "inconclusive"]
    likelihood: Text
    severity: Text
    impact: Text
    newly_found: bool = False
