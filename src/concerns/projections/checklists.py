from collections.abc import Iterable

from concerns.events import ChecklistItemAnswered, Fact
from concerns.projections.view import Doc, View, said_by


class Checklists(View):
    """Each line of a checklist as last answered, and who is responsible (DER-FM-18)."""

    name = "checklists"
    question = "What on the checklist is done, by whom, and what is still in hand?"

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a line."""
        ours = isinstance(fact, ChecklistItemAnswered)
        return (f"{fact.case}/{fact.checklist}/{fact.item}",) if ours else ()

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:  # noqa: ARG002
        """The line as answered now, and how often before."""
        if not isinstance(fact, ChecklistItemAnswered):
            return row
        return {
            "case": str(fact.case),
            "checklist": fact.checklist,
            "title": fact.checklist_title,
            "item": fact.item,
            "label": fact.label,
            "answer": fact.answer,
            "notes": fact.notes,
            "responsible": {**(row["responsible"] if row else {}), **fact.responsible},
            "occurred": fact.occurred.text,
            "by": said_by(fact),
            "times_answered": (row["times_answered"] if row else 0) + 1,
        }
