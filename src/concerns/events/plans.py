"""Plans: agreed, extended, a line done, a line verified."""

from typing import Annotated

from pydantic import AfterValidator, Field

from concerns.events.fact import Decision, Fact, ISODate, Text
from concerns.vocabulary import Frozen


class PlanItem(Frozen):
    """One line of a plan: concern, action, the provider's response, owner, due date."""

    id: Text
    area: Text
    action: Text
    owner: Text
    due: ISODate
    response: str = ""


def each_once(items: tuple[PlanItem, ...]) -> tuple[PlanItem, ...]:
    """A plan's lines, each id standing once, so that "line 2" means one thing.

    Raises:
        ValueError: two lines have the same id.
    """
    ids = [item.id for item in items]
    for one in ids:
        if ids.count(one) > 1:
            raise ValueError(f"two lines of the plan are called {one!r}")
    return items


class PlanAgreed(Decision):
    name = "plan-agreed/1"
    sentence = "{by} agreed the {plan_title}, due {deadline}: {reason}"
    plan: str
    plan_title: str
    deadline: ISODate
    absolute: bool = False
    items: Annotated[tuple[PlanItem, ...], Field(min_length=1), AfterValidator(each_once)]
    follow_up_on: ISODate | None = None


class PlanExtended(Decision):
    name = "plan-extended/1"
    sentence = "{by} extended the {plan_title} to {deadline}: {reason}"
    plan: str
    plan_title: str
    deadline: ISODate


class PlanItemDone(Fact):
    name = "plan-item-done/1"
    sentence = "{by} recorded plan item {item} as done: {how}"
    plan: str
    item: str
    how: Text


class PlanItemVerified(Decision):
    name = "plan-item-verified/1"
    sentence = "{by} verified plan item {item}; effective: {effective}: {reason}"
    plan: str
    item: str
    effective: bool


class AreaProgress(Frozen):
    """How one area of the plan stands."""

    area: Text
    sustainable: bool
    note: str = ""


EVERY_AREA_SUSTAINABLE = "every_area_reported_sustainable"
"""Known from the latest report, as if somebody had been asked: a step may depend on it."""


class ProgressReported(Fact):
    name = "progress-reported/1"
    sentence = "{by} reported progress: {summary}"
    summary: Text
    areas: tuple[AreaProgress, ...] = ()
