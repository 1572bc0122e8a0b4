from collections.abc import Iterable

from concerns.events import (
    CriteriaScored,
    Fact,
    LevelsAssessed,
    RiskScored,
    SampleAssessed,
    ThresholdsTested,
)
from concerns.projections.view import Doc, View, said_by

SCORED = (RiskScored, CriteriaScored, LevelsAssessed, SampleAssessed, ThresholdsTested)


class Assessments(View):
    """Every tool as it was applied: answers, what is unanswered, what contradicts itself.

    All are kept; the latest of a tool (of a person, for a sample) is the current one (AMB-JQM-16).
    """

    name = "assessments"
    question = "What was scored, what did it suggest, and what was left open?"

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row an application of a tool."""
        return (str(fact.id),) if isinstance(fact, SCORED) else ()

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:
        """The sheet as it was filled in."""
        if not isinstance(fact, SCORED):
            return row
        own = set(type(fact).model_fields) - set(Fact.model_fields)
        return {
            "case": str(fact.case),
            "fact": key,
            "version": fact.version,
            "occurred": fact.occurred.text,
            "by": said_by(fact),
            "said": str(fact),
            **fact.model_dump(mode="json", include=own),
        }
