from collections.abc import Iterable

from concerns.events import Fact, FormFilledIn
from concerns.projections.view import Doc, View, said_by


class Forms(View):
    """Each form as last filled in; a field filled in before stands until it is filled in anew."""

    name = "forms"
    question = "What do the forms of the case say now, and what is not filled in?"

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a form, or a form and person."""
        ours = isinstance(fact, FormFilledIn)
        return (f"{fact.case}/{fact.form}/{fact.about}".rstrip("/"),) if ours else ()

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:  # noqa: ARG002
        """The entries as they stand."""
        if not isinstance(fact, FormFilledIn):
            return row
        entries: Doc = {**row["entries"]} if row else {}
        entries |= {one.field: {"label": one.label, "value": one.value} for one in fact.entries}
        return {
            "case": str(fact.case),
            "form": fact.form,
            "title": fact.form_title,
            "about": fact.about or None,
            "entries": entries,
            "unanswered": [name for name in fact.unanswered if name not in entries],
            "contradictions": list(fact.contradictions),
            "occurred": fact.occurred.text,
            "by": said_by(fact),
        }
