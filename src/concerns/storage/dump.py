"""The rows of one schema as a file of PostgreSQL's own (custom format), and back again."""

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from concerns.storage.programs import fitting, major_of

Told = Callable[[str], None]
"""Hears which table's turn it is."""

_MADE_ANEW = ("concerns.findable",)
"""Tables that a trigger fills while the rows of others are put in."""
_TABLE = re.compile(r'(?:contents of|data for) table "([^"]+)"')
_ERROR = re.compile(r": (?:error|fatal): (.*)")
_DUMPED_FROM = re.compile(r"Dumped from database version: (\d+)")


class DumpFailed(Exception):
    """One of PostgreSQL's programs gave up; the message is the first line of its own words."""


def dump(owner: str, server: int, snapshot: str, schema: str, file: Path, told: Told) -> None:
    """Write the rows of a schema's tables as they are in an exported snapshot.

    Raises:
        NoProgram: none fits the server. DumpFailed.
    """
    words = ["--format=custom", "--data-only", f"--schema={schema}", f"--snapshot={snapshot}"]
    words += [f"--exclude-table={one}" for one in _MADE_ANEW]
    _run(fitting("pg_dump", server), owner, [*words, f"--file={file}"], told)


def load(owner: str, server: int, file: Path, told: Told) -> None:
    """Put rows into tables that are there and empty: all of them, or none.

    Raises:
        NoProgram: none fits the server. DumpFailed.
    """
    words = ["--data-only", "--single-transaction", "--exit-on-error", str(file)]
    _run(fitting("pg_restore", server), owner, words, told)


def check_loadable(server: int, file: Path) -> None:
    """Find out, before anything is written, that a server can take what is in a file.

    Raises:
        NoProgram: none fits the server. DumpFailed: the file is unreadable, or of a newer server.
    """
    program = fitting("pg_restore", server)
    done = subprocess.run(  # noqa: S603  (a program of PostgreSQL, by its full path)
        [program, "--list", file], capture_output=True, text=True, check=False, env=_environment()
    )
    found = _DUMPED_FROM.search(done.stdout)
    if done.returncode or not found:
        raise DumpFailed(f"{file}: {_why(done.stderr.splitlines()) or 'not a dump'}")
    if int(found[1]) > major_of(server):
        raise DumpFailed(
            f"{file} comes from PostgreSQL {found[1]}, and this server is PostgreSQL "
            f"{major_of(server)}: restore it into a server at least as new."
        )


def _run(program: Path, owner: str, words: list[str], told: Told) -> None:
    """Run a program to its end. The password goes by the environment, which others cannot see."""
    login = conninfo_to_dict(owner)
    password = login.pop("password", None)
    command = [program, "--verbose", "--no-password", f"--dbname={make_conninfo('', **login)}"]
    lines = list[str]()
    with subprocess.Popen(  # noqa: S603  (a program of PostgreSQL, by its full path)
        [*command, *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        env=_environment() | ({"PGPASSWORD": str(password)} if password else {}),
    ) as running:
        assert running.stderr is not None
        for line in running.stderr:
            table = _TABLE.search(line)
            if table:
                told(table[1])
            elif _ERROR.search(line):
                lines.append(line)
    if running.returncode:
        raise DumpFailed(f"{program.name} gave up: {_why(lines) or 'it did not say why'}")


def _environment() -> dict[str, str]:
    return os.environ | {"LC_ALL": "C"}


def _why(lines: list[str]) -> str:
    """The first error, without the lines below it: those may quote what was being stored."""
    return next((found[1].strip() for line in lines if (found := _ERROR.search(line))), "")
