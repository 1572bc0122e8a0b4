"""Writing a backup: all of one moment, beside its place first, so that half of one is never one."""

import shutil
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path

from concerns.backup.manifest import write_manifest
from concerns.backup.parts import CHECKPOINTS, KEYS, MIGRATIONS, RECORD, BackupRefused, Part
from concerns.backup.readme import readme
from concerns.storage import migrate
from concerns.storage.dump import Told, dump
from concerns.storage.migration_files import migration_files, not_applied
from concerns.storage.snapshot import Snapshot, snapshot


def back_up(owner: str, folder: Path, at: datetime, told: Told, part: Part = RECORD) -> Snapshot:
    """Write the record, or the keys, into a new folder that only its owner may read.

    `owner` is a login that may migrate. `at` (any zone) is put into the README.

    Raises:
        BackupRefused: the folder is in use. NoProgram, DumpFailed, MigrationRefused, NotMigrated,
            SeesTooLittle, psycopg.Error, OSError.
    """
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupRefused(f"{folder} is in use: name a new folder.")
    half = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True, mode=0o700)
    with snapshot(owner, of_keys=part is KEYS) as seen:
        _migrations(half, part, seen)
        _checkpoints(half, seen)
        dump(owner, seen.server, seen.name, part.schema, half / part.file, told)
    (half / "README.md").write_text(readme(part, seen, at.astimezone(UTC)), encoding="utf-8")
    write_manifest(half)
    half.rename(folder)
    return seen


def _migrations(folder: Path, part: Part, seen: Snapshot) -> None:
    """The very files that were applied: with them the rows can be read without our program."""
    files = migration_files(migrate.MIGRATIONS, part.pattern)
    applied = {name: one for name, one in seen.migrations.items() if fnmatch(name, part.pattern)}
    not_applied(files, applied)
    (folder / MIGRATIONS).mkdir()
    for one in files:
        if one.name in applied:
            (folder / MIGRATIONS / one.name).write_bytes(one.script)


def _checkpoints(folder: Path, seen: Snapshot) -> None:
    for log in seen.logs:
        if log.note is not None:
            file = folder / CHECKPOINTS / f"{log.authority}.note"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(log.note)
