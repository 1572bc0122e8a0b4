from collections.abc import Iterable

from concerns.events import (
    Fact,
    PlanAgreed,
    PlanEnded,
    PlanExtended,
    PlanItemDone,
    PlanItemMovedOn,
    PlanItemNoted,
    PlanItemVerified,
)
from concerns.projections.view import Doc, View

OF_A_PLAN = (
    PlanAgreed,
    PlanExtended,
    PlanItemDone,
    PlanItemVerified,
    PlanItemNoted,
    PlanItemMovedOn,
    PlanEnded,
)


class Plans(View):
    """Each plan, its deadline and how that moved, and each line: done, verified."""

    name = "plans"
    question = "What was agreed to be put right, by when, and did it work?"

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a plan."""
        return (f"{fact.case}/{fact.plan}",) if isinstance(fact, OF_A_PLAN) else ()

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:  # noqa: ARG002
        """Agreed, extended, ended; a line done, verified, noted, moved on."""
        match fact:
            case PlanAgreed():
                return _agreed(fact, row)
            case PlanExtended():
                before = row or {"case": str(fact.case), "plan": fact.plan, "extended": []}
                moved = [*before["extended"], {"to": fact.deadline, "why": fact.reason}]
                return {**before, "deadline": fact.deadline, "extended": moved}
            case PlanEnded():
                return row and {**row, "ended": fact.outcome}
            case _:
                return row and _line(row, fact)


def _agreed(fact: PlanAgreed, row: Doc | None) -> Doc:
    return {
        "case": str(fact.case),
        "plan": fact.plan,
        "title": fact.plan_title,
        "agreed": fact.occurred.text,
        "deadline": fact.deadline,
        "absolute": fact.absolute,
        "extended": [],
        "ended": None,
        "items": [{**item.model_dump(), "done": None, "effective": None} for item in fact.items],
        "replaces": row["agreed"] if row else None,
    }


def _line(row: Doc, fact: Fact) -> Doc:
    match fact:
        case PlanItemDone():
            item, change = fact.item, {"done": fact.how}
        case PlanItemVerified():
            item, change = fact.item, {"effective": fact.effective}
        case PlanItemNoted():
            item, change = fact.item, {"progress": fact.note}
        case PlanItemMovedOn():
            item, change = fact.item, _moved_on(fact)
        case _:
            return row
    lines = [{**one, **change} if one["id"] == item else one for one in row["items"]]
    return {**row, "items": lines}


def _moved_on(fact: PlanItemMovedOn) -> Doc:
    """What the form calls the next step; a changed action or date takes the place of the first."""
    changed = {"action": fact.action, "due": fact.due}
    return {"next_step": fact.next_step, **{key: one for key, one in changed.items() if one}}
