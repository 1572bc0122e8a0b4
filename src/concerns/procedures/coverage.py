"""Which requirements of the councils' documents stand in the data, and where in the documents.

`requirements/*.yaml` lists every requirement and every ambiguity of one document: its number, and
the place in the document that it comes from.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple, cast

from pydantic import BaseModel, ConfigDict

from concerns.procedures.elements import Requirement, Words
from concerns.procedures.reader import folders, library, marked

_ABOUT = {"requirement", "reading", "note"}
_AMBIGUITY = re.compile(r"\bAMB-[A-Z]+-\d+\b")


class Catalogue(BaseModel):
    """What one document asks for; the catalogue without a procedure compares all of them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: Words
    procedure: str | None = None
    groups: dict[str, Words]
    """What the requirements of a group are about, by the start of their numbers."""
    ids: dict[Requirement, Words]
    """Where in the document each requirement stands, in the order of the document."""
    ambiguities: dict[str, Words]
    explained: dict[str, Words] = {}
    """Why an ambiguity needs no reading: nothing depends on it."""
    people_not_software: dict[Requirement, Words] = {}
    """Why a requirement can be kept by people alone, even where a rule in the data states it."""

    def group_of(self, requirement: str) -> str:
        """The group of a requirement: the first two parts of its number."""
        return "-".join(requirement.split("-")[:2])


class Place(NamedTuple):
    """An element of the data: its file, and the keys that lead to it."""

    file: str
    path: str


class Covered(NamedTuple):
    """How many requirements of a document are held in which way; each is counted once."""

    document: str
    requirements: int
    in_the_data: int
    people: int

    @property
    def by_the_program(self) -> int:
        """Neither data nor people: what the program does for every council."""
        return self.requirements - self.in_the_data - self.people


@cache
def catalogues() -> tuple[Catalogue, ...]:
    """The catalogue of each document, and last that of all of them together."""
    here = Path(str(resources.files("concerns.procedures"))) / "requirements"
    found = [Catalogue.model_validate(_yaml(file)) for file in sorted(here.glob("*.yaml"))]
    return tuple(sorted(found, key=lambda one: one.procedure is None))


@cache
def cited() -> Mapping[str, tuple[Place, ...]]:
    """Where our procedures and their papers cite each requirement and each ambiguity."""
    found: dict[str, list[Place]] = defaultdict(list)
    for folder in folders():
        for place, name in _citations(folder):
            if place not in found[name]:
                found[name].append(place)
    return {name: tuple(places) for name, places in found.items()}


def covered() -> list[Covered]:
    """How the requirements of each document are held."""
    return [_covered(one) for one in catalogues()]


def _covered(one: Catalogue) -> Covered:
    people = one.people_not_software.keys()
    data = (one.ids.keys() & cited().keys()) - people
    return Covered(one.document, len(one.ids), len(data), len(people))


def _citations(folder: Path) -> Iterator[tuple[Place, str]]:
    content = library()[folder.name.replace("_", "-")].model_dump(by_alias=True)
    file_of = _files(folder)
    for path, name in _names(content, ()):
        yield Place(f"{folder.name}/{file_of[path[0]]}", ".".join(path)), name
    for file in sorted((folder / "papers").glob("*.yaml")):
        for path, name in _names(_yaml(file), ()):
            yield Place(f"{folder.name}/papers/{file.name}", ".".join(path)), name


def _files(folder: Path) -> dict[str, str]:
    """The file that holds each part of a procedure."""
    return {
        part: file.name
        for file in sorted(folder.glob("*.yaml"))
        for part in re.findall(r"^(\w+):", file.read_text(encoding="utf-8"), re.MULTILINE)
    }


def _names(node: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each requirement that stands by itself and each ambiguity named, with its element."""
    match node:
        case dict():
            for key, value in cast("dict[object, object]", node).items():
                here = path if _tells(key, value) else (*path, str(key))
                yield from _said(str(key), here)
                yield from _names(value, here)
        case list() | tuple():
            for value in cast("list[object]", node):
                yield from _names(value, path)
        case str():
            yield from _said(node, path)
        case _:
            pass


def _tells(key: object, value: object) -> bool:
    """Whether this is said of the element around it, rather than an element of that name."""
    return key in _ABOUT and not isinstance(value, dict)


def _said(text: str, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    for name in _AMBIGUITY.findall(text) or _requirement_alone().findall(text):
        yield path, name


@cache
def _requirement_alone() -> re.Pattern[str]:
    starts = {name.split("-")[0] for one in catalogues() for name in one.ids}
    return re.compile(rf"^(?:{'|'.join(sorted(starts))})-[A-Za-z0-9]+(?:-[A-Za-z0-9.-]+)?$")


def _yaml(file: Path) -> Any:  # noqa: ANN401 - YAML holds anything
    return marked(file).content
