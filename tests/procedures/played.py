"""What the tests have officers do and what they see refused, read from the tests' own text.

A test does what it names in `.takes(who, "step")` or `.asks(who, …)`, sees refused what it names
in `.refuses(who, "step")`, `.refused(who, …)` or `"step" not in case.permitted(who)`, and does and
sees what the helpers it calls do.
"""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from citing import TESTS, constants, files, imports, name_of, parameters, parsed, words_in

_DOES = {"takes": "done", "asks": "done", "refuses": "refused", "refused": "refused"}
_OPENING = {"opening": "open_case", "OpenCase": "open_case"}
"""What asks for a case to be opened, which is a step too."""
_GIVEN = "(given by the caller)"


class Played(NamedTuple):
    """A test, what its file speaks of, and the keys of steps and duties it does and sees refused.

    The keys are among other words that stand beside them.
    """

    test: str
    speaks_of: frozenset[str]
    done: frozenset[str]
    refused: frozenset[str]


class _Function(NamedTuple):
    done: set[str]
    refused: set[str]
    calls: dict[str, set[str]]
    """The functions it calls, and the words it hands to each."""


class _File(NamedTuple):
    path: Path
    functions: dict[str, _Function]
    imports: dict[str, str]
    """The names it has from other files of tests, and from which."""
    words: set[str]


@cache
def played(folder: Path = TESTS) -> tuple[Played, ...]:
    """Every test that plays a case."""
    read = {path.stem: _read(path) for path in files(folder, "*.py")}
    return tuple(one for file in read.values() for one in _of(file, read))


def _of(file: _File, others: Mapping[str, _File]) -> Iterator[Played]:
    near = [others[name].words for name in set(file.imports.values()) & others.keys()]
    speaks_of = file.words.union(*near)
    for name in file.functions:
        if name.startswith("test_"):
            done, refused = _follow(file, name, set(), others, ())
            if done or refused:
                test = name_of(file.path, name)
                yield Played(test, frozenset(speaks_of), frozenset(done), frozenset(refused))


def _follow(
    file: _File, name: str, given: set[str], others: Mapping[str, _File], above: tuple[str, ...]
) -> tuple[set[str], set[str]]:
    """What a function does and sees refused, with what it was given, and its helpers with it."""
    if name in above:
        return set(), set()
    if name not in file.functions:
        other = others.get(file.imports.get(name, ""))
        return _follow(other, name, given, others, above) if other else (set(), set())
    own = file.functions[name]
    done, refused = _filled(own.done, given), _filled(own.refused, given)
    for helper, words in own.calls.items():
        more = _follow(file, helper, _filled(words, given), others, (*above, name))
        done, refused = done | more[0], refused | more[1]
    return done, refused


def _filled(words: set[str], given: set[str]) -> set[str]:
    return words - {_GIVEN} | (given if _GIVEN in words else set())


def _read(path: Path) -> _File:
    tree = parsed(path)
    written = constants(tree)
    functions = [one for one in tree.body if isinstance(one, ast.FunctionDef)]
    done = {one.name: _function(one, written) for one in functions}
    return _File(path, done, imports(tree), words_in(tree))


def _function(function: ast.FunctionDef, written: dict[str, set[str]]) -> _Function:
    known = written | _local(function, written)
    found = _Function(set(), set(), {one.arg: set() for one in function.args.args})
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Attribute(attr=act)) if act in _DOES:
                getattr(found, _DOES[act]).update(_asked(node, act, known))
            case ast.Call(func=ast.Name(id=helper)):
                found.calls.setdefault(helper, set()).update(_words(node, known))
            case ast.Compare(
                ops=[ast.NotIn()], comparators=[ast.Call(func=ast.Attribute(attr=act))]
            ):
                found.refused.update(_words(node.left, known) if act == "permitted" else ())
            case _:
                pass
    return found


def _asked(call: ast.Call, act: str, known: Mapping[str, set[str]]) -> set[str]:
    """The step, where one is taken; else every word of what is asked."""
    if act in {"takes", "refuses"}:
        return _words(call.args[1], known) if len(call.args) > 1 else set()
    return set[str]().union(*(_words(part, known) for part in [*call.args, *call.keywords]))


def _words(node: ast.AST, known: Mapping[str, set[str]]) -> set[str]:
    names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    opened = {_OPENING[name] for name in names & _OPENING.keys()}
    return words_in(node).union(opened, *(known.get(name, set()) for name in names))


def _local(function: ast.FunctionDef, written: dict[str, set[str]]) -> dict[str, set[str]]:
    """The words behind each name inside a function."""
    test = function.name.startswith("test_")
    given = parameters(function, written) if test else {_GIVEN}
    known = {one.arg: given for one in (*function.args.args, *function.args.kwonlyargs)}
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=targets, value=value):
                pass
            case ast.For(target=target, iter=value):
                targets = [target]
            case _:
                continue
        for name in (one for target in targets for one in ast.walk(target)):
            if isinstance(name, ast.Name):
                known[name.id] = known.get(name.id, set()) | _words(value, written | known)
    return known
