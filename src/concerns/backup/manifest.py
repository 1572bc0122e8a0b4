"""The list of a folder's files with their SHA-256, as `sha256sum` writes and checks it."""

import hashlib
from pathlib import Path

MANIFEST = "MANIFEST.sha256"


def write_manifest(folder: Path) -> None:
    """List every file but the list itself."""
    lines = [f"{_digest(file)}  {path}\n" for path, file in _files(folder).items()]
    (folder / MANIFEST).write_text("".join(lines), encoding="utf-8")


def faults(folder: Path) -> list[str]:
    """What is not as listed: each file that was changed, is missing, or came later.

    Raises:
        OSError: there is no list.
    """
    lines = (folder / MANIFEST).read_text(encoding="utf-8", errors="replace").splitlines()
    listed = {line[66:]: line[:64] for line in lines}
    found = _files(folder)
    wrong = [f"{path} is missing" for path in listed.keys() - found.keys()]
    wrong += [f"{path} is not listed" for path in found.keys() - listed.keys()]
    wrong += [
        f"{path} is not as listed"
        for path in listed.keys() & found.keys()
        if _digest(found[path]) != listed[path]
    ]
    return sorted(wrong)


def _files(folder: Path) -> dict[str, Path]:
    every = (file for file in sorted(folder.rglob("*")) if file.is_file())
    found = {file.relative_to(folder).as_posix(): file for file in every}
    found.pop(MANIFEST, None)
    return found


def _digest(file: Path) -> str:
    with file.open("rb") as content:  # may be larger than memory
        return hashlib.file_digest(content, "sha256").hexdigest()
