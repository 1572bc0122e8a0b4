from collections.abc import Iterable

from concerns.events import ConcernRaised, Fact
from concerns.projections.view import Doc, View, said_by


class Concerns(View):
    """The concerns that were recorded, each with the route by which it came."""

    name = "concerns"
    question = "Which concerns came in, by which route, about what?"

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a concern."""
        return (str(fact.id),) if isinstance(fact, ConcernRaised) else ()

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:  # noqa: ARG002
        """As it was recorded; nothing takes a concern away."""
        if not isinstance(fact, ConcernRaised):
            return row
        return {
            "fact": str(fact.id),
            "case": str(fact.case),
            "occurred": fact.occurred.text,
            "by": said_by(fact),
            "route": fact.route,
            "summary": fact.summary,
        }
