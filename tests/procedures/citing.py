"""Which tests show which requirements: those named in a test's docstring or its parameters."""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from concerns.procedures.coverage import catalogues

PROJECT = Path(__file__).parents[2]
TESTS = PROJECT / "tests"

_NUMBERED = [name for one in catalogues() for name in (*one.ids, *one.ambiguities)]
ORDER = {name: place for place, name in enumerate(_NUMBERED)}
"""The place of each requirement and each ambiguity in the catalogues."""
GROUPS = {group for one in catalogues() for group in one.groups}

_STARTS = {one if one.startswith("X-") else f"{one.split('-')[0]}-[A-Z][A-Z0-9]*" for one in GROUPS}
_ID = rf"(?<![\w-])(?:AMB-[A-Z]+|{'|'.join(sorted(_STARTS))})\b(?:-[A-Za-z0-9]+)*(?:\.\d+)?"
_RANGE = re.compile(rf"({_ID}) to ([A-Za-z0-9-]+(?:\.\d+)?)")


_WRITTEN_OUT = ast.List | ast.Tuple | ast.Set | ast.Dict


class Citing(NamedTuple):
    """A test, by the name pytest gives it, and what it names."""

    test: str
    known: frozenset[str]
    """Requirements and ambiguities of the catalogues."""
    unknown: frozenset[str]
    """What looks like one in its docstring and is none: a slip of the pen."""


@cache
def citing(folder: Path = TESTS) -> tuple[Citing, ...]:
    """Every test that names something, in the order of files and lines."""
    return tuple(one for file in files(folder, "test_*.py") for one in _in(file))


@cache
def shown() -> Mapping[str, tuple[str, ...]]:
    """The tests that name each requirement and each ambiguity."""
    found: dict[str, list[str]] = {}
    for one in citing():
        for name in sorted(one.known):
            found.setdefault(name, []).append(one.test)
    return {name: tuple(tests) for name, tests in found.items()}


def _in(file: Path) -> Iterator[Citing]:
    tree = parsed(file)
    if Path(__file__).stem in imports(tree).values():
        return  # a test of this very reading: what it names are its examples
    written = constants(tree)
    for test in tests_of(tree):
        told, unknown = named_in(_docstring(test))
        known = told | (parameters(test, written) & ORDER.keys())
        if known or unknown:
            yield Citing(name_of(file, test.name), frozenset(known), frozenset(unknown))


def files(folder: Path, pattern: str) -> list[Path]:
    """The files of tests that every run of the tests runs: not the long ones."""
    return [one for one in sorted(folder.rglob(pattern)) if "endurance" not in one.parts]


@cache
def parsed(file: Path) -> ast.Module:
    """A file of Python, read once."""
    return ast.parse(file.read_text(encoding="utf-8"))


def name_of(file: Path, test: str) -> str:
    """What pytest calls a test of the project."""
    return f"{file.relative_to(PROJECT) if file.is_relative_to(PROJECT) else file.name}::{test}"


def imports(tree: ast.Module) -> dict[str, str]:
    """The names that a file has from elsewhere, and from where."""
    return {
        name.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for name in node.names
    }


def tests_of(tree: ast.Module) -> list[ast.FunctionDef]:
    """The test functions of a file."""
    functions = [one for one in tree.body if isinstance(one, ast.FunctionDef)]
    return [one for one in functions if one.name.startswith("test_")]


def named_in(text: str) -> tuple[set[str], set[str]]:
    """What a text names, and what it seems to: "DER-ST-01 to ST-05" names five, DER-ST none."""
    found = set(re.findall(_ID, text))
    for first, last in _RANGE.findall(text):
        found |= _between(first, last)
    known = found & ORDER.keys()
    return known, found - known - GROUPS


def _between(first: str, last: str) -> set[str]:
    """Every requirement from one to another, of which only the end need be written."""
    ends = [first[:cut] + last for cut in range(len(first))]
    end = next((one for one in reversed(ends) if one in ORDER), None)
    if first not in ORDER or (end is None and not re.search(r"[A-Z-]", last)):
        return set()  # "to" was an ordinary word
    if end is None or ORDER[end] <= ORDER[first]:
        return {f"{first} to {last}"}
    return {name for name, place in ORDER.items() if ORDER[first] <= place <= ORDER[end]}


def _docstring(test: ast.FunctionDef) -> str:
    # Lines are joined, because a range may run over two of them.
    return " ".join((ast.get_docstring(test) or "").split())


def constants(tree: ast.Module) -> dict[str, set[str]]:
    """The words in each list, tuple, set or dictionary that a file writes out under a name."""
    found: dict[str, set[str]] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, _WRITTEN_OUT):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {one.id: words_in(node) for one in targets if isinstance(one, ast.Name)}
    return found


def parameters(test: ast.FunctionDef, written: dict[str, set[str]]) -> set[str]:
    """The words that a test is run with, one after another."""
    words = set[str]()
    for decorator in test.decorator_list:
        names = {one.id for one in ast.walk(decorator) if isinstance(one, ast.Name)}
        words |= words_in(decorator).union(*(written.get(name, set()) for name in names))
    return words


def words_in(node: ast.AST) -> set[str]:
    """Every text written within a piece of Python."""
    return {
        one.value
        for one in ast.walk(node)
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }
