"""How long sealed personal data is kept: classes as data, ours and a council's own."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from concerns.procedures.elements import Key, Words
from concerns.procedures.reader import Fault, Place, ProcedureFaulty, marked

_Model = TypeVar("_Model", bound=BaseModel)


class RetentionClass(BaseModel):
    """For how long, on what authority, and what may end it sooner."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Words
    keep_years: int = Field(ge=0, le=200)
    sooner: dict[Key, Words] = {}
    """Grounds on which a key may be destroyed before the period ends."""
    source: Words
    note: str = ""

    def ends(self, begins: date) -> date:
        """The last day of the period; the day on which it begins does not count."""
        year = begins.year + self.keep_years
        try:
            return begins.replace(year=year)
        except ValueError:
            return date(year, 3, 1)  # begun on 29 February: rather a day too long


class Retention(BaseModel):
    """Every class, and which data is of which."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    classes: dict[Key, RetentionClass] = Field(min_length=1)
    otherwise: Key
    sorted: dict[Key, tuple[str, ...]] = {}

    def of(self, form: str, field: str) -> str:
        """The class of a field of a form: as sorted by itself, with its form, or like the rest."""
        places = {place: key for key, listed in self.sorted.items() for place in listed}
        return places.get(f"{form}.{field}") or places.get(form) or self.otherwise


@cache
def retention(own: Path | None = None) -> Retention:
    """Our classes, with a council's own file over them.

    Raises:
        ProcedureFaulty: a file is unreadable or malformed, or names a class that is not there.
    """
    ours = Path(str(resources.files("concerns.procedures"))) / "retention.yaml"
    content = marked(ours).content
    return _read(ours, content) if own is None else _read(own, _over(content, own))


class _Own(BaseModel):
    """What a council's own file may say."""

    model_config = ConfigDict(extra="forbid")

    classes: dict[str, Any] = {}
    otherwise: str | None = None
    sorted: dict[str, list[str]] = {}


def _over(ours: dict[str, Any], own: Path) -> dict[str, Any]:
    """What a council sorts is taken out of where ours has it."""
    theirs = _checked(_Own, own, marked(own).content)
    moved = {place for listed in theirs.sorted.values() for place in listed}
    places: dict[str, list[str]] = {
        key: [one for one in listed if one not in moved] for key, listed in ours["sorted"].items()
    }
    for key, listed in theirs.sorted.items():
        places[key] = [*places.get(key, []), *listed]
    return {
        "classes": {**ours["classes"], **theirs.classes},
        "otherwise": theirs.otherwise or ours["otherwise"],
        "sorted": places,
    }


def _read(file: Path, content: dict[str, Any]) -> Retention:
    found = _checked(Retention, file, content)
    if faults := list(_unknown(file, found)):
        raise ProcedureFaulty(faults)
    return found


def _checked(kind: type[_Model], file: Path, content: dict[str, Any]) -> _Model:
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        faults = [_fault(file, one["loc"], one["msg"]) for one in error.errors()]
        raise ProcedureFaulty(faults) from None


def _unknown(file: Path, found: Retention) -> Iterator[Fault]:
    if found.otherwise not in found.classes:
        yield _fault(file, ("otherwise",), f"there is no class {found.otherwise!r}")
    seen = set[str]()
    for key, listed in found.sorted.items():
        if key not in found.classes:
            yield _fault(file, ("sorted", key), f"there is no class {key!r}")
        for place in listed:
            if place in seen:
                yield _fault(file, ("sorted", key), f"{place!r} is sorted twice")
            seen.add(place)


def _fault(file: Path, where: tuple[str | int, ...], what: str) -> Fault:
    named = " → ".join(map(str, where))
    return Fault(Place(file.name, marked(file).line(*where)), f"{named}: {what}")
