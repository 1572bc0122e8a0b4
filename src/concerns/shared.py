"""All that somebody from outside reads: what is shared with their organisation.

It reads past restrictions, since what a restricted case shares it shares; so every statement here
says which organisation, and nothing else in the program reads for a guest.
"""

from dataclasses import dataclass
from uuid import UUID

from concerns.events import ItemShared
from concerns.projections.shared_items import SharedWithOthers
from concerns.register import Register
from concerns.storage import rows
from concerns.storage.rows import Standing
from concerns.vocabulary import GuestKind, Refusal


@dataclass(frozen=True, slots=True)
class SharedWith:
    """What one council shares with one organisation."""

    register: Register
    kind: GuestKind
    party: str

    def items(self, after: str = "", limit: int | None = None) -> list[Standing]:
        """Rows of what is shared now, in the order in which it was shared."""
        return self._rows({}, after, limit)

    def item(self, item: UUID) -> ItemShared:
        """What was shared, as it stands in the record.

        Raises:
            Refusal: nothing of this id is shared with them.
        """
        for row in self._rows({"item": str(item)}):
            case, version = UUID(row.doc["case"]), row.doc["version"]
            found = self.register.of_case(case, version - 1)[0].fact
            if isinstance(found, ItemShared) and self._is_theirs(found):
                return found
        raise Refusal("nothing of this id is shared with you", kind="not found")

    def _is_theirs(self, found: ItemShared) -> bool:
        return (found.party.kind, found.party.id) == (self.kind, self.party)

    def _rows(
        self, more: dict[str, str], after: str = "", limit: int | None = None
    ) -> list[Standing]:
        theirs = {"kind": self.kind, "id": self.party}
        return rows.read(
            self.register.pool,
            self.register.authority,
            SharedWithOthers.name,
            where={"state": "shared", "party": theirs, **more},
            after=after,
            limit=limit,
        )
