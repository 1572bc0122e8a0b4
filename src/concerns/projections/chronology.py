from collections.abc import Iterable

from concerns.events import Fact, HistoryRecorded
from concerns.projections.view import Doc, View


class Chronology(View):
    """A published history item by item: what happened, who says so, when the authority knew."""

    name = "chronology"
    question = "What do the sources say happened, and what do they not show?"

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row an item."""
        return (f"{fact.case}/{fact.item}",) if isinstance(fact, HistoryRecorded) else ()

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:  # noqa: ARG002
        """The item as recorded."""
        if not isinstance(fact, HistoryRecorded):
            return row
        known = fact.known_to_authority
        return {
            "case": str(fact.case),
            "item": fact.item,
            "version": fact.version,
            "kind": fact.kind,
            "about": fact.about,
            "occurred": fact.occurred.text,
            "other_dates": [one.model_dump(mode="json") for one in fact.other_dates],
            "who": fact.who,
            "text": fact.text,
            "source": fact.source,
            "other_sources": list(fact.other_sources),
            "known_to_authority": known.text if known else None,
            "count": fact.count,
            "note": fact.note,
            "not_shown": list(fact.not_shown),
        }
