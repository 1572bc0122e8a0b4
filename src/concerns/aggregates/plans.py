"""Lines of a plan: done, and verified as effective, are two facts."""

from concerns import events
from concerns.aggregates.acts import act
from concerns.aggregates.provider_case import Plan
from concerns.aggregates.situation import Situation
from concerns.commands.end_plan import EndPlan
from concerns.commands.move_item_on import MoveItemOn
from concerns.commands.note_on_item import NoteOnItem
from concerns.commands.report_item_done import ReportItemDone
from concerns.commands.verify_item import VerifyItem
from concerns.events import Fact
from concerns.vocabulary import Refusal


def report_item_done(asked: ReportItemDone, situation: Situation) -> list[Fact]:
    """A line of the plan is done, as somebody says."""
    _line(asked, situation)
    return act(
        events.PlanItemDone,
        asked,
        situation,
        roles=situation.procedure.acts.keep_logs,
        doing="recording plan items",
        step="report_item_done",
        plan=asked.plan,
        item=asked.item,
        how=asked.how,
    )


def verify_item(asked: VerifyItem, situation: Situation) -> list[Fact]:
    """Somebody looked whether it worked."""
    plan = _line(asked, situation)
    if asked.item not in plan.done:
        raise Refusal(f"line {asked.item!r} of the plan has not been recorded as done")
    return act(
        events.PlanItemVerified,
        asked,
        situation,
        roles=situation.procedure.acts.verify_plan_items,
        doing="verifying plan items",
        step="verify_item",
        plan=asked.plan,
        item=asked.item,
        effective=asked.effective,
    )


def note_on_item(asked: NoteOnItem, situation: Situation) -> list[Fact]:
    """How a line of the plan is getting on."""
    _line(asked, situation)
    return act(
        events.PlanItemNoted,
        asked,
        situation,
        roles=situation.procedure.acts.keep_logs,
        doing="noting progress",
        step="note_on_item",
        plan=asked.plan,
        item=asked.item,
        note=asked.note,
    )


def move_item_on(asked: MoveItemOn, situation: Situation) -> list[Fact]:
    """What becomes of a line at its review: carried forward, changed, or no longer required."""
    plan = _line(asked, situation)
    if plan.absolute and asked.due:
        raise Refusal(f"the deadline of the {plan.title} is absolute: no line gets a later one")
    if asked.next_step == "changed and carried forward" and not asked.action.strip():
        raise Refusal("say what the action is now", kind="not understood", where="action")
    return act(
        events.PlanItemMovedOn,
        asked,
        situation,
        roles=situation.procedure.acts.verify_plan_items,
        doing="deciding on plan items",
        step="move_item_on",
        plan=asked.plan,
        item=asked.item,
        next_step=asked.next_step,
        action=asked.action,
        due=asked.due,
    )


def end_plan(asked: EndPlan, situation: Situation) -> list[Fact]:
    """A plan is over, so that another of its kind may be agreed."""
    plan = _plan(asked.plan, situation)
    if plan.ended:
        raise Refusal(f"the {plan.title} has ended already")
    return act(
        events.PlanEnded,
        asked,
        situation,
        roles=situation.procedure.acts.verify_plan_items,
        doing="ending a plan",
        step="end_plan",
        plan=asked.plan,
        plan_title=plan.title,
        outcome=asked.outcome,
    )


Lines = ReportItemDone | VerifyItem | NoteOnItem | MoveItemOn


def _line(asked: Lines, situation: Situation) -> Plan:
    plan = _plan(asked.plan, situation)
    if asked.item not in plan.items:
        raise Refusal(f"{plan.title} has no line {asked.item!r}", kind="not found", where="item")
    return plan


def _plan(key: str, situation: Situation) -> Plan:
    plan = situation.case.plans.get(key)
    if plan is None:
        raise Refusal(f"the case has no plan {key!r}", kind="not found", where="plan")
    return plan
