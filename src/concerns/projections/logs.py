from collections.abc import Iterable

from concerns.events import (
    Fact,
    FailurePlanAgreed,
    LogEntryMade,
    PersonMoved,
    PlanAgreed,
    PlanItem,
    PlanItemDone,
    PlanItemMovedOn,
    PlanItemNoted,
    PlanItemVerified,
)
from concerns.projections.view import Doc, View, said_by


class Logs(View):
    """The request, action, risk and movement logs (DER-RC-01, 03, 04, 06, 09, 10).

    Lines of an agreed plan are actions too, so that nobody has to write them twice.
    """

    name = "logs"
    question = "What was asked for, what is being done, what are the risks, who moved?"

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row an entry, one row a line of a plan."""
        match fact:
            case LogEntryMade() | PersonMoved():
                return (str(fact.id),)
            case PlanAgreed() | FailurePlanAgreed():
                return tuple(_lines(fact))
            case PlanItemDone() | PlanItemVerified() | PlanItemNoted() | PlanItemMovedOn():
                return (_line(fact, fact.plan, fact.item),)
            case _:
                return ()

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:
        """An entry made, or how an action stands."""
        match fact:
            case LogEntryMade():
                return _entry(fact, fact.log, fact.entry, fact.owner, fact.due)
            case PersonMoved():
                moved = f"{fact.person}: {fact.from_service} to {fact.to_service}, {fact.at}"
                return _entry(fact, "movement", f"{moved}{fact.flag}", "", None)
            case PlanAgreed() | FailurePlanAgreed():
                return _action(fact, _lines(fact)[key])
            case _:
                return {**(row or {}), "state": _state(fact)}


def _state(fact: Fact) -> str:
    """How a line of a plan stands after the fact."""
    match fact:
        case PlanItemDone():
            return f"done: {fact.how}"
        case PlanItemVerified():
            effective = "effective" if fact.effective else "not effective"
            return f"verified as {effective}: {fact.reason}"
        case PlanItemNoted():
            return f"in progress: {fact.note}"
        case PlanItemMovedOn():
            return fact.next_step
        case _:
            return ""


def _lines(fact: PlanAgreed | FailurePlanAgreed) -> dict[str, PlanItem]:
    """The lines of a plan by the key of their rows; a failure plan has actions of two kinds."""
    if isinstance(fact, PlanAgreed):
        return {_line(fact, fact.plan, item.id): item for item in fact.items}
    lines = (*fact.actions, *fact.safety_actions)
    return {_line(fact, fact.clause.step, item.id): item for item in lines}


def _line(fact: Fact, plan: str, item: str) -> str:
    return f"{fact.case}/{plan}/{item}"


def _action(fact: Fact, item: PlanItem) -> Doc:
    return _entry(fact, "action", f"{item.area}: {item.action}", item.owner, item.due)


def _entry(fact: Fact, log: str, entry: str, owner: str, due: str | None) -> Doc:
    return {
        "case": str(fact.case),
        "log": log,
        "occurred": fact.occurred.text,
        "by": said_by(fact),
        "entry": entry,
        "owner": owner,
        "due": due,
        "state": "",
        "log_of": list(fact.consequence.log_of),
    }
