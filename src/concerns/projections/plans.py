from collections.abc import Iterable

from concerns.events import Fact, PlanAgreed, PlanExtended, PlanItemDone, PlanItemVerified
from concerns.projections.view import Doc, View


class Plans(View):
    """Each plan, its deadline and how that moved, and each line: done, verified."""

    name = "plans"
    question = "What was agreed to be put right, by when, and did it work?"

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a plan."""
        ours = isinstance(fact, PlanAgreed | PlanExtended | PlanItemDone | PlanItemVerified)
        return (f"{fact.case}/{fact.plan}",) if ours else ()

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:  # noqa: ARG002
        """Agreed, extended, a line done, a line verified."""
        match fact:
            case PlanAgreed():
                return _agreed(fact, row)
            case PlanExtended():
                before = row or {"case": str(fact.case), "plan": fact.plan, "extended": []}
                moved = [*before["extended"], {"to": fact.deadline, "why": fact.reason}]
                return {**before, "deadline": fact.deadline, "extended": moved}
            case PlanItemDone():
                return _line(row, fact.item, {"done": fact.how})
            case PlanItemVerified():
                return _line(row, fact.item, {"effective": fact.effective})
            case _:
                return row


def _agreed(fact: PlanAgreed, row: Doc | None) -> Doc:
    return {
        "case": str(fact.case),
        "plan": fact.plan,
        "title": fact.plan_title,
        "agreed": fact.occurred.text,
        "deadline": fact.deadline,
        "absolute": fact.absolute,
        "extended": [],
        "items": [{**item.model_dump(), "done": None, "effective": None} for item in fact.items],
        "replaces": row["agreed"] if row else None,
    }


def _line(row: Doc | None, item: str, change: Doc) -> Doc | None:
    return row and {
        **row,
        "items": [{**one, **change} if one["id"] == item else one for one in row["items"]],
    }
