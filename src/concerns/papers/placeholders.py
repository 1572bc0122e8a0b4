"""The names in braces that a paper's wording may use: each stands for a fact, never for markup."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from string import Formatter
from typing import Any

from concerns import events
from concerns.events import Fact
from concerns.papers.material import Material, signed
from concerns.papers.words import NOT_RECORDED, in_words, instant
from concerns.procedures.procedure import Procedure


def stage_of(given: Material) -> str:
    """The stage as the council's document calls it."""
    labels = [one.consequence.stage_label for one in given.facts if one.consequence.stage]
    return labels[-1] or "" if labels else ""


def colour_of(given: Material) -> str:
    """The colour as a word; empty where the stage has none."""
    setting = [one.consequence for one in given.facts if one.consequence.stage]
    rag = setting[-1].rag if setting else None
    return rag.colour.capitalize() if rag else ""


OF_THE_CASE: Mapping[str, Callable[[Material], object]] = {
    "provider": lambda given: given.opened.provider.name,
    "services": lambda given: tuple(one.name for one in given.opened.services),
    "case": lambda given: given.opened.case,
    "procedure": lambda given: given.opened.procedure_title,
    "opened_on": lambda given: given.opened.occurred,
    "opened_because": lambda given: given.opened.reason,
    "stage": stage_of,
    "colour": colour_of,
    "known_on": lambda given: instant(given.last.recorded_at),
}
"""Always there."""

OF_A_FACT: Mapping[str, Callable[[Material, Fact], object]] = {
    "date": lambda _, fact: fact.occurred,
    "decided_by": lambda _, fact: fact.by,
    "signed_by": lambda given, fact: " and ".join(str(one.by) for one in signed(given, fact)),
    "officer": lambda _, fact: fact.by.person,
    "role": lambda _, fact: fact.by.title,
    "reason": lambda _, fact: fact.reason,
    "requirements": lambda _, fact: fact.clause.requirements,
    "departure": lambda _, fact: fact.departure and fact.departure.reason,
    "evidence": lambda _, fact: tuple(one.title for one in fact.evidence),
}
"""Of the fact that the paper is about, or, behind a step's key and a dot, of another's last fact.

Besides these, every field of such a fact may be named: {scope}, {basis}, {deadline} …
"""

_HIDDEN = frozenset(Fact.model_fields) - {"reason"}
"""What all facts share is reached by the names above, not by its stored name."""


TIME_LIMIT = "time_limit."
"""Behind it a time limit's key: how long it is, as the procedure has it."""


def named_in(text: str) -> Iterator[tuple[str, str]]:
    """The words of a text, each with the placeholder that follows it ("" at the end).

    Raises:
        ValueError: a brace stands alone, or a placeholder holds more than a name.
    """
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        raise ValueError("a brace stands alone; write it twice where a brace is meant") from None
    for words, name, spec, conversion in parts:
        if name is not None and (spec or conversion or not name):
            raise ValueError("a placeholder is a name in braces and nothing else")
        yield words, name or ""


def fields_of(fact_name: str) -> frozenset[str]:
    """The names that stand for something in a fact of this class."""
    kind: Any = getattr(events, fact_name, None)
    own = frozenset(kind.model_fields) - _HIDDEN if kind else frozenset[str]()
    return own | frozenset(OF_A_FACT)


def known_names(procedure: Procedure, about: Iterable[str]) -> frozenset[str]:
    """The placeholders that a paper may use; `about` names the classes of the facts it is about."""
    classes = [fields_of(one) for one in about]
    own = frozenset[str].intersection(*classes) if classes else frozenset[str]()
    others = {
        f"{key}.{field}" for key, step in procedure.steps.items() for field in fields_of(step.fact)
    }
    limits = {TIME_LIMIT + key for key, one in procedure.clocks.items() if one.length is not None}
    return own | frozenset(OF_THE_CASE) | others | limits


def filled(text: str, given: Material) -> tuple[str, bool]:
    """The text with its facts, and whether each of them was there."""
    said, whole = "", True
    for words, name in named_in(text):
        value = in_words(_value(name, given)) if name else ""
        whole = whole and bool(value or not name)
        said += words + (value or NOT_RECORDED if name else "")
    return said, whole


def _value(name: str, given: Material) -> object:
    if name in OF_THE_CASE:
        return OF_THE_CASE[name](given)
    if name.startswith(TIME_LIMIT):
        limit = given.procedure.clocks[name.removeprefix(TIME_LIMIT)]
        return f"{limit.length} {limit.unit}"
    step, dot, field = name.rpartition(".")
    fact = last_of(given, step) if dot else given.subject
    if fact is None:
        return None
    if field in type(fact).model_fields and field not in _HIDDEN:
        return getattr(fact, field)
    return OF_A_FACT[field](given, fact) if field in OF_A_FACT else None


def last_of(given: Material, step: str) -> Fact | None:
    """The last fact that a step left, signatures on the way to it not counted."""
    kind = given.procedure.steps[step].fact
    found = [one for one in given.facts if one.clause.step == step and type(one).__name__ == kind]
    return found[-1] if found else None


def facts_named(text: str, given: Material) -> list[Fact]:
    """The facts that a text draws on, so that a later correction of one can be noted."""
    found = [_behind(name, given) for _, name in named_in(text) if name]
    return [one for one in found if one is not None]


def _behind(name: str, given: Material) -> Fact | None:
    if name in OF_THE_CASE:
        return given.opened
    if name.startswith(TIME_LIMIT):
        return None
    step, dot, _ = name.rpartition(".")
    return last_of(given, step) if dot else given.subject
