"""The raw content of one JSON or YAML file, with the line of each element."""

import json
import re
from pathlib import Path
from typing import Any

from concerns.marked import Marked, Unreadable
from concerns.procedures.reader import Fault, Place

_ESCAPED = re.compile(r"\\u[0-9a-fA-F]{4}")
"""JSON writes some characters as two escapes, of which YAML can read neither."""


class Faulty(Exception):
    """A file cannot be used, not even in part; carries each fault with file and line."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


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
            # For the lines alone: tabs only ever stand between things, escapes within words.
            text = _ESCAPED.sub("x", text.replace("\t", " "))
            self._marked = self._yaml(text)  # JSON is YAML; only this reader keeps the lines
        else:
            self._marked = self._yaml(text)
            self.content = self._marked.content
        if not isinstance(self.content, dict):
            raise self._fault(1, "must be a list of named parts, such as title and items")

    def place(self, *path: str | int) -> Place:
        """Where an element stands; the nearest enclosing one where it is absent."""
        return Place(self.name, self._marked.line(*path) or 1)

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

    def _yaml(self, text: str) -> Marked:
        try:
            return Marked(text)
        except Unreadable as wrong:
            raise self._fault(wrong.line, f"not readable as YAML: {wrong.why}") from None
