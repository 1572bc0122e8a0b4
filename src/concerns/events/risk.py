"""Risk: scores that advise, colours that people decide, escalation and its opposite."""

from typing import Literal

from pydantic import Field

from concerns.events.fact import Decision, Fact, Text
from concerns.vocabulary import Colour


class RiskScored(Fact):
    name = "risk-scored/1"
    sentence = "{by} applied {tool_title}: it suggests {suggests}"
    tool: str
    tool_title: str
    met: tuple[str, ...]
    not_met: tuple[str, ...]
    unanswered: tuple[str, ...]
    measures: dict[str, int | str | None] = {}
    contradictions: tuple[str, ...] = ()
    suggested: Colour | None = None

    @property
    def suggests(self) -> str:
        return self.suggested or "no colour"

    def __str__(self) -> str:
        told = f"{self.by} applied {self.tool_title}: it suggests {self.suggests}"
        told += f"; met: {', '.join(self.met) or 'none'}"
        return f"{told} [Departure: {self.departure.reason}]" if self.departure else told


class RagStatusSet(Decision):
    name = "rag-status-set/1"
    sentence = "{by} set the status to {colour}: {reason}"
    colour: Colour
    suggested: Colour | None = None

    def __str__(self) -> str:
        told = super().__str__()
        differs = self.suggested is not None and self.suggested != self.colour
        return f"{told} (the tool suggested {self.suggested})" if differs else told


class EscalationRecommended(Decision):
    name = "escalation-recommended/1"
    sentence = "{by} recommended escalation to {to}: {reason}"
    to: Text


class EscalationAgreed(Decision):
    name = "escalation-agreed/1"
    sentence = "{by} agreed escalation to {to}: {reason}"
    to: Text


class EscalationDeclined(Decision):
    name = "escalation-declined/1"
    sentence = "{by} declined escalation to {to}: {reason}"
    to: Text


class DeEscalationRecommended(Decision):
    name = "de-escalation-recommended/1"
    sentence = "{by} recommended de-escalation to {to}: {reason}"
    to: Text


class DeEscalated(Decision):
    name = "de-escalated/1"
    sentence = "{by} de-escalated to {to}: {reason}"
    to: Text


class ContractBreachNotified(Decision):
    name = "contract-breach-notified/1"
    sentence = "{by} recorded a contract breach notice ({notice}): {reason}"
    notice: Text
    final: bool = False


class BreachesDetermined(Decision):
    name = "breaches-determined/1"
    sentence = "{by} determined the contract breaches, {number} in all, level {level}: {reason}"
    number: int = Field(ge=0)
    level: Text


class NextStepDecided(Decision):
    name = "next-step-decided/1"
    sentence = "{by} decided the next step, {next_step}: {reason}"
    next_step: Text


class LegalAdviceTaken(Fact):
    name = "legal-advice-taken/1"
    sentence = "{by} recorded legal advice: {advice}"
    advice: Text


class AtRiskStatusAgreed(Decision):
    name = "at-risk-status-agreed/1"
    sentence = "{by} agreed that the provider is at risk of suspension: {reason}"


class AtRiskStatusLifted(Decision):
    name = "at-risk-status-lifted/1"
    sentence = "{by} lifted the at-risk status: {reason}"


class ComplianceAssessed(Decision):
    name = "compliance-assessed/1"
    sentence = "{by} assessed compliance with the plan as {result}: {reason}"
    result: Literal["full", "partial", "none"]


class UrgentConcernEscalated(Decision):
    name = "urgent-concern-escalated/1"
    sentence = "{by} escalated an urgent safety concern: {reason}"
