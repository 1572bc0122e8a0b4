"""Which facts a paper is about: without them there is no paper."""

from collections.abc import Iterable
from dataclasses import replace

from concerns.events import Fact, MeetingHeld, PlanAgreed
from concerns.papers.definition import About, Definition
from concerns.papers.material import Material
from concerns.papers.sources import SOURCES, Asked
from concerns.vocabulary import Refusal


def occasions(definition: Definition, given: Material) -> list[Fact]:
    """Each fact that the paper could be about, in order; none of a log."""
    about = definition.about
    return [fact for fact in given.facts if _is_one(fact, about, given)]


def _is_one(fact: Fact, about: About, given: Material) -> bool:
    match fact:
        case PlanAgreed() if about.plan:
            return fact.plan in about.plan
        case MeetingHeld() if about.meeting:
            return fact.meeting in about.meeting
        case _:
            step = fact.clause.step
            # A signature on the way to the decision has its step, but is another fact.
            return step in about.step and type(fact).__name__ == given.procedure.steps[step].fact


def on_its_subject(definition: Definition, given: Material, version: int | None) -> Material:
    """The material with the fact that the paper is about: the last one, or that of a version.

    Raises:
        Refusal: it has not happened, so there is nothing to write.
    """
    if definition.about.log:
        _refuse_empty(definition, given)
        return given
    found = occasions(definition, given)
    if not found:
        raise Refusal(
            f"{_named(definition)}: {_missing(definition.about, given)}",
            clause=definition.requirement,
        )
    if version is None:
        return replace(given, subject=found[-1])
    for fact in found:
        if fact.version == version:
            return replace(given, subject=fact)
    known = ", ".join(str(one.version) for one in found)
    raise Refusal(
        f"there is no such occasion for this paper; it can be about version {known}",
        kind="not found",
        where="of",
    )


def _refuse_empty(definition: Definition, given: Material) -> None:
    log, role = definition.about.log, definition.about.role
    source = "decisions" if log == "decision" else "log"
    if not any(True for _ in SOURCES[source].rows(given, Asked(log, role))):
        whose = f" of the {given.procedure.role_title(role)}" if role else ""
        raise Refusal(
            f"{_named(definition)}: nothing has been entered in the {log} log{whose}",
            clause=definition.requirement,
        )


def _named(definition: Definition) -> str:
    return f"the {definition.kind} cannot be made yet"


def _missing(about: About, given: Material) -> str:
    procedure = given.procedure
    if about.plan:
        return f"no {_either(procedure.plans[key].title for key in about.plan)} has been agreed"
    if about.meeting:
        return f"no {_either(procedure.meetings[key].title for key in about.meeting)} has been held"
    steps = _either(f"“{procedure.steps[key].title}”" for key in about.step)
    return f"{steps} has not been done in this case"


def _either(titles: Iterable[str]) -> str:
    return " or ".join(titles)
