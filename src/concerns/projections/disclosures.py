from collections.abc import Iterable

from concerns.events import DisclosureMade, Fact
from concerns.projections.view import Doc, View, said_by


class Disclosures(View):
    """The register of disclosures: who was given what, when, on which basis, and what was not."""

    name = "disclosures"
    question = "To whom was the case disclosed, on which basis, and what was withheld?"

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a disclosure."""
        return (str(fact.id),) if isinstance(fact, DisclosureMade) else ()

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:
        """As it was decided; nothing changes it afterwards."""
        if not isinstance(fact, DisclosureMade):
            return row
        return {
            "case": str(fact.case),
            "disclosure": key,
            "audience": fact.audience,
            "purpose": fact.purpose,
            "basis": fact.basis,
            "made_on": fact.occurred.text,
            "by": said_by(fact),
            "reason": fact.reason,
            "up_to": fact.up_to,
            "disclosed": fact.up_to - fact.withheld_facts,
            "withheld": fact.withheld_facts,
            "grounds": list(dict.fromkeys(one.ground for one in fact.withheld)),
            "opened": fact.opened_fields,
            "size": fact.size,
            "sha256": fact.sha256,
        }
