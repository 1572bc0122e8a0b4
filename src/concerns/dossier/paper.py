"""A dossier laid out for people: the same words as HTML and as a tagged PDF."""

from collections.abc import Iterator

from concerns.dossier.dossier import FORM, Dossier
from concerns.dossier.known_then import KnownThen, exactly
from concerns.dossier.later import Afterwards
from concerns.dossier.sections import after_sections, then_sections
from concerns.events import DecisionAnnulled, FactCorrected
from concerns.papers.paper import Paper
from concerns.papers.words import in_words, instant, told
from concerns.when import today


def as_paper(dossier: Dossier) -> Paper:
    """The dossier as a paper, dated by the last fact that went into it."""
    then, after = dossier.known_then, dossier.afterwards
    decision, opened = then.parted.decision, then.parted.opened
    return Paper(
        name="decision_dossier",
        kind="report",
        title="Dossier of a decision",
        letterhead=(),
        to="",
        sender="",
        particulars=(
            ("Provider", opened.provider.name),
            ("Services", in_words(opened.services)),
            ("Decision", told(decision.fact)),
            ("Date of the decision", decision.fact.occurred.in_words),
            ("Recorded", instant(decision.recorded_at)),
            ("Afterwards, up to", instant(after.parted.last.recorded_at)),
        ),
        warnings=tuple(_warnings(then, after)),
        sections=(*then_sections(then), *after_sections(after)),
        made_from=tuple(_made_from(dossier)),
        recorded_at=after.parted.last.recorded_at,
    )


def _warnings(then: KnownThen, after: Afterwards) -> Iterator[str]:
    for one in after.said_of_it:
        if isinstance(one.fact, DecisionAnnulled | FactCorrected):
            yield f"Recorded on {instant(one.recorded_at)}: {told(one.fact)} ({one.fact.reason})."
    decision = then.parted.decision
    if then.parted.taken.latest < today(decision.recorded_at):
        yield (
            "The decision was recorded after the day on which it is said to have been taken: "
            f"{decision.fact.occurred.in_words}, recorded on {instant(decision.recorded_at)}."
        )
    if then.words is None:
        yield (
            "The version of the procedure under which it was decided is not at hand, so its words "
            "are not shown."
        )


def _made_from(dossier: Dossier) -> Iterator[tuple[str, str]]:
    decision = dossier.known_then.parted.decision
    clause = decision.fact.clause
    yield "Case", str(decision.fact.case)
    yield "Decision", f"fact {decision.fact.version} of the case, {decision.fact.id}"
    yield "Its position", f"{decision.position}, recorded {exactly(decision.recorded_at)}"
    yield "Up to position", f"{dossier.up_to}"
    yield "Procedure", f"{clause.procedure}, version {clause.version}"
    yield "SHA-256 of the procedure", clause.digest
    yield "Form", FORM
    yield "SHA-256 of what was known then", dossier.known_then_digest
    yield "SHA-256 of the dossier (JSON)", dossier.digest
