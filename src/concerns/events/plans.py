"""Plans: agreed, extended, a line done, a line verified."""

from typing import Annotated, Literal

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
    source: str = ""
    """Where the concern came from."""
    kind: str = ""
    """Such as "safeguarding" or "quality", where the document keeps them apart."""
    priority: str = ""
    measure: str = ""
    """How compliance will be judged."""


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


class PlanItemNoted(Fact):
    name = "plan-item-noted/1"
    sentence = "{by} noted on plan item {item}: {note}"
    plan: str
    item: str
    note: Text


class PlanItemMovedOn(Decision):
    name = "plan-item-moved-on/1"
    sentence = "{by} decided on plan item {item}, {next_step}: {reason}"
    plan: str
    item: str
    next_step: Literal[
        "carried forward", "changed and carried forward", "no longer required or superseded"
    ]
    action: str = ""
    """The action as changed."""
    due: ISODate | None = None


class PlanEnded(Decision):
    name = "plan-ended/1"
    sentence = "{by} ended the {plan_title} as {outcome}: {reason}"
    plan: str
    plan_title: str
    outcome: Literal["completed", "superseded", "not completed"]


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
