"""Puts the demonstration on: fresh councils each time, so that it can be repeated."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from uuid import UUID

from concerns.casework import Casework
from concerns.chronology.format import Chronology
from concerns.chronology.importing import Imported
from concerns.chronology.reader import read
from concerns.cli.demo.asking import person
from concerns.cli.demo.keeping import Answered, Ask, Clock
from concerns.cli.demo.play import Play
from concerns.cli.demo.script import Script
from concerns.cli.histories import put_in
from concerns.cli.office import Office
from concerns.commands.command import Command
from concerns.ids import new_case
from concerns.storage.authorities import AuthorityRefused, create_authority
from concerns.vocabulary import Officer
from concerns.when import today

_READER = person("Ruth Reed")


@dataclass(frozen=True)
class Council:
    """A made-up council of this run: its id here, its name, and its cases as they were played."""

    id: str
    name: str
    plays: tuple[Play, ...]


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


def put_on(
    office: Office, owner: str, scripts: Iterable[Script], told: Callable[[], None]
) -> list[Council]:
    """Play every story into councils of this run; `told` hears of each act.

    Raises Faulty, with file and line, where a story does not fit its procedure.
    """
    by_council: dict[str, list[Script]] = {}
    for script in scripts:
        by_council.setdefault(script.story.council.slug, []).append(script)
    return [_council(office, owner, found, told) for found in by_council.values()]


def _council(
    office: Office, owner: str, scripts: Sequence[Script], told: Callable[[], None]
) -> Council:
    council = scripts[0].story.council
    authority = fresh_authority(owner, office, council.slug, council.name)
    clock, cases = Clock(), {script.name: new_case() for script in scripts}
    casework = office.casework(authority, clock)
    plays = tuple(
        Play(script, _asking(casework, case), clock, case, authority, cases)
        for script, case in zip(scripts, cases.values(), strict=True)
    )
    for play in plays:
        play.run(told)
    office.projector(authority).catch_up()
    return Council(authority, council.name, plays)


def _asking(casework: Casework, case: UUID) -> Ask:
    def ask(asked: Command, who: Officer) -> Answered:
        decided = casework.ask(asked, who, case)
        return Answered(decided.facts, decided.receipt.recorded_at)

    return ask


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
