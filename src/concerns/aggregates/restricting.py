"""Who may see a case: named persons only, everybody again, or somebody in an emergency."""

from datetime import UTC, timedelta

from concerns import events
from concerns.aggregates.acts import act
from concerns.aggregates.situation import Situation
from concerns.commands.break_glass import BreakGlass
from concerns.commands.open_access import OpenAccess
from concerns.commands.restrict_access import RestrictAccess
from concerns.commands.review_glass import ReviewGlass
from concerns.events import Duty, Fact
from concerns.vocabulary import Refusal


def restrict_access(asked: RestrictAccess, situation: Situation) -> list[Fact]:
    """The case is for these persons alone. The documents are silent on who restricts: whoever
    authorises departures decides, with a reason.

    Raises:
        Refusal: not your role, or you would shut yourself out.
    """
    if not any(one.is_same(situation.officer.person) for one in asked.persons):
        raise Refusal(
            "name yourself too: whoever restricts a case must be able to open it again",
            kind="not understood",
            where="persons",
        )
    return act(
        events.AccessRestricted,
        asked,
        situation,
        roles=situation.procedure.acts.authorise_departures,
        doing="restricting who may see a case",
        step="restrict_access",
        persons=asked.persons,
    )


def open_access(asked: OpenAccess, situation: Situation) -> list[Fact]:
    """Every officer of the council may see the case again.

    Raises:
        Refusal: not your role, or the case is not restricted.
    """
    if situation.case.seeing.only is None:
        raise Refusal("the case is not restricted: every officer of the council may see it")
    return act(
        events.AccessOpened,
        asked,
        situation,
        roles=situation.procedure.acts.authorise_departures,
        doing="opening a restricted case",
        step="open_access",
    )


def break_glass(asked: BreakGlass, situation: Situation) -> list[Fact]:
    """Whoever holds any role in the procedure may see the case for some hours; another reviews it.

    Raises:
        Refusal: you may see the case as it is; without a role in the procedure, there is none.
    """
    if situation.held(tuple(situation.procedure.roles), asked.role) is None:
        raise Refusal("there is no such case", kind="not found")
    if situation.case.seeing.admits(situation.officer.person, situation.now):
        raise Refusal("you may see this case: there is no glass to break")
    until = (situation.now + timedelta(hours=asked.hours)).astimezone(UTC)
    return act(
        events.GlassBroken,
        asked,
        situation,
        roles=tuple(situation.procedure.roles),
        doing="breaking the glass",
        step="break_glass",
        begins=(_to_be_reviewed(situation),),
        until=until.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def review_glass(asked: ReviewGlass, situation: Situation) -> list[Fact]:
    """Another person says whether it was right.

    Raises:
        Refusal: not your role, you broke it yourself, or it waits for no review.
    """
    broken = situation.case.seeing.broken.get(asked.fact)
    if broken is None:
        raise Refusal("no glass was broken by this fact", kind="not found", where="fact")
    if any(one.is_same(two) for one in broken.by.humans() for two in situation.officer.humans()):
        raise Refusal("whoever broke the glass may not review it: another must")
    duty = f"review_glass#{broken.version}"
    if duty not in situation.case.duties:
        raise Refusal("this was reviewed already", where="fact")
    return act(
        events.GlassReviewed,
        asked,
        situation,
        roles=situation.procedure.acts.authorise_departures,
        doing="reviewing the breaking of the glass",
        step="review_glass",
        ends=(duty,),
        broken=asked.fact,
        finding=asked.finding,
    )


def _to_be_reviewed(situation: Situation) -> Duty:
    owners = situation.procedure.acts.authorise_departures
    return Duty(
        id=f"review_glass#{situation.case.version + 1}",
        key="review_glass",
        kind="confirmation",
        what="Review whether it was right to break the glass",
        owners=owners,
        owner_title=situation.titles(owners),
        done_when="step taken",
    )
