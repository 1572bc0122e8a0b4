from collections.abc import Iterator
from dataclasses import dataclass, field

from concerns.events import (
    Fact,
    FailurePlanAgreed,
    PlanAgreed,
    PlanItem,
    PlanItemDone,
    PlanItemMovedOn,
    PlanItemNoted,
    PlanItemVerified,
)
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source
from concerns.papers.words import in_words

About = PlanItemDone | PlanItemVerified | PlanItemNoted | PlanItemMovedOn


@source(
    "The lines of the plan, and how each stands",
    takes="plan",
    line="Line",
    area="Concern",
    responsible="Responsible area",
    action="Action",
    response="Provider's response",
    owner="Owner",
    due="Due",
    done="Done",
    verified="Verified",
    notes="Notes",
    source="Source",
    sort="Kind",
    priority="Priority",
    measure="How it is judged",
)
def plan(given: Material, asked: Asked) -> Iterator[Row]:
    """The lines of a plan; without “of”, of the plan that the paper is about, else of every one."""
    wanted = asked.of or _key(given.subject)
    for key, lines in plans_of(given).items():
        if wanted in {None, key}:
            yield from (one.row() for one in lines)


def _key(fact: Fact | None) -> str | None:
    """What names a plan: the plan of a failure has no key of its own, so its step's does."""
    match fact:
        case PlanAgreed():
            return fact.plan
        case FailurePlanAgreed():
            return fact.clause.step
        case _:
            return None


@dataclass
class Line:
    """One line of a plan, and what became of it."""

    item: PlanItem
    facts: list[Fact]
    done: str = "not yet"
    verified: str = "not yet"
    notes: list[str] = field(default_factory=list[str])
    log_of: tuple[str, ...] = field(default=())

    def row(self) -> Row:
        """The line as a row."""
        item = self.item
        cells = {
            "line": item.id,
            "area": item.area,
            "responsible": item.area,  # what a plan of tasks prints in the place of the concern
            "action": item.action,
            "response": item.response,
            "owner": item.owner,
            "due": in_words(item.due),
            "done": self.done,
            "verified": self.verified,
            "notes": "; ".join(self.notes),
            "source": item.source,
            "sort": item.kind,
            "priority": item.priority,
            "measure": item.measure,
        }
        return Row(tuple(self.facts), cells)


def plans_of(given: Material) -> dict[str, list[Line]]:
    """The lines of each plan by its key; a plan agreed anew replaces what it said before.

    A paper about an earlier plan tells it as it stood until it was replaced.
    """
    found: dict[str, list[Line]] = {}
    about = _key(given.subject)
    for fact in given.facts:
        if about and _key(fact) == about and _agreed(found.get(about)) is given.subject:
            break
        match fact:
            case PlanAgreed():
                found[fact.plan] = _lines(fact, fact.items)
            case FailurePlanAgreed():
                found[fact.clause.step] = _lines(fact, (*fact.actions, *fact.safety_actions))
            case PlanItemDone() | PlanItemVerified() | PlanItemNoted() | PlanItemMovedOn():
                _note(found.get(fact.plan, []), fact)
            case _:
                pass
    return found


def _agreed(lines: list[Line] | None) -> Fact | None:
    return lines[0].facts[0] if lines else None


def _lines(fact: Fact, items: tuple[PlanItem, ...]) -> list[Line]:
    return [Line(item, [fact], log_of=fact.consequence.log_of) for item in items]


def _note(lines: list[Line], fact: About) -> None:
    for line in lines:
        if line.item.id == fact.item:
            line.facts.append(fact)
            _tell(line, fact, fact.occurred.in_words)


def _tell(line: Line, fact: About, on: str) -> None:
    match fact:
        case PlanItemDone():
            line.done = f"{on}: {fact.how}"
        case PlanItemVerified():
            line.verified = f"{'effective' if fact.effective else 'not effective'}: {fact.reason}"
        case PlanItemNoted():
            line.notes.append(f"{on}: {fact.note}")
        case PlanItemMovedOn():
            changed = {"action": fact.action or line.item.action, "due": fact.due or line.item.due}
            line.item = line.item.model_copy(update=changed)
            line.notes.append(f"{on}: {fact.next_step}, {fact.reason}")
