"""A page of the documentation as commands: what the shell makes of each, and what it promises."""

import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
_SAYS_ARGUMENTS = 'curl() { printf "%s\\0" "$@"; }\n'
_PROMISED = re.compile(r"# (\d{3})(.*)")
_KEPT = re.compile(r"(\w+)=\.(\S+)")
WITH_VALUE = {"-H": "headers", "-d": "body", "--data-binary": "body", "-X": "method", "-o": "file"}


@dataclass
class Command:
    """A command of the page with the status, the words and the values that it promises."""

    text: str
    status: int
    keeps: dict[str, str]
    contains: list[str] = field(default_factory=list[str])


@dataclass
class Request:
    """What curl would send."""

    url: str = ""
    headers: list[str] = field(default_factory=list[str])
    body: str | None = None
    method: str = ""


def commands(page: Path) -> tuple[str, list[Command]]:
    """The page's variables, as lines of shell, and its commands in order."""
    blocks = _BLOCK.findall(page.read_text(encoding="utf-8"))
    variables, *others = blocks
    return variables, [command for block in others for command in _in(block)]


def _in(block: str) -> Iterator[Command]:
    lines, found = list[str](), None
    for line in block.splitlines():
        if promised := _PROMISED.fullmatch(line):
            kept = dict(_KEPT.findall(promised[2]))
            found = Command("\n".join(lines), int(promised[1]), kept)
            lines = []
            yield found
        elif line.startswith("# > "):
            assert found is not None, line
            found.contains.append(line.removeprefix("# > "))
        else:
            lines.append(line)
    assert not lines, f"what is answered to {lines}?"


def request(command: Command, variables: str, kept: Mapping[str, str]) -> Request:
    """A command as the shell hands it to curl, quotation marks, variables and all."""
    script = f"set -eu\n{_SAYS_ARGUMENTS}{variables}\n{command.text}"
    said = subprocess.run(
        ["/bin/sh", "-c", script],
        env={"PATH": "/usr/bin:/bin", **kept},
        capture_output=True,
        check=True,
    )
    arguments, asked = iter(said.stdout.decode().split("\0")[:-1]), Request()
    for one in arguments:
        match WITH_VALUE.get(one):
            case "headers":
                asked.headers.append(next(arguments))
            case "body":
                asked.body = next(arguments)
            case "method":
                asked.method = next(arguments)
            case "file":
                next(arguments)
            case _ if one != "-s":
                assert not asked.url, one
                asked.url = one
            case _:
                pass
    asked.method = asked.method or ("GET" if asked.body is None else "POST")
    return asked
