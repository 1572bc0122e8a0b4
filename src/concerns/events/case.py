"""The case itself: opened, a concern raised, closed, handed over."""

from pydantic import Field

from concerns.events.fact import Decision, Fact, ISODate, Text
from concerns.vocabulary import Provider, Service


class CaseOpened(Decision):
    name = "case-opened/1"
    sentence = "{by} opened a case about {provider.name} under {procedure_title}: {reason}"
    procedure_title: str
    provider: Provider
    services: tuple[Service, ...] = Field(min_length=1)


class ConcernRaised(Fact):
    name = "concern-raised/1"
    sentence = "{by} recorded a concern ({route}): {summary}"
    route: Text
    summary: Text


class CaseClosed(Decision):
    name = "case-closed/1"
    sentence = "{by} closed the case: {reason}"


class RoutineMonitoringResumed(Decision):
    name = "routine-monitoring-resumed/1"
    sentence = (
        "{by} returned the provider to routine monitoring with greater initial oversight: {reason}"
    )
    oversight_until: ISODate | None = None


class HandedOver(Decision):
    name = "handed-over/1"
    sentence = "{by} handed the case over to {to}: {reason}"
    to: Text


class CaseMoved(Decision):
    name = "case-moved/1"
    sentence = "{by} moved the case from {from_title} ({from_version}) to {to_title}: {reason}"
    from_procedure: str
    from_version: str
    from_digest: str
    from_title: str
    to_title: str
    ended: tuple[str, ...] = ()
    """Open duties that the procedure moved to does not know: they end here, and are named."""
