"""Contracts: limits on placements, payments, termination, appeals."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from concerns.events.fact import Decision, Fact, ISODate, Text


class VoluntaryLimitAgreed(Decision):
    name = "voluntary-limit-agreed/1"
    sentence = "{by} agreed with the provider to limit placements ({terms}) until {until}: {reason}"
    terms: Text
    until: Text


class PlacementsCeased(Decision):
    name = "placements-ceased/1"
    sentence = "{by} ceased new placements, working towards a planned termination: {reason}"
    ends_on: ISODate | None = None


class TerminationConsidered(Decision):
    name = "termination-considered/1"
    sentence = "{by} considered ending the contract ({grounds}): {reason}"
    grounds: Text


class TerminationDecided(Decision):
    name = "termination-decided/1"
    sentence = "{by} decided to end the contract under {contract_clause}: {reason}"
    contract_clause: Text
    disruption_weighed: Text
    """How disruption to people was weighed against the duty of care."""
    ends_on: ISODate


class ContractEnded(Decision):
    name = "contract-ended/1"
    sentence = "{by} recorded the end of the contract ({how}): {reason}"
    how: Text


class PaymentAgreed(Decision):
    name = "payment-agreed/1"
    sentence = "{by} agreed to pay {amount} pence for {option}, in writing: {reason}"
    option: Text
    amount: int = Field(ge=0)
    """In pence."""
    agreement: Text
    """The explicit written agreement that came first, and which service it reaches."""


class PaymentMade(Fact):
    name = "payment-made/1"
    sentence = "{by} recorded a payment of {amount} pence for {option}"
    option: Text
    amount: int = Field(ge=0)
    """In pence."""


class PaymentsWithheld(Decision):
    name = "payments-withheld/1"
    sentence = "{by} withheld payments until {until}: {reason}"
    until: Text


class AppealLodged(Fact):
    name = "appeal-lodged/1"
    sentence = "{by} recorded the provider's appeal under {contract_clause}: {grounds}"
    against: UUID
    """The decision appealed against, which stands meanwhile."""
    contract_clause: Text
    grounds: Text


class InterimProtectionMade(Decision):
    name = "interim-protection-made/1"
    sentence = "{by} arranged protection while the appeal runs ({arrangement}): {reason}"
    arrangement: Text


class AppealDecided(Decision):
    name = "appeal-decided/1"
    sentence = "{by} recorded that the appeal was {outcome} by {decided_by}: {reason}"
    outcome: Literal["upheld", "partly upheld", "dismissed", "withdrawn"]
    decided_by: Text
