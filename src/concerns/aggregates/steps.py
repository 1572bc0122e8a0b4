"""Take a step of the procedure: allowed, refused by clause, or taken as a departure."""

import orjson

from concerns import events
from concerns.aggregates import consequences
from concerns.aggregates.confirming import confirmation
from concerns.aggregates.details import details
from concerns.aggregates.objections import awaiting, objections, spoken
from concerns.aggregates.situation import Situation, by, clause, fact
from concerns.aggregates.taking import kind_of
from concerns.commands.command import DepartureAsked
from concerns.commands.take_step import TakeStep
from concerns.events import Consequence, Fact
from concerns.procedures.steps import Step
from concerns.vocabulary import Departure, Person, Refusal


def take_step(asked: TakeStep, situation: Situation) -> list[Fact]:
    """The fact that a step leaves, or the signature that brings it closer.

    Raises:
        Refusal: the procedure says no, by clause; says whether a departure is possible.
    """
    step = find(asked.step, situation)
    asked = _as_signed_before(asked, situation)
    _all_answered(step, asked)
    against = _against(asked, situation)
    role = _role(step, asked, situation)
    waiting = _still_waiting(asked, situation, role)
    departure = _departure(asked, situation, against, waiting)
    decided = fact(
        kind_of(step),
        asked,
        situation,
        by=by(situation, role),
        clause=clause(situation, asked.step, step.requirement),
        choices=asked.choices,
        departure=departure,
        **details(step, asked, situation),
    )
    if waiting and asked.departure is None:
        return [_signature(asked, situation, step, role, waiting)]
    follows = consequences.of_step(asked.step, situation, decided.occurred, vars(decided))
    if departure and not departure.confirmed:
        duty = confirmation(asked.departure, situation)
        follows = follows.model_copy(update={"begins": (*follows.begins, duty)})
    return [decided.model_copy(update={"consequence": follows})]


def find(key: str, situation: Situation) -> Step:
    """The step of that name.

    Raises:
        Refusal: this procedure has no such step.
    """
    try:
        return situation.procedure.steps[key]
    except KeyError:
        title = situation.procedure.title
        raise Refusal(
            f"the procedure “{title}” has no step {key!r}; what was done instead can be "
            "recorded as a departure",
            kind="not understood",
            where="step",
        ) from None


def _as_signed_before(asked: TakeStep, situation: Situation) -> TakeStep:
    """A further signature is under what the first one signed, given again or taken over."""
    signed = situation.case.terms.get(asked.step)
    if signed is None or _terms(asked) == signed:
        return asked
    if asked.details or asked.choices:
        first = situation.case.signatures[asked.step][0]
        raise Refusal(
            f"what you would sign is not what {first} signed: leave details and choices out to "
            "sign the same, or have the decision put again",
            kind="not understood",
            where="details",
        )
    return asked.model_copy(update=orjson.loads(signed))


def _terms(asked: TakeStep) -> str:
    said = {"details": asked.details, "choices": asked.choices}
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS, default=str).decode()


def _all_answered(step: Step, asked: TakeStep) -> None:
    for choice in step.choices:
        if choice not in asked.choices:
            raise Refusal(
                f"say yes or no to “{spoken(choice)}”: the procedure leaves it to you and it must "
                "be recorded",
                clause=step.requirement,
                kind="not understood",
                where=f"choices.{choice}",
            )
    for extra in asked.choices.keys() - set(step.choices):
        raise Refusal(f"nobody asked {spoken(extra)!r}", kind="not understood", where="choices")


def _against(asked: TakeStep, situation: Situation) -> list[Refusal]:
    """What a departure would override; raises the first that cannot be, or was not asked to be."""
    against = list(objections(asked.step, situation, asked.choices))
    for one in against:
        if asked.departure is None or not one.departure:
            raise one
    return against


def _departure(
    asked: TakeStep, situation: Situation, against: list[Refusal], waiting: list[str]
) -> Departure | None:
    if asked.departure is None:
        return None
    unsigned = [f"not signed by the {situation.titles(tuple(one.split('|')))}" for one in waiting]
    rules = (*(_cited(one) for one in against), *unsigned)
    if not rules:
        raise Refusal("no departure is needed: the procedure allows this", kind="not understood")
    return Departure(
        rules=rules,
        reason=asked.departure.reason,
        authorised_by=_authoriser(asked.departure, situation),
        confirmed=_may_authorise(asked.departure, situation),
    )


def _cited(refused: Refusal) -> str:
    return f"{refused.why} ({', '.join(refused.clause)})" if refused.clause else refused.why


def _may_authorise(asked: DepartureAsked, situation: Situation) -> bool:
    own = asked.authorised_by in {None, situation.officer.person.subject}
    return own and situation.held(situation.procedure.acts.authorise_departures, None) is not None


def _authoriser(asked: DepartureAsked, situation: Situation) -> Person:
    person = situation.officer.person
    if asked.authorised_by in {None, person.subject}:
        return person
    name = asked.authorised_by_name or str(asked.authorised_by)
    return Person(issuer=person.issuer, subject=str(asked.authorised_by), name=name)


def _role(step: Step, asked: TakeStep, situation: Situation) -> str:
    given = {one.role for one in situation.case.signatures.get(asked.step, [])}
    wanted = [*step.by, *(one.role for one in step.together_with)]
    open_to = tuple(role for role in wanted if role not in given)
    role = situation.held(open_to, asked.role)
    if role is None and (asked.departure or step.automatic):
        role = situation.held(tuple(situation.procedure.roles), asked.role)
    if role is None:
        raise Refusal(
            f"you hold no role in “{situation.procedure.title}” in which to do this",
            clause=step.requirement,
            kind="not your role",
        )
    return role


def _still_waiting(asked: TakeStep, situation: Situation, role: str) -> list[str]:
    waiting = awaiting(asked.step, situation, asked.choices)
    return [roles for roles in waiting if role not in roles.split("|")]


def _signature(
    asked: TakeStep, situation: Situation, step: Step, role: str, waiting: list[str]
) -> Fact:
    titles = [situation.titles(tuple(roles.split("|"))) for roles in waiting]
    return fact(
        events.SignatureGiven,
        asked,
        situation,
        by=by(situation, role),
        clause=clause(situation, asked.step, step.requirement),
        consequence=Consequence(log_of=consequences.logs_of(step, situation)),
        choices=asked.choices,
        step=asked.step,
        what=step.title,
        terms=_terms(asked),
        awaiting=" and ".join(titles),
    )
