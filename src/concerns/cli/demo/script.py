"""Reads the demonstration's stories: each whole, or every fault in it with file and line."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from pydantic import ValidationError

from concerns.chronology.file import Faulty, File
from concerns.cli.demo.consistency import Where, impossible
from concerns.cli.demo.story import Story
from concerns.procedures.reader import Fault, Place

_PLAINLY = {
    "too_short": "needs at least one entry",
    "missing": "is missing",
    "extra_forbidden": "is not a part that belongs here",
    "string_too_short": "must not be empty",
}
"""What pydantic says in a programmer's words, said as the writer of a story would."""


@dataclass(frozen=True)
class Script:
    """A story with its place among the files."""

    story: Story
    path: str
    file: File

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return Path(self.path).stem

    def faulty(self, what: str, *where: str | int) -> Faulty:
        """Something is wrong at a place in the story."""
        return Faulty([_placed(self.path, self.file, where, what)])


def scripts(root: Path | None = None) -> list[Script]:
    """Every story under a root, by default those that come with the program, in order.

    Raises:
        Faulty: a story is malformed, or two do not fit together; with file and line.
    """
    found = [read(file) for file in files(root)]
    _fit_together(found)
    return found


def files(root: Path | None = None) -> list[Path]:
    """Where the stories are, in order."""
    root = root or Path(str(resources.files("concerns.cli.demo"))) / "stories"
    return sorted(root.glob("*/*.yaml"))


def read(file: Path) -> Script:
    """Read one story.

    Raises:
        Faulty: it is malformed; with file and line.
    """
    path = f"{file.parent.name}/{file.name}"
    try:
        content = File(file)
    except Faulty as faulty:
        placed = [Fault(Place(path, one.place.line), one.what) for one in faulty.faults]
        raise Faulty(placed) from None
    try:
        story = Story.model_validate(content.content)
    except ValidationError as error:
        raise Faulty([_placed(path, content, *one) for one in _malformed(error)]) from None
    faults = [_placed(path, content, *one) for one in impossible(story, file.parent.name)]
    if faults:
        raise Faulty(faults)
    return Script(story, path, content)


def _placed(path: str, file: File, where: Where, what: str) -> Fault:
    return Fault(Place(path, file.place(*where).line), what)


def _malformed(error: ValidationError) -> Iterator[tuple[Where, str]]:
    for one in error.errors(include_url=False):
        where = one["loc"]
        said = _PLAINLY.get(one["type"], one["msg"].removeprefix("Value error, "))
        named = " → ".join(str(part) for part in where)
        yield where, f"{named}: {said}" if named else said


def _fit_together(found: list[Script]) -> None:
    names, services = dict[str, str](), dict[tuple[str, str], Script]()
    files = dict[tuple[str, str], Script]()
    for one in found:
        council = one.story.council
        if names.setdefault(council.slug, council.name) != council.name:
            raise one.faulty(
                f"{council.slug} is called {names[council.slug]!r} elsewhere", "council"
            )
        if files.setdefault((council.slug, one.name), one) is not one:
            raise one.faulty(f"{council.name} has another story called {one.name!r}")
        for nth, service in enumerate(one.story.services):
            other = services.setdefault((council.slug, service.id), one)
            if other is not one:
                raise one.faulty(f"{service.id} is in {other.path} already", "services", nth)
