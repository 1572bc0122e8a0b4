"""Putting a backup back: judged whole before anything is written, and all of it or nothing."""

from pathlib import Path

from concerns.backup.manifest import MANIFEST, faults
from concerns.backup.parts import KEYS, MIGRATIONS, RECORD, BackupRefused, Part
from concerns.storage import migrate
from concerns.storage.dump import DumpFailed, Told, check_loadable, load
from concerns.storage.emptiness import (
    analyse,
    keys_standing,
    standing,
    version_and_name,
)
from concerns.storage.migrate import MigrationFailed, MigrationRefused
from concerns.storage.migration_files import migration_files, not_applied


def restore(owner: str, folder: Path, told: Told) -> None:
    """Put the record into an empty database: roles and tables by the migrations, then the rows.

    `owner` is a login that may migrate, create roles, and see every authority's rows. A database of
    an older version of the program is brought up to this one.

    Raises:
        BackupRefused: the backup is damaged or does not fit, the database is not empty, or the rows
            could not be put in. NoProgram, psycopg.Error, OSError.
    """
    server, database = version_and_name(owner)
    _sound(folder, RECORD, server)
    if found := standing(owner):
        raise BackupRefused(
            f"Database {database!r} is not empty: it holds {', '.join(found)}. Restore into a new "
            f"one. Did a restore break off here? {_to_drop(database)}"
        )
    try:
        migrate.migrate(owner, folder / MIGRATIONS)
        load(owner, server, folder / RECORD.file, told)
    except (DumpFailed, MigrationFailed) as wrong:
        raise BackupRefused(
            f"{wrong}\nNo row was stored in database {database!r}, but tables were made. "
            f"{_to_drop(database)}"
        ) from wrong
    migrate.migrate(owner)
    analyse(owner)


def restore_keys(owner: str, folder: Path, told: Told) -> None:
    """Put keys into tables that are there and hold none: all of them, or none.

    Raises:
        BackupRefused: the backup is damaged or does not fit, or keys are there. NoProgram,
            psycopg.Error, OSError.
    """
    server, database = version_and_name(owner)
    _sound(folder, KEYS, server)
    if keys_standing(owner):
        raise BackupRefused(f"Database {database!r} holds keys already: none was changed.")
    try:
        load(owner, server, folder / KEYS.file, told)
    except DumpFailed as wrong:
        raise BackupRefused(f"{wrong}\nNo key was stored.") from wrong


def _sound(folder: Path, part: Part, server: int) -> None:
    """Nothing is damaged, its migrations are known here, and the server can take its rows."""
    if not (folder / MANIFEST).is_file():
        raise BackupRefused(f"{folder} is not a backup: it has no {MANIFEST}.")
    if wrong := faults(folder):
        raise BackupRefused(f"{folder} is damaged: {'; '.join(wrong)}. Nothing was restored.")
    if not (folder / part.file).is_file():
        raise BackupRefused(f"{folder} has no {part.file}: it is a backup of something else.")
    theirs = {one.name: one.sha256 for one in migration_files(folder / MIGRATIONS)}
    try:
        not_applied(migration_files(migrate.MIGRATIONS, part.pattern), theirs)
        check_loadable(server, folder / part.file)
    except (MigrationRefused, DumpFailed) as wrong:
        raise BackupRefused(f"{folder} cannot be restored here. {wrong}") from wrong


def _to_drop(database: str) -> str:
    return f"Drop it (`DROP DATABASE {database}`), make a new one, and restore again."
