from collections.abc import Iterator

from concerns.events import (
    AssessmentOutcomeDecided,
    ConcernAssessed,
    Fact,
    MitigationRecorded,
    OutcomeChosen,
    OverallRiskDetermined,
    RatingGiven,
)
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source


@source(
    "What was judged, and why",
    date="Date",
    what="What",
    judgement="Judgement",
    why="Why",
    by="By",
)
def judgements(given: Material, _: Asked) -> Iterator[Row]:
    """Judgements, outcomes and mitigations: what a person made of the scores."""
    for fact in given.facts:
        if (told := _told(fact)) is not None:
            cells = {"what": told[0], "judgement": told[1], "why": told[2]}
            yield Row((fact,), {"date": fact.occurred.in_words, **cells, "by": str(fact.by)})


def _told(fact: Fact) -> tuple[str, str, str] | None:
    """What was judged, how, and why; mitigations stand beside, as they lower a risk."""
    if isinstance(fact, MitigationRecorded):
        return "Mitigation", fact.factor, fact.comment
    judged = _judged(fact)
    return (*judged, fact.reason) if judged else None


def _judged(fact: Fact) -> tuple[str, str] | None:
    match fact:
        case OverallRiskDetermined():
            worst = fact.worst_of_sample or "nobody was assessed"
            level = f"{fact.level_label} (worst of the sample: {worst})"
            return "Overall risk", f"{level}; {fact.remedial_action}"
        case RatingGiven():
            return fact.rating_title, fact.level_label
        case OutcomeChosen():
            return "Outcome", f"{fact.label}{fact.differs}"
        case AssessmentOutcomeDecided():
            return fact.assessment, f"{fact.outcome}: {fact.meaning}"
        case ConcernAssessed():
            judged = f"{fact.validity}; likelihood {fact.likelihood}, severity {fact.severity}"
            return f"Concern: {fact.concern}", f"{judged}, impact {fact.impact}"
        case _:
            return None
