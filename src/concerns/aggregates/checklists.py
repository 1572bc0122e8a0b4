"""Checklists: a numbered line answered; when a whole list is satisfied."""

from concerns import events
from concerns.aggregates.acts import act
from concerns.aggregates.situation import Situation
from concerns.commands.answer_checklist_item import AnswerChecklistItem
from concerns.events import Fact
from concerns.procedures.parts import Checklist
from concerns.vocabulary import Refusal


def answer_checklist_item(asked: AnswerChecklistItem, situation: Situation) -> list[Fact]:
    """One line answered; an earlier answer stays in the record.

    Raises:
        Refusal: no such checklist or number, a reserved number, or a column it does not have.
    """
    checklist = _checklist(asked, situation)
    _has_item(checklist, asked.item)
    for agency in asked.responsible.keys() - checklist.agencies.keys():
        raise Refusal(
            f"{checklist.title} has no column {agency!r}; it has: "
            f"{', '.join(checklist.agencies) or 'none'}",
            kind="not understood",
            where=f"responsible.{agency}",
        )
    return act(
        events.ChecklistItemAnswered,
        asked,
        situation,
        roles=checklist.by or situation.procedure.acts.keep_logs,
        doing=f"answering “{checklist.title}”",
        step="answer_checklist_item",
        requirements=checklist.items[asked.item].requirement,
        checklist=asked.checklist,
        checklist_title=checklist.title,
        item=asked.item,
        label=checklist.items[asked.item].label,
        answer=asked.answer,
        notes=asked.notes,
        responsible=asked.responsible,
    )


def _checklist(asked: AnswerChecklistItem, situation: Situation) -> Checklist:
    found = situation.procedure.checklists.get(asked.checklist)
    if found is None:
        known = ", ".join(situation.procedure.checklists) or "none"
        raise Refusal(
            f"this procedure has no checklist {asked.checklist!r}; it has: {known}",
            kind="not understood",
            where="checklist",
        )
    return found


def _has_item(checklist: Checklist, item: str) -> None:
    if item in checklist.reserved:
        raise Refusal(
            f"{item} is reserved in {checklist.title}: {checklist.reserved[item]}",
            clause=checklist.requirement,
            kind="not understood",
            where="item",
        )
    if item not in checklist.items:
        raise Refusal(
            f"{checklist.title} has no line {item!r}",
            clause=checklist.requirement,
            kind="not understood",
            where="item",
        )


def unsatisfied(key: str, situation: Situation) -> list[str]:
    """The lines for want of which a checklist is not satisfied; none if it is."""
    checklist = situation.procedure.checklists[key]
    given = situation.case.checklists.get(key, {})
    answers = {number: _answer(checklist, number, given) for number in checklist.items}
    if checklist.satisfied_by == "one yes":
        return [] if "yes" in answers.values() else [*answers]
    wanted = {"yes", "not applicable"}
    if checklist.satisfied_by == "every answer":
        wanted |= {"no"}
    return [number for number, answer in answers.items() if answer not in wanted]


def _answer(checklist: Checklist, number: str, given: dict[str, str]) -> str | None:
    """A line's own answer, or that of the line that asks the same (AMB-DER-17)."""
    twins = [other for other, one in checklist.items.items() if one.same_as == number]
    same = checklist.items[number].same_as
    return next((given[one] for one in (number, same, *twins) if one in given), None)
