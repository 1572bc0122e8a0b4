"""Read a council's folder: every YAML file in it, one procedure, with the line of every element."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple, cast

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from concerns.procedures.procedure import Procedure


class Place(NamedTuple):
    """A file and a line (1 is the first), or line 0 for the file as a whole."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Fault(NamedTuple):
    """What is wrong with a procedure, and where."""

    place: Place
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


class ProcedureFaulty(Exception):
    """A procedure cannot be used; carries each fault with file and line."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class Document:
    """The raw content of a folder, with the place of each element."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content: dict[str, Any] = {}
        self._maps: dict[str, tuple[str, Any]] = {}
        for file in sorted(folder.glob("*.yaml")):
            self._read(file)

    def _read(self, file: Path) -> None:
        found = loaded(file)
        for key, value in found.items():
            if key in self.content:
                where = Place(file.name, _line(found, key))
                raise ProcedureFaulty([Fault(where, f"{key!r} is already in another file")])
            self.content[key] = _plain(value)
            self._maps[key] = (file.name, found)

    def place(self, *path: str | int) -> Place:
        """Where an element stands; the nearest enclosing one when it is absent."""
        if not path or path[0] not in self._maps:
            return Place(self.folder.name, 0)
        file, node = self._maps[str(path[0])]
        line = 0
        for part in path:
            found = _line(node, part)
            if not found:
                break
            line, node = found, node[part]
        return Place(file, line)


def loaded(file: Path) -> dict[str, Any]:
    """A YAML file with the line of each part; ProcedureFaulty where it cannot be read."""
    try:
        yaml: Any = YAML(typ="rt")
        found: Any = yaml.load(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise ProcedureFaulty([Fault(Place(file.name, 0), "not written in UTF-8")]) from None
    except YAMLError as error:
        mark: Any = getattr(error, "problem_mark", None)
        said: Any = getattr(error, "problem", None) or "a character that YAML does not allow"
        fault = Fault(
            Place(file.name, mark.line + 1 if mark else 0), f"not readable as YAML: {said}"
        )
        raise ProcedureFaulty([fault]) from None
    if not isinstance(found, CommentedMap):
        raise ProcedureFaulty([Fault(Place(file.name, 1), "must be a list of named parts")])
    return cast("dict[str, Any]", found)


def _line(node: Any, part: str | int) -> int:  # noqa: ANN401 - YAML holds anything
    """The line of a part of a node, from 1; 0 where the node has no such part."""
    place: Any = getattr(node, "lc", None)
    if isinstance(node, CommentedMap) and part in node:
        return int(place.key(part)[0]) + 1
    if isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
        return int(place.item(part)[0]) + 1
    return 0


def _plain(node: Any) -> Any:  # noqa: ANN401 - YAML holds anything
    if isinstance(node, Mapping):
        mapping = cast("Mapping[Any, Any]", node)
        return {str(key): _plain(value) for key, value in mapping.items()}
    if isinstance(node, list):
        return [_plain(value) for value in cast("list[Any]", node)]
    return node


def read(folder: Path) -> tuple[Procedure, Document]:
    """Read one council's folder.

    Raises:
        ProcedureFaulty: a file is unreadable or an element is malformed, with file and line.
    """
    document = Document(folder)
    try:
        procedure = Procedure.model_validate(document.content)
    except ValidationError as error:
        raise ProcedureFaulty(list(_faults(document, error))) from None
    content = json.dumps(document.content, sort_keys=True, separators=(",", ":"), default=str)
    return procedure.sealed(hashlib.sha256(content.encode()).hexdigest()), document


_PLAINLY = {
    "too_short": "needs at least one entry",
    "missing": "is missing",
    "extra_forbidden": "is not a part that belongs here",
    "string_too_short": "must not be empty",
}
"""What pydantic says in a programmer's words, said as a council would."""


def _faults(document: Document, error: ValidationError) -> Iterator[Fault]:
    for one in error.errors():
        named = " → ".join(str(part) for part in one["loc"])
        said = _PLAINLY.get(one["type"], one["msg"])
        yield Fault(document.place(*one["loc"]), f"{named}: {said}")


def folders(root: Path | None = None) -> list[Path]:
    """Every council's folder under a root: by default those that come with the program."""
    root = root or Path(str(resources.files("concerns.procedures")))
    if not root.is_dir():
        raise ProcedureFaulty([Fault(Place(str(root), 0), "there is no such folder")])
    return sorted(file.parent for file in root.glob("*/procedure.yaml"))


@cache
def library(*roots: Path) -> Mapping[str, Procedure]:
    """Procedures by name: ours, and those in a council's own folders.

    Raises:
        ProcedureFaulty: one of them cannot be used, or two have the same name.
    """
    found: dict[str, Procedure] = {}
    for folder in [*folders(), *(folder for root in roots for folder in folders(root))]:
        procedure, document = read(folder)
        if procedure.procedure in found:
            where = document.place("procedure")
            raise ProcedureFaulty(
                [Fault(where, f"two procedures are called {procedure.procedure!r}")]
            )
        found[procedure.procedure] = procedure
    return found
