"""The git program, run so that it never asks, never runs hooks, and speaks one language."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

LONGEST = 60.0
"""Seconds until git is given up."""

_QUIET = ("-c", "core.hooksPath=/dev/null", "-c", "gc.auto=0", "-c", "maintenance.auto=false")
_SURROUNDINGS = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh",
    "LC_ALL": "C",
}


class GitFailed(Exception):
    """Git ended with an error; its code, and what it said."""

    def __init__(self, code: int, said: str) -> None:
        super().__init__(said)
        self.code = code
        self.said = said


class Git:
    """Git in one bare repository."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, *words: str, given: bytes = b"", **told: str) -> bytes:
        """What git prints. `given` is its input, `told` its environment.

        Raises:
            GitFailed: also where git is not installed, or took longer than `LONGEST`.
        """
        command = ["git", *_QUIET, f"--git-dir={self._folder}", *words]
        try:
            done = subprocess.run(  # noqa: S603 - no shell; what is configured is never an option
                command,
                input=given,
                env=_environment(told),
                capture_output=True,
                timeout=LONGEST,
                check=False,
            )
        except FileNotFoundError:
            raise GitFailed(127, "the program git is not installed") from None
        except subprocess.TimeoutExpired:
            raise GitFailed(124, f"git {words[0]} took more than {LONGEST:.0f} seconds") from None
        if done.returncode:
            said = (done.stdout + done.stderr).decode(errors="replace").strip()
            raise GitFailed(done.returncode, said)
        return done.stdout

    def word(self, *words: str, given: bytes = b"", **told: str) -> str:
        """The one line that git prints.

        Raises:
            GitFailed.
        """
        return self(*words, given=given, **told).decode().strip()


def _environment(told: Mapping[str, str]) -> dict[str, str]:
    ours = {name: said for name, said in os.environ.items() if not _leads_elsewhere(name)}
    return {**ours, **_SURROUNDINGS, **told}


def _leads_elsewhere(name: str) -> bool:
    """Whether git would take its repository or identity from this rather than from us."""
    return name.startswith("GIT_") and name not in {"GIT_SSH", "GIT_SSH_COMMAND", "GIT_ASKPASS"}
