"""Each attack of the list has a test: one whose docstring begins with its number."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[1]
EVERY = frozenset(range(1, 43))
"""The numbers of the list of attacks."""

_NAMED = re.compile(r"Attacks? (\d+(?:, \d+)*(?: and \d+)?): ")
_MENTIONED = re.compile(r"attacks? \d", re.IGNORECASE)


def _docstrings() -> Iterator[tuple[str, str]]:
    """Each test, by file and name, and what it promises; the long tests too."""
    for file in sorted(TESTS.rglob("test_*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield f"{file.relative_to(TESTS)}::{node.name}", ast.get_docstring(node) or ""


def _named(docstring: str) -> tuple[set[int], str]:
    """The attacks at its beginning (`Attack 18: …`, `Attacks 5 and 12: …`), and what follows."""
    named = _NAMED.match(docstring)
    if not named:
        return set(), docstring
    return {int(one) for one in re.findall(r"\d+", named[1])}, docstring[named.end() :]


def test_every_attack_has_a_test() -> None:
    """A number that is missing here is an attack that nobody tries."""
    tried = set[int]().union(*(_named(said)[0] for _, said in _docstrings()))
    assert (sorted(EVERY - tried), sorted(tried - EVERY)) == ([], [])


def test_a_number_stands_where_it_counts() -> None:
    """At the docstring's beginning; elsewhere it would seem to count, and does not."""
    stray = [test for test, said in _docstrings() if _MENTIONED.search(_named(said)[1])]
    assert stray == [], "begin the docstring with the number, as in `Attack 18: `"
