from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from concerns.backup.checking import check, lost, restored
from concerns.backup.parts import KEYS, RECORD, BackupRefused
from concerns.backup.restoring import restore as put_back
from concerns.backup.restoring import restore_keys
from concerns.backup.writing import back_up
from concerns.cli.plainly import CannotDo
from concerns.cli.reports import print_report
from concerns.cli.screen import aside, screen
from concerns.storage import embedded
from concerns.storage.dump import Told
from concerns.storage.key_settings import Settings as KeySettings
from concerns.storage.migrate import migrate as apply_migrations
from concerns.storage.pool import Pool, open_pool
from concerns.storage.settings import Settings
from concerns.verifying.finding import Report

_LONGEST = timedelta(hours=6)

group = typer.Typer(no_args_is_help=True, help="The database that keeps the record.")
Keys = Annotated[
    bool, typer.Option("--keys", help="The keys to personal data, and nothing of the record.")
]


def add_to(app: typer.Typer) -> None:
    """Offer `concerns db …`."""
    app.add_typer(group, name="db")


@group.command()
def migrate() -> None:
    """Bring the database's tables up to this version of the program."""
    applied = apply_migrations(Settings().owner_conninfo())
    for name in applied:
        screen().print(f"applied {name}")
    if not applied:
        screen().print("Nothing to apply: the database is up to date.")


@group.command()
def stop() -> None:
    """Stop the private PostgreSQL below the data folder, if it runs."""
    data = Settings().data
    stopped = embedded.stop(data)
    screen().print(
        f"The private PostgreSQL below {data} is stopped."
        if stopped
        else f"No private PostgreSQL was running below {data}."
    )


@group.command()
def backup(
    folder: Annotated[Path, typer.Argument(help="Into which new folder.")], *, keys: Keys = False
) -> None:
    """Copy the record, as it is at this moment, into a folder. People may go on working.

    Keys to personal data are left out: they are backed up apart, and for a shorter time.
    """
    part, owner = (KEYS, _owner_of_keys()) if keys else (RECORD, Settings().owner_conninfo())
    with _steps("Copying") as told:
        seen = back_up(owner, folder, datetime.now(UTC), told, part)
    for log in seen.logs:
        checkpoint = "" if log.note else ", not sealed yet"
        screen().print(f"{log.authority}: {log.facts} facts{checkpoint}")
    screen().print(f"Written: {folder}")


@group.command()
def restore(
    folder: Annotated[Path, typer.Argument(help="What `concerns db backup` wrote.")],
    *,
    keys: Keys = False,
) -> None:
    """Put a backup into an empty database, then verify every record in it.

    Exit code 1 if it could not be restored, or if something is not what it was.
    """
    if keys:
        with _steps("Restoring") as told:
            restore_keys(_owner_of_keys(), folder, told)
        screen().print("The keys are back. Now destroy those that the record says are destroyed:")
        screen().print("concerns keys finish")
        return
    owner = Settings().owner_conninfo()
    with _steps("Restoring") as told:
        put_back(owner, folder, told)
    if not _verified(owner, folder):
        raise typer.Exit(1)


def _owner_of_keys() -> str:
    settings = KeySettings()
    return settings.keys_owner_url or settings.keys_url or settings.owner_conninfo()


def _verified(owner: str, folder: Path) -> bool:
    out, found = screen(), restored(owner)
    missing = lost(folder, found)
    for one in missing:
        out.print(f"{one}: the backup holds a checkpoint of it, and the database no record.")
    with open_pool(owner, 2, _LONGEST) as pool:
        clean = [_one_verified(pool, folder, one, size) for one, size in found.items()]
    return all(clean) and not missing


def _one_verified(pool: Pool, folder: Path, authority: str, facts: int) -> bool:
    report = _with_a_bar(pool, folder, authority, facts)
    print_report(screen(), report)
    return report.clean


def _with_a_bar(pool: Pool, folder: Path, authority: str, facts: int) -> Report:
    out = aside()
    with Progress(console=out, transient=True, disable=not out.is_terminal) as progress:
        bar = progress.add_task(authority, total=facts)
        return check(pool, folder, authority, lambda done: progress.update(bar, completed=done))


@contextmanager
def _steps(what: str) -> Generator[Told]:
    """Show which table's turn it is, and for how long; say in words what was refused."""
    out = aside()
    shown = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    try:
        with Progress(*shown, console=out, transient=True, disable=not out.is_terminal) as progress:
            bar = progress.add_task(what, total=None)
            yield lambda table: progress.update(bar, description=f"{what} {table}")
    except BackupRefused as no:
        raise CannotDo(str(no)) from None
