"""The living risk management plan, its triggers, and action that cannot wait."""

from typing import Annotated

from pydantic import AfterValidator, Field

from concerns.events.fact import Decision, Text
from concerns.events.plans import PlanItem, each_once
from concerns.vocabulary import Frozen


class EscalationTrigger(Frozen):
    """What was agreed to lead to escalation, so that it can be checked later."""

    id: Text
    what: Text


class RiskPlanUpdated(Decision):
    name = "risk-plan-updated/1"
    sentence = "{by} brought the risk management plan up to date, edition {edition}: {reason}"
    edition: int = Field(ge=1)
    risk_level: Text
    actions: Annotated[tuple[PlanItem, ...], AfterValidator(each_once)] = ()
    safeguards: tuple[Text, ...] = ()
    triggers: tuple[EscalationTrigger, ...] = ()


class RiskEscalated(Decision):
    name = "risk-escalated/1"
    sentence = "{by} escalated on trigger {trigger} ({what}): {reason}"
    trigger: Text
    what: Text


class ImmediateActionAuthorised(Decision):
    name = "immediate-action-authorised/1"
    sentence = "{by} authorised immediate action ({action}): {reason}"
    action: Text
