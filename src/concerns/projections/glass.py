from collections.abc import Iterable

from concerns.events import Fact, GlassBroken, GlassReviewed
from concerns.projections.view import Doc, View, said_by


class Glass(View):
    """Each time somebody broke the glass to see a restricted case, and what a reviewer found."""

    name = "glass-breakings"
    question = "Who broke the glass to see a restricted case, why, and was it right?"

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a breaking."""
        match fact:
            case GlassBroken():
                return (str(fact.id),)
            case GlassReviewed():
                return (str(fact.broken),)
            case _:
                return ()

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:
        """Broken, or reviewed."""
        match fact:
            case GlassBroken():
                return {
                    "case": str(fact.case),
                    "fact": key,
                    "by": said_by(fact),
                    "reason": fact.reason,
                    "until": fact.until,
                    "reviewed": None,
                }
            case GlassReviewed() if row:
                found = {"finding": fact.finding, "by": said_by(fact), "reason": fact.reason}
                return {**row, "reviewed": found}
            case _:
                return row
