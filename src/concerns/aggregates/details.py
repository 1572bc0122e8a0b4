"""What a step's fact says: given by the officer, fixed or already known by the procedure."""

from typing import Any

from concerns.aggregates.choosing import chosen
from concerns.aggregates.known_before import KNOWN_BEFORE
from concerns.aggregates.objections import spoken
from concerns.aggregates.scoring import TOOLS
from concerns.aggregates.situation import Situation
from concerns.aggregates.taking import kind_of, takes
from concerns.commands.take_step import TakeStep
from concerns.events import Duty, Fact
from concerns.procedures.steps import Step
from concerns.vocabulary import Refusal

SHEETS = ("answers", "measures", "levels", "statements", "domains")
"""What is filled in on a tool's sheet: read by the tool, and no field of the fact as given."""


def details(step: Step, asked: TakeStep, situation: Situation) -> dict[str, Any]:
    """What was given and what the procedure fixes, together.

    Raises:
        Refusal: something compulsory is missing, or fixed by the procedure and given otherwise.
    """
    given = {**asked.details}
    fixed = {**step.sets, **_filled_in(step, given, situation)}
    given |= chosen(step, given, situation.procedure)
    for name in given.keys() - (kind_of(step).model_fields.keys() - Fact.model_fields.keys()):
        known = ", ".join(takes(step)) or "there are none"
        raise Refusal(
            f"{name!r} is not a detail here; the details of “{step.title}” are: {known}",
            kind="not understood",
            where=name,
        )
    for name in given.keys() & fixed.keys():
        raise Refusal(
            f"{name!r} is set by the procedure: leave it out",
            kind="not understood",
            where=name,
        )
    for name in step.asks:
        value = asked.evidence if name == "evidence" else given.get(name)
        if value in (None, "", [], ()):
            raise Refusal(
                f"{spoken(name)} is needed here",
                clause=step.requirement,
                kind="not understood",
                where=name,
            )
    complete = {**given, **fixed}
    for name, value in step.demands.items():
        if complete.get(name) != value:
            raise Refusal(f"{spoken(name)} must be {value!r} here", clause=step.requirement)
    return complete


def _filled_in(step: Step, given: dict[str, Any], situation: Situation) -> dict[str, Any]:
    """What the procedure itself knows, so that no officer has to type it."""
    procedure, filled = situation.procedure, dict[str, Any]()
    fields = kind_of(step).model_fields
    if step.plan:
        filled |= {"plan": step.plan, "plan_title": procedure.plans[step.plan].title}
        if "absolute" in fields:
            filled["absolute"] = procedure.plans[step.plan].absolute
    if step.meeting:
        meeting = procedure.meetings[step.meeting]
        filled |= {"meeting": step.meeting, "meeting_title": meeting.title}
    if step.scoring:
        filled |= TOOLS[step.fact](step.scoring, {**given, **step.sets}, situation)
        for sheet in SHEETS:
            given.pop(sheet, None)
    if step.fact == "ManagerAppointed" and "role" in step.sets:
        filled["title"] = procedure.role_title(step.sets["role"])
    if step.fact == "ConditionReviewed":
        filled["what"] = _condition(step, given, situation).what
    if "automatic" in fields:
        filled["automatic"] = step.automatic
    if step.fact in KNOWN_BEFORE:
        filled |= KNOWN_BEFORE[step.fact](step, given, situation)
    return filled


def _condition(step: Step, given: dict[str, Any], situation: Situation) -> Duty:
    duty = situation.case.duties.get(str(given.get("duty")))
    if duty is None or duty.kind != "condition":
        raise Refusal("name the open condition", kind="not understood", where="duty")
    if given.get("outcome") == "continues" and not given.get("next_review_on"):
        raise Refusal(
            "a condition that continues needs the date of its next review",
            clause=step.requirement,
            kind="not understood",
            where="next_review_on",
        )
    return duty
