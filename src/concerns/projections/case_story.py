from collections.abc import Iterable

from concerns.events import Fact
from concerns.projections.view import Doc, View


class CaseStory(View):
    """The case as a plain story, a sentence a fact."""

    name = "case-story"
    question = "What happened in this case, in plain words?"
    kept = False

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a fact, in the order of the case."""
        return (f"{fact.case}/{fact.version:06}",)

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:  # noqa: ARG002
        """The fact's own sentence."""
        return {
            "case": str(fact.case),
            "version": fact.version,
            "name": fact.name,
            "occurred": fact.occurred.text,
            "occurred_in_words": fact.occurred.in_words,
            "sentence": str(fact),
            "stage_label": fact.consequence.stage_label,
            "colour": fact.consequence.rag.colour if fact.consequence.rag else None,
        }
