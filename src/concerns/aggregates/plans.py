"""Lines of a plan: done, and verified as effective, are two facts."""

from concerns import events
from concerns.aggregates.acts import act
from concerns.aggregates.provider_case import Plan
from concerns.aggregates.situation import Situation
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


def _line(asked: ReportItemDone | VerifyItem, situation: Situation) -> Plan:
    plan = situation.case.plans.get(asked.plan)
    if plan is None:
        raise Refusal(f"the case has no plan {asked.plan!r}", kind="not found", where="plan")
    if asked.item not in plan.items:
        raise Refusal(f"{plan.title} has no line {asked.item!r}", kind="not found", where="item")
    return plan
