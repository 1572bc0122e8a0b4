"""Read a council's folder: every YAML file in it, one procedure, with the line of every element."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from concerns.marked import Marked, Unreadable
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
        self._files: dict[str, tuple[str, Marked]] = {}
        for file in sorted(folder.glob("*.yaml")):
            self._read(file)

    def _read(self, file: Path) -> None:
        found = marked(file)
        for key, value in found.content.items():
            if key in self.content:
                where = Place(file.name, found.line(key))
                raise ProcedureFaulty([Fault(where, f"{key!r} is already in another file")])
            self.content[key] = value
            self._files[key] = (file.name, found)

    def place(self, *path: str | int) -> Place:
        """Where an element stands; the nearest enclosing one when it is absent."""
        if not path or path[0] not in self._files:
            return Place(self.folder.name, 0)
        file, found = self._files[str(path[0])]
        return Place(file, found.line(*path))


def marked(file: Path) -> Marked:
    """A YAML file of named parts, with the line of each; ProcedureFaulty where it is none."""
    try:
        return marked_text(file.read_text(encoding="utf-8"), file.name)
    except UnicodeDecodeError:
        raise ProcedureFaulty([Fault(Place(file.name, 0), "not written in UTF-8")]) from None


def marked_text(text: str, name: str) -> Marked:
    """The same of a text; `name` is what faults call it."""
    try:
        found = Marked(text)
    except Unreadable as wrong:
        fault = Fault(Place(name, wrong.line), f"not readable as YAML: {wrong.why}")
        raise ProcedureFaulty([fault]) from None
    if not isinstance(found.content, dict):
        raise ProcedureFaulty([Fault(Place(name, 1), "must be a list of named parts")])
    return found


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
