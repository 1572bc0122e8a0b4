"""Files that are written once, or replaced whole: after a crash there is the old or the new."""

import os
from pathlib import Path
from tempfile import mkstemp


def write_once(file: Path, content: bytes) -> bool:
    """Make a read-only file, on the disk when this returns; False where there is one already.

    Of many at the same moment exactly one succeeds. The disk must know hard links.
    """
    made = _written(file.parent, content)
    try:
        made.chmod(0o444)
        file.hardlink_to(made)
    except FileExistsError:
        return False
    finally:
        made.unlink()
    settle(file.parent)
    return True


def write_whole(file: Path, content: bytes) -> None:
    """Replace a file, on the disk when this returns."""
    made = _written(file.parent, content)
    try:
        made.replace(file)
    except OSError:
        made.unlink()
        raise
    settle(file.parent)


def _written(folder: Path, content: bytes) -> Path:
    handle, name = mkstemp(dir=folder, prefix=".being-written-")
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    return Path(name)


def settle(folder: Path) -> None:
    """Have a folder's new names on the disk: without this they may be lost with the power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
