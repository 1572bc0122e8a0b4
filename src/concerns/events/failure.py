"""Provider failure, and what the law lays on the council then."""

from typing import Literal

from pydantic import Field, model_validator

from concerns.events.fact import Decision, Fact, ISODate, Text
from concerns.events.plans import PlanItem, each_once


class ProcessInstigated(Decision):
    name = "process-instigated/1"
    sentence = "{by} instigated {process}: {reason}"
    process: Text


class ProviderFailureRecommended(Decision):
    name = "provider-failure-recommended/1"
    sentence = "{by} recommended that the provider failure process be activated: {reason}"


class TriggerReceived(Decision):
    name = "trigger-received/1"
    sentence = "{by} recorded trigger {trigger}: {reason}"
    trigger: Literal["i", "ii", "iii", "iv"]
    notified_by: Text


class DecommissioningDecided(Decision):
    name = "decommissioning-decided/1"
    sentence = "{by} decided to decommission care: {reason}"
    health_leads: Text
    """What the Health Leads said, or why they were not asked (DER-RO-33)."""


class FailureNotified(Fact):
    name = "failure-notified/1"
    sentence = "{by} reported failure or a real risk of it: {summary}"
    summary: Text


class FailureVerified(Decision):
    name = "failure-verified/1"
    sentence = "{by} verified the failure with {verified_with}: {reason}"
    verified_with: Text


class ProviderFailureActivated(Decision):
    name = "provider-failure-activated/1"
    sentence = "{by} activated the provider failure process: {reason}"
    in_liaison_with: Text


class FailurePlanAgreed(Decision):
    name = "failure-plan-agreed/1"
    sentence = (
        "{by} agreed the options and actions of the failure plan, end date {end_date}: {reason}"
    )
    options: tuple[Text, ...] = Field(min_length=1)
    actions: tuple[PlanItem, ...] = Field(min_length=1)
    safety_actions: tuple[PlanItem, ...] = Field(min_length=1)
    communications_plan: Text
    end_date: ISODate
    progress_meeting_on: ISODate

    @model_validator(mode="after")
    def _each_line_once(self) -> "FailurePlanAgreed":
        each_once((*self.actions, *self.safety_actions))
        return self


class ProviderFailureEnded(Decision):
    name = "provider-failure-ended/1"
    sentence = "{by} ended the provider failure process: {reason}"


class TemporaryDutyEngaged(Decision):
    name = "temporary-duty-engaged/1"
    sentence = "{by} engaged the temporary duty to meet needs: {reason}"


class TemporaryDutyEnded(Decision):
    name = "temporary-duty-ended/1"
    sentence = "{by} ended the temporary duty to meet needs: {reason}"


class UrgentNeedsDecided(Decision):
    name = "urgent-needs-decided/1"
    sentence = "{by} decided whether to meet urgent needs; act: {act}: {reason}"
    act: bool
    risk_assessment: Text
    """What the risk assessment found, on which the decision rests (DER-ST-40)."""


class LessonsReviewed(Decision):
    name = "lessons-reviewed/1"
    sentence = "{by} held the review of lessons: {lessons}: {reason}"
    lessons: Text
    referred_to_board: bool


class RecommendationMade(Decision):
    name = "recommendation-made/1"
    sentence = "{by} made recommendation {number} to {to}: {recommendation}: {reason}"
    number: Text
    recommendation: Text
    to: Text
    due: ISODate | None = None


class RecommendationAnswered(Decision):
    name = "recommendation-answered/1"
    sentence = "{by} answered recommendation {number}, {answer}: {reason}"
    number: Text
    answer: Literal["accepted", "accepted in part", "refused", "carried out"]
