"""Which transitions the tests see happen, and which they see refused."""

from collections import defaultdict
from functools import cache
from typing import NamedTuple

from citing import shown
from played import played

from concerns.procedures.coverage import catalogues
from concerns.procedures.reader import library


class Seen(NamedTuple):
    """A transition, the steps and duties that fulfil it, and the tests that play them."""

    transition: str
    elements: frozenset[str]
    happens: tuple[str, ...]
    refused: tuple[str, ...]

    @property
    def tests(self) -> tuple[str, ...]:
        """All of them."""
        return self.happens + self.refused


@cache
def transitions() -> tuple[Seen, ...]:
    """Every transition of every document, with its examples.

    One that no step or duty fulfils is seen in the tests that cite it.
    """
    return tuple(
        _seen(name, one.procedure)
        for one in catalogues()
        if one.procedure
        for name in one.ids
        if one.group_of(name).endswith("-ST")
    )


def _seen(transition: str, procedure: str) -> Seen:
    elements = _elements(procedure).get(transition, frozenset())
    cites = set(shown().get(transition, ()))
    mine = [one for one in played() if procedure in one.speaks_of]
    mine.sort(key=lambda one: one.test not in cites)
    happens = [one.test for one in mine if _shows(one.done, one.test, elements, cites)]
    refused = [one.test for one in mine if _shows(one.refused, one.test, elements, cites)]
    return Seen(transition, elements, tuple(happens), tuple(refused))


def _shows(words: frozenset[str], test: str, elements: frozenset[str], cites: set[str]) -> bool:
    return bool(words & elements) if elements else bool(words) and test in cites


@cache
def _elements(procedure: str) -> dict[str, frozenset[str]]:
    """The keys of the steps and duties that fulfil each requirement."""
    found: dict[str, set[str]] = defaultdict(set)
    whole = library().get(procedure)
    for key, element in [*whole.steps.items(), *whole.duties.items()] if whole else []:
        for requirement in element.requirement:
            found[requirement].add(key)
    return {name: frozenset(keys) for name, keys in found.items()}
