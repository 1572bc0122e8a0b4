"""What a YAML or JSON file says, with the line of every part.

libyaml composes the nodes (the C part of PyYAML: some twenty times faster than a round-trip
loader in Python); what plain words mean is decided here by the core schema of YAML 1.2, in which
`yes`, `no` and `on` are words and dates are words too.
"""

import re
from collections.abc import Callable
from typing import Any, cast

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.reader import ReaderError

Path = tuple[str, ...]

_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


_MERGE = "<<"


class Unreadable(Exception):
    """A file cannot be read; says why, and on which line (from 1; 0 for the file as a whole)."""

    def __init__(self, why: str, line: int) -> None:
        super().__init__(why)
        self.why = why
        self.line = line


class Marked:
    """The content of a text, as plain values, and the line of each part.

    Raises:
        Unreadable: it is not YAML, or a name stands twice in one mapping.
    """

    def __init__(self, text: str) -> None:
        self.content: Any = None
        self._lines: dict[Path, int] = {}
        try:
            node = _composed(text)
            if node is not None:
                self.content = self._value(node, ())
        except RecursionError:
            raise Unreadable("nested too deeply", 1) from None

    def line(self, *path: str | int) -> int:
        """The line of a part, from 1; of the nearest enclosing one where it is absent."""
        for length in range(len(path), 0, -1):
            found = self._lines.get(tuple(str(part) for part in path[:length]))
            if found:
                return found
        return 0

    def _value(self, node: Node, path: Path) -> Any:  # noqa: ANN401 - a file holds anything
        match node:
            case MappingNode():
                return self._mapping(node, path)
            case SequenceNode():
                return [
                    self._part(one, (*path, str(nth)), one) for nth, one in enumerate(node.value)
                ]
            case ScalarNode():
                return _scalar(node)
            case _:
                raise Unreadable("a kind of part that is not known", _line(node))

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        found, named = dict[str, Any](), set[str]()
        for key, value in node.value:
            name = _name(key)
            if name == _MERGE and not key.style:  # another mapping's parts; our own come first
                merged = self._value(value, path)
                found = {**merged, **found}
                continue
            if name in named:
                raise Unreadable(f"{name!r} stands twice in one list of named parts", _line(key))
            named.add(name)
            found[name] = self._part(value, (*path, name), key)
        return found

    def _part(self, node: Node, path: Path, marked: Node) -> Any:  # noqa: ANN401 - as above
        self._lines[path] = _line(marked)
        return self._value(node, path)


def _composed(text: str) -> Node | None:
    try:
        compose = cast("Callable[..., Node | None]", yaml.compose)  # it has no types of its own
        return compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(str(error.problem), mark.line + 1 if mark else 1) from None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise Unreadable(str(error.reason), line) from None


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


def _name(key: Node) -> str:
    if not isinstance(key, ScalarNode):
        raise Unreadable("a name must be one word or number", _line(key))
    return str(key.value)


def _scalar(node: ScalarNode) -> Any:  # noqa: ANN401 - a word, a number, yes, no, or nothing
    text = str(node.value)
    if node.style:  # quoted or folded: words, whatever they look like
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
