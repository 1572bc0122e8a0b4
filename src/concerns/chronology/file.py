"""The raw content of one JSON or YAML file, with the line of each element."""

# ruamel tells no types of what it reads, so here they are Any and checked as they are met:
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

import json
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError

from concerns.procedures.reader import Fault, Place


class Faulty(Exception):
    """A file cannot be used, not even in part; carries each fault with file and line."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class _DatesAsWritten(RoundTripConstructor):
    """YAML would turn 2010-10-11 into a date and lose how it was written; we read it ourselves."""


_DatesAsWritten.add_constructor("tag:yaml.org,2002:timestamp", _DatesAsWritten.construct_yaml_str)


class File:
    """A file of named parts.

    Raises:
        Faulty: it cannot be read to its end as what its name says (.json, or YAML).
        OSError: it cannot be opened.
    """

    def __init__(self, file: Path) -> None:
        self.name = file.name
        text = self._text(file.read_bytes())
        if file.suffix == ".json":
            self.content = self._json(text)
            text = text.replace("\t", " ")  # in JSON a tab only ever stands between things
            self._tree = self._yaml(text)  # JSON is YAML; only this reader keeps the lines
        else:
            self._tree = self._yaml(text)
            self.content = _plain(self._tree)
        if not isinstance(self._tree, CommentedMap):
            raise self._fault(1, "must be a list of named parts, such as title and items")

    def place(self, *path: str | int) -> Place:
        """Where an element stands; the nearest enclosing one where it is absent."""
        node, line = self._tree, 1
        for part in path:
            if isinstance(node, CommentedMap) and part in node:
                line = node.lc.key(part)[0] + 1
            elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
                line = node.lc.item(part)[0] + 1
            else:
                break
            node = node[part]
        return Place(self.name, line)

    def _fault(self, line: int, what: str) -> Faulty:
        return Faulty([Fault(Place(self.name, line), what)])

    def _text(self, content: bytes) -> str:
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise self._fault(line, "not readable as text: it must be in UTF-8") from None

    def _json(self, text: str) -> Any:  # noqa: ANN401 - JSON holds anything
        try:
            return json.loads(text)
        except json.JSONDecodeError as error:
            raise self._fault(error.lineno, f"not readable as JSON: {error.msg}") from None
        except RecursionError:
            raise self._fault(1, "not readable as JSON: nested too deeply") from None

    def _yaml(self, text: str) -> Any:  # noqa: ANN401 - YAML holds anything
        yaml = YAML(typ="rt")
        yaml.Constructor = _DatesAsWritten
        try:
            return yaml.load(text)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line + 1 if mark else 1
            raise self._fault(line, f"not readable as YAML: {error.problem}") from None
        except ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            raise self._fault(line, f"not readable as YAML: {error.reason}") from None
        except RecursionError:
            raise self._fault(1, "not readable as YAML: nested too deeply") from None


def _plain(node: Any) -> Any:  # noqa: ANN401 - YAML holds anything
    if isinstance(node, dict):
        return {key: _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    return str(node) if isinstance(node, str) else node
