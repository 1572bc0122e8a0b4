"""Examples of every request, which together tell one story: tests send them in order."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from concerns.vocabulary import Frozen


class Act(Frozen):
    """One request of the story, and what is answered."""

    operation: str
    title: str
    name: str
    """Of the officer, whose subject is their first name."""
    roles: tuple[str, ...] = ()
    party: str | None = None
    """A guest's organisation."""
    path: Mapping[str, str] = {}
    query: Mapping[str, str] = {}
    content_type: str = "application/json"
    body: dict[str, Any] | str | None = None
    """A text is sent as it stands."""
    answers: int
    gives: Mapping[str, str] = {}
    """Ids as the story writes them, by where they stand in the answer, such as `facts.0.id`."""


@cache
def story() -> tuple[Act, ...]:
    """Every act, in the order in which they can be done."""
    return tuple(Act.model_validate(one) for one in _told("story.json"))


def examples(operation: str) -> list[Act]:
    """The acts that show an operation."""
    return [act for act in story() if act.operation == operation]


@cache
def parameters() -> Mapping[str, Any]:
    """Examples of what stands in addresses and headers, by its name."""
    return _told("parameters.json")


def _told(file: str) -> Any:  # noqa: ANN401 - pydantic, or a reader of the description, looks at it
    return json.loads(files(__name__).joinpath(file).read_text(encoding="utf-8"))
