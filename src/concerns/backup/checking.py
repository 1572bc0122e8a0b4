"""Whether a restored record is what was backed up: by its bytes, and by its own checkpoints."""

from collections.abc import Callable
from pathlib import Path

from concerns.backup.parts import CHECKPOINTS
from concerns.storage.pool import Pool
from concerns.storage.snapshot import snapshot
from concerns.verifying.anchors import AnchorFile, AnchorFolder
from concerns.verifying.finding import Report
from concerns.verifying.verify import Outside, verify


def restored(owner: str) -> dict[str, int]:
    """Every log of a restored database, and how many facts it holds."""
    with snapshot(owner) as seen:
        return {one.authority: one.facts for one in seen.logs}


def lost(folder: Path, found: dict[str, int]) -> list[str]:
    """Authorities of which the backup holds a checkpoint, and the database no record."""
    notes = folder / CHECKPOINTS
    kept = {file.relative_to(notes).with_suffix("").as_posix() for file in notes.rglob("*.note")}
    return sorted(kept - found.keys())


def check(pool: Pool, folder: Path, authority: str, told: Callable[[int], None]) -> Report:
    """Verify one record, with the checkpoint that lies in the backup as its anchor."""
    file = folder / CHECKPOINTS / f"{authority}.note"
    anchors = None
    if file.is_file():
        anchors = AnchorFolder((AnchorFile(file.name, file.read_bytes()),), ())
    return verify(pool, authority, Outside(anchors=anchors), told)
