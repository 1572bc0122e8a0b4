"""What stands against a step: every rule of the procedure that says no, with its clause."""

from collections.abc import Iterator

from concerns.aggregates.checklists import unsatisfied
from concerns.aggregates.situation import Situation
from concerns.procedures.steps import Step
from concerns.vocabulary import Person, Refusal

Choices = dict[str, bool]

DONE_WHEN = {
    "issued": "it is done once it is recorded as sent",
    "delivered": "it is done once its delivery is recorded",
    "acknowledged": "it is done once it is acknowledged",
    "done": "it is done once that is recorded",
    "step taken": "it is done by the step that ends it",
}
"""What a duty still waits for."""


def objections(key: str, situation: Situation, choices: Choices) -> Iterator[Refusal]:
    """Every reason why this officer may not take this step now; none if they may.

    A refusal marked `departure` may be overridden by a recorded departure; the others never:
    they forbid what can never be right.
    """
    step = situation.procedure.steps[key]
    yield from _never_right(key, step, situation)
    yield from _wrong_role(step, situation)
    yield from _wrong_stage(step, situation)
    yield from _not_ready(key, step, situation)
    yield from _papers(key, step, situation)
    yield from _closing(step, situation)
    yield from _overlays(step, situation)
    yield from _choices(step, situation, choices)


def _no(why: str, step: Step) -> Refusal:
    return Refusal(why, clause=step.requirement, departure=step.departures)


def _never_right(key: str, step: Step, situation: Situation) -> Iterator[Refusal]:
    case, officer = situation.case, situation.officer
    signed = [person for by in case.signatures.get(key, []) for person in by.humans()]
    if _shared(signed, officer.humans()):
        yield Refusal(
            "the same person cannot sign twice: another must give the other signature",
            clause=step.requirement,
        )
    for other in step.not_the_same_person_as:
        taken = case.steps.get(other)
        if taken and _shared(taken.humans, officer.humans()):
            title = situation.procedure.steps[other].title
            yield Refusal(f"whoever did “{title}” may not also do this", clause=step.requirement)
    if _shared(case.conflicted, officer.humans()):
        yield Refusal("you declared a conflict of interest in this case: another must decide")


def _shared(some: "list[Person] | tuple[Person, ...]", others: tuple[Person, ...]) -> bool:
    return any(one.is_same(other) for one in some for other in others)


def awaiting(key: str, situation: Situation, choices: Choices) -> list[str]:
    """The roles whose signatures a step still needs."""
    step = situation.procedure.steps[key]
    known = situation.case.choices | choices
    needed = ["|".join(step.by)]
    needed += [one.role for one in step.together_with if one.when is None or known.get(one.when)]
    given = {by.role for by in situation.case.signatures.get(key, [])}
    return [roles for roles in needed if not given & set(roles.split("|"))]


def _wrong_role(step: Step, situation: Situation) -> Iterator[Refusal]:
    if step.automatic and situation.held(step.by, None) is None:
        return
    co_signers = tuple(one.role for one in step.together_with)
    if situation.held((*step.by, *co_signers), None) is None:
        yield Refusal(
            f"“{step.title}” is for the {situation.titles(step.by)}",
            clause=step.requirement,
            kind="not your role",
            departure=step.departures,
        )


def _wrong_stage(step: Step, situation: Situation) -> Iterator[Refusal]:
    case, stages = situation.case, situation.procedure.stages
    here = case.stage or situation.procedure.start
    if case.closed:
        yield _no(f"the case is closed ({stages[here].label})", step)
    elif step.from_ != "any" and here not in step.from_:
        wanted = " or ".join(f"“{stages[stage].label}”" for stage in step.from_)
        yield _no(
            f"“{step.title}” is a step from {wanted}; the case stands at “{stages[here].label}”",
            step,
        )


def _not_ready(key: str, step: Step, situation: Situation) -> Iterator[Refusal]:
    case, steps = situation.case, situation.procedure.steps
    last = case.steps[key].version if key in case.steps else 0
    for needed in step.needs:
        since = max(last, case.settled.get(needed, 0))
        if needed not in case.steps or case.steps[needed].version < since:
            yield _no(f"“{steps[needed].title}” must come first", step)
    for needed in step.only_after:
        if needed not in case.steps:
            yield _no(f"this follows only on “{steps[needed].title}”", step)
    for unwanted in step.never_after:
        if unwanted in case.steps:
            yield _no(f"this cannot follow on “{steps[unwanted].title}”", step)
    for duty in case.duties.values():
        if duty.key in step.needs_done:
            how = DONE_WHEN[duty.done_when]
            yield _no(f"“{duty.what}” is still to be done; {how} ({duty.id})", step)


def _papers(key: str, step: Step, situation: Situation) -> Iterator[Refusal]:
    """Checklists to be satisfied, and one plan of a kind at a time."""
    for checklist in step.needs_checklists:
        if lines := unsatisfied(checklist, situation):
            title = situation.procedure.checklists[checklist].title
            yield _no(f"“{title}” is not satisfied: {', '.join(lines)}", step)
    plan = situation.case.plans.get(step.plan or "")
    if step.fact == "PlanAgreed" and plan and plan.current and plan.step == key:
        yield _no(f"the {plan.title} is running already: end it before another is agreed", step)


def _closing(step: Step, situation: Situation) -> Iterator[Refusal]:
    """Nothing that the procedure asked for is left behind unseen."""
    case, stages = situation.case, situation.procedure.stages
    if step.needs_outcomes:
        waiting = [person for person, outcome in case.people.items() if outcome is None]
        if waiting:
            yield _no(f"it is not recorded what became of {', '.join(waiting)}", step)
    if step.closes or (step.to and stages[step.to].final):
        for duty in case.duties.values():
            if duty.kind != "time limit" and duty.key not in step.ends:
                yield _no(f"“{duty.what}” is still open", step)


def _overlays(step: Step, situation: Situation) -> Iterator[Refusal]:
    labels = situation.procedure.overlays
    for overlay in step.only_while:
        if overlay not in situation.case.overlays:
            yield _no(f"this is possible only while “{labels[overlay].label}” holds", step)
    for overlay in step.not_while:
        if overlay in situation.case.overlays:
            yield _no(f"this is not possible while “{labels[overlay].label}” holds", step)


def _choices(step: Step, situation: Situation, choices: Choices) -> Iterator[Refusal]:
    known = situation.case.choices | choices
    for choice, answer in step.only_if.items():
        if choice in step.choices and choice not in choices:
            continue  # asked with this step, and missing: said so when the step is taken
        if known.get(choice) is not answer:
            wanted = "yes" if answer else "no"
            yield _no(f"this is possible only where “{spoken(choice)}” is {wanted}", step)


def spoken(key: str) -> str:
    """A key as a person would say it."""
    return key.replace("_", " ")
