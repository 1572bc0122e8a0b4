from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from concerns.cli.office import Office, open_office
from concerns.cli.plainly import CannotDo
from concerns.cli.screen import screen, short, table
from concerns.custody.checking import check as findings
from concerns.custody.custody import Custody
from concerns.custody.opening import migrate_keys, open_custody
from concerns.custody.remains import IN_THE_RECORD, Remains, remains
from concerns.sealing.refused import NotOpened
from concerns.sealing.wrapping import KekFaulty, add_kek, have_kek
from concerns.storage.authorities import Authority
from concerns.storage.key_settings import NoKek, Settings

group = typer.Typer(no_args_is_help=True, help="The keys to personal data.")
File = Annotated[Path, typer.Argument(help="The file of the key that wraps all others.")]
Of = Annotated[str | None, typer.Option(help="Only this council's keys.")]


def add_to(app: typer.Typer) -> None:
    """Offer `concerns keys …`."""
    app.add_typer(group, name="keys")


@group.command()
def make(file: File) -> None:
    """Make a new key that wraps all others. Keep a copy where no backup of the database goes."""
    if file.exists():
        raise CannotDo(f"{file} is there already: `concerns keys renew` puts a new key before it.")
    have_kek(file)
    screen().print(f"Made {file}. Set CONCERNS_KEK to it. Without it, nothing sealed can be read.")


@group.command()
def renew(file: File) -> None:
    """Put a new key before those in the file. Restart what serves, then `concerns keys rewrap`."""
    with _in_words():
        add_kek(file)
    screen().print(
        f"{file} begins with a new key. Restart every program that serves, then run `concerns keys "
        "rewrap`, and then take the older keys out of the file."
    )


@group.command()
def rewrap(authority: Of = None) -> None:
    """Wrap every key under the first in the file. What is sealed stays as it is."""
    with _custody() as (custody, office):
        for one in _of(office, authority):
            done = custody.rewrap(one.id)
            screen().print(f"{one.id}: {done} keys wrapped anew.")


@group.command()
def migrate() -> None:
    """Bring a database that holds nothing but keys up to this version (CONCERNS_KEYS_URL)."""
    settings = Settings()
    if not settings.keys_url:
        raise CannotDo(
            "CONCERNS_KEYS_URL is not set: keys are beside the record, and `concerns db "
            "migrate` is enough."
        )
    for name in migrate_keys(settings) or ["nothing: it is up to date"]:
        screen().print(f"applied {name}")


@group.command()
def finish(authority: Of = None) -> None:
    """Destroy what the record says is destroyed: after a crash, or after restoring a backup."""
    with _custody() as (custody, office):
        for one in _of(office, authority):
            done = custody.finish(office.register(one.id))
            screen().print(f"{one.id}: {done} keys were still there and are destroyed.")


@group.command()
def report(authority: Of = None) -> None:
    """Say what remains of personal data, where, and until which date."""
    days = Settings().key_backup_days
    with _custody() as (custody, office):
        for one in _of(office, authority):
            _print(one, remains(custody, office.register(one.id), days))


@group.command()
def check(authority: Of = None) -> None:
    """Say whether every key fits what it sealed. Opens nothing."""
    found = 0
    with _custody() as (custody, office):
        for one in _of(office, authority):
            for wrong in findings(custody, office.register(one.id)):
                found += 1
                where = f"{one.id} {wrong.position}, {wrong.field}"
                screen().print(f"{wrong.code} at {where}: {wrong.why}.")
    if found:
        raise typer.Exit(1)
    screen().print("Every key fits what it sealed.")


def _print(authority: Authority, found: list[Remains]) -> None:
    out = screen()
    if not found:
        out.print(f"{authority.name}: nothing is sealed.")
        return
    listed = table("case", "whose", "class", "the key", "documents", "in backups of keys")
    for one in found:
        listed.add_row(
            str(one.case)[:8], one.subject, one.retention, _key(one), _documents(one), _backups(one)
        )
    out.print(authority.name)
    out.print(listed)
    out.print(f"What was sealed under a destroyed key stays {IN_THE_RECORD}.")


def _key(one: Remains) -> str:
    if one.destroyed_on:
        return f"destroyed on {short(one.destroyed_on)}"
    if one.to_be_finished:
        return "to be destroyed: run `concerns keys finish`"
    if one.unused:
        return "seals nothing"
    if one.held_back:
        return "kept by a legal hold"
    until = one.may_go_after
    return f"kept until {short(until)}" if until else "kept: its period has not begun"


def _documents(one: Remains) -> str:
    if one.to_be_deleted:
        return f"{one.to_be_deleted} to be deleted: run `concerns keys finish`"
    gone = one.destroyed_on or one.to_be_finished
    return f"{one.documents} {'deleted' if gone else 'sealed'}" if one.documents else "none"


def _backups(one: Remains) -> str:
    if not one.destroyed_on:
        return "yes"
    if one.in_backups_until is None:
        return "not known: set CONCERNS_KEY_BACKUP_DAYS"
    return f"until {short(one.in_backups_until)}"


def _of(office: Office, authority: str | None) -> list[Authority]:
    return [office.authority(authority)] if authority else office.authorities()


@contextmanager
def _custody() -> Generator[tuple[Custody, Office]]:
    settings = Settings()
    with (
        _in_words(),
        open_office(settings) as office,
        open_custody(settings, office.pool, lambda: datetime.now(UTC)) as custody,
    ):
        yield custody, office


@contextmanager
def _in_words() -> Generator[None]:
    try:
        yield
    except (NoKek, KekFaulty, NotOpened) as wrong:
        raise CannotDo(f"{str(wrong).rstrip('.')}.") from None
