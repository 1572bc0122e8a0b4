"""Enquiries: planned, what was gathered, what was agreed, whose views were heard."""

from collections.abc import Iterator

from concerns.events import (
    ConcernAssessed,
    EnquiryPlanned,
    EvidenceGathered,
    FindingsAgreed,
    ViewsHeard,
)
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source
from concerns.papers.words import in_words


@source(
    "The enquiries planned",
    date="Date",
    issue="Issue",
    method="Method",
    lead="Led by",
    supports="Which decision it supports",
    due="Due",
)
def enquiries(given: Material, _: Asked) -> Iterator[Row]:
    """Who enquires into what, how, and for which decision."""
    for fact in given.facts:
        if isinstance(fact, EnquiryPlanned):
            cells = {
                "date": fact.occurred.in_words,
                "issue": fact.issue,
                "method": f"{fact.kind}: {fact.method}",
                "lead": fact.lead,
                "supports": fact.supports,
                "due": in_words(fact.due),
            }
            yield Row((fact,), cells)


@source("What was found", date="Date", finding="Finding", origin="From", by="Recorded by")
def findings(given: Material, _: Asked) -> Iterator[Row]:
    """Evidence gathered and findings agreed, in order."""
    for fact in given.facts:
        match fact:
            case EvidenceGathered():
                origin = f"{fact.source} ({fact.kind})"
            case FindingsAgreed():
                origin = "agreed findings"
            case _:
                continue
        told = {"finding": fact.findings, "origin": origin, "by": str(fact.by)}
        yield Row((fact,), {"date": fact.occurred.in_words, **told})


@source(
    "The concerns as assessed",
    concern="Concern",
    validity="Validity",
    likelihood="Likelihood",
    severity="Severity",
    impact="Impact",
    reason="Reason",
    date="Assessed",
)
def assessed_concerns(given: Material, _: Asked) -> Iterator[Row]:
    """Each concern as last assessed."""
    found = [one for one in given.facts if isinstance(one, ConcernAssessed)]
    for fact in {one.concern: one for one in found}.values():
        cells = {
            "concern": fact.concern,
            "validity": fact.validity,
            "likelihood": fact.likelihood,
            "severity": fact.severity,
            "impact": fact.impact,
            "reason": fact.reason,
            "date": fact.occurred.in_words,
        }
        yield Row((fact,), cells)


@source("Whose views were heard, and how", date="Date", whose="Whose", how="How", views="Views")
def views(given: Material, _: Asked) -> Iterator[Row]:
    """The views of people, families and staff, without their names."""
    for fact in given.facts:
        if isinstance(fact, ViewsHeard):
            told = {"whose": fact.of, "how": fact.how, "views": fact.views}
            yield Row((fact,), {"date": fact.occurred.in_words, **told})
