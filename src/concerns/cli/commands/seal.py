import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

import typer

from concerns import sealers
from concerns.cli.plainly import CannotDo
from concerns.cli.screen import screen
from concerns.evidence.unsound import Unsound
from concerns.sealer import Sealer, WillNotSign
from concerns.storage.authorities import logs
from concerns.storage.pool import open_pool
from concerns.storage.settings import Settings
from concerns.storage.tree import ROLE

_LONGEST = timedelta(minutes=5)


def add_to(app: typer.Typer) -> None:
    """Offer `concerns seal`."""
    app.command()(seal)


def seal(
    authority: Annotated[
        list[str] | None,
        typer.Argument(help="Which: northtown, northtown/access …; else all."),
    ] = None,
    *,
    once: Annotated[bool, typer.Option(help="Sign what is new, then stop.")] = False,
    every: Annotated[float, typer.Option(help="Seconds between two looks.")] = 5.0,
    new_key: Annotated[bool, typer.Option(help="Make a key, and print its public half.")] = False,
    approve: Annotated[
        bool, typer.Option(help="Approve the database's guard as it is now.")
    ] = False,
) -> None:
    """Sign how far each record has come (a checkpoint), if it is still what it was.

    A process of its own, by a user of its own, with the only copy of the key. Exit code 1 if
    something is not as it must be: then nothing was signed.
    """
    settings = Settings()
    folder = settings.seals_folder()
    with open_pool(settings.app_conninfo(), 1, _LONGEST, role=ROLE) as pool:
        chosen = authority or [one.id for one in logs(pool)]
        if approve:
            _told(sealers.approve(folder, pool))
        if new_key:
            for one in chosen:
                screen().print(str(sealers.new_key(folder, pool, one).key), soft_wrap=True)
        if approve or new_key:
            return
        try:
            signing = [sealers.sealer(folder, pool, one) for one in chosen]
        except sealers.NotReady as why:
            raise CannotDo(str(why)) from None
        _sign(signing, None if once else every)


def _told(differences: Sequence[str]) -> None:
    screen().print(f"Approved. {len(differences)} lines differ from what was approved before.")
    for line in differences[:20]:
        screen().print(f"  {line}", markup=False)


def _sign(signing: Sequence[Sealer], every: float | None) -> None:
    refused = False
    while True:
        for one in signing:
            try:
                sealed = one.seal()
            except (WillNotSign, Unsound, LookupError) as why:
                refused = True
                typer.echo(f"{one.authority}: not signed: {why}", err=True)
            else:
                if sealed:
                    screen().print(f"{one.authority}: signed at size {sealed.size}")
        if every is None or refused:
            break
        time.sleep(every)
    if refused:
        raise typer.Exit(1)
