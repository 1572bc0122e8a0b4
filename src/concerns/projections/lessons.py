from collections.abc import Iterable

from concerns.events import (
    Fact,
    LessonsReviewed,
    OutcomeRecorded,
    RecommendationAnswered,
    RecommendationMade,
)
from concerns.projections.view import Doc, View, said_by


class Lessons(View):
    """What was learnt: reviews, outcomes, recommendations, and how each was answered."""

    name = "lessons"
    question = "What was learnt, who was asked to act on it, and did they?"

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a recommendation, one a review or outcome."""
        match fact:
            case RecommendationMade() | RecommendationAnswered():
                return (f"{fact.case}/recommendation/{fact.number}",)
            case LessonsReviewed() | OutcomeRecorded():
                return (str(fact.id),)
            case _:
                return ()

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:  # noqa: ARG002
        """Made, then answered; a refusal carries its reason."""
        match fact:
            case RecommendationMade():
                return _line(fact, "recommendation", fact.recommendation) | {
                    "number": fact.number,
                    "to": fact.to,
                    "due": fact.due,
                    "answer": None,
                }
            case RecommendationAnswered():
                answer = {"answer": fact.answer, "why": fact.reason, "answered_by": said_by(fact)}
                return row and {**row, **answer}
            case LessonsReviewed():
                referred = {"referred_to_board": fact.referred_to_board}
                return _line(fact, "review", fact.lessons) | referred
            case OutcomeRecorded():
                return _line(fact, "outcome", f"{fact.outcome}: {fact.text}")
            case _:
                return row


def _line(fact: Fact, kind: str, text: str) -> Doc:
    return {
        "case": str(fact.case),
        "kind": kind,
        "text": text,
        "occurred": fact.occurred.text,
        "by": said_by(fact),
    }
