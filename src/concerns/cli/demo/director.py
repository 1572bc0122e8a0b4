"""Puts the demonstration on: fresh councils each time, so that it can be repeated."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from concerns.chronology.format import Chronology
from concerns.chronology.importing import Imported
from concerns.chronology.reader import read
from concerns.cli.demo import derby, north_west
from concerns.cli.demo.play import ISSUER, Clock, Line, Play
from concerns.cli.histories import put_in
from concerns.cli.office import Office
from concerns.ids import new_case
from concerns.storage.authorities import AuthorityRefused, create_authority
from concerns.vocabulary import Person
from concerns.when import today

_READER = Person(issuer=ISSUER, subject="ruth", name="Ruth Reed")

TODAY = "2026-09-14"
"""The day on which the story stops and the reader looks: a Monday."""


@dataclass(frozen=True)
class Council:
    """A made-up council of this run: its id here, its name, and its cases as they were played."""

    id: str
    name: str
    plays: tuple[Play, ...]


SCENES: dict[str, tuple[str, tuple[tuple[Line, ...], ...]]] = {
    "northtown": ("Northtown", (north_west.ELM_HOUSE_SCENE, north_west.ASH_COURT_SCENE)),
    "derwentshire": ("Derwentshire", (derby.RIVER_VIEW_SCENE, derby.OAK_LODGE_SCENE)),
}

LINES = sum(len(scene) for _, scenes in SCENES.values() for scene in scenes)
"""How many lines are played in all."""


def fresh_authority(owner: str, office: Office, slug: str, name: str) -> str:
    """Create `slug-1`, or the first number that is free; gives the id."""
    taken = {one.id for one in office.authorities()}
    for number in count(1):
        new_id = f"{slug}-{number}"
        if new_id not in taken:
            try:
                create_authority(owner, new_id, f"{name} (demonstration {number})")
            except AuthorityRefused:
                continue  # another demonstration took this number a moment ago
            return new_id
    raise AssertionError("there is always another number")


def put_on(office: Office, owner: str, told: Callable[[], None]) -> list[Council]:
    """Play every scene into councils of its own; `told` hears of each line."""
    return [
        _council(office, owner, slug, name, scenes, told) for slug, (name, scenes) in SCENES.items()
    ]


def _council(
    office: Office,
    owner: str,
    slug: str,
    name: str,
    scenes: Iterable[tuple[Line, ...]],
    told: Callable[[], None],
) -> Council:
    authority = fresh_authority(owner, office, slug, name)
    clock = Clock(datetime(2026, 1, 1, 9, tzinfo=UTC))
    casework = office.casework(authority, clock)
    plays = tuple(Play(casework, clock, new_case(), authority) for _ in scenes)
    for play, scene in zip(plays, scenes, strict=True):
        play.run(scene, told)
    office.projector(authority).catch_up()
    return Council(authority, name, plays)


@dataclass(frozen=True)
class History:
    """A published history of this run: what was read, and the case that it became."""

    chronology: Chronology
    imported: Imported


def import_all(office: Office, owner: str, files: Iterable[Path]) -> list[History]:
    """Import published histories, each into a record of its own council's name."""
    return [_import(office, owner, file) for file in files]


def _import(office: Office, owner: str, file: Path) -> History:
    found = read(file, today(datetime.now(UTC)))
    council = found.authority
    slug = fresh_authority(owner, office, council.slug, council.name)
    here = council.model_copy(update={"slug": slug})
    chronology = found.model_copy(update={"authority": here})
    return History(chronology, put_in(office, chronology, _READER))
