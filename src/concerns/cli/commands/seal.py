import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from concerns import sealers
from concerns.anchoring.rounds import seen_outside
from concerns.cli.anchors import NotConfigured, Places, places
from concerns.cli.key_life import KeyKind, change, ending
from concerns.cli.plainly import CannotDo
from concerns.cli.screen import screen
from concerns.evidence.unsound import Unsound
from concerns.sealer import Anchored, Root, WillNotSign
from concerns.storage.authorities import logs
from concerns.storage.pool import Pool, open_pool
from concerns.storage.settings import Settings
from concerns.storage.tree import ROLE, Sealed

_LONGEST = timedelta(minutes=5)
Seal = Callable[[], Sealed | None]


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
    approve: Annotated[
        bool, typer.Option(help="Approve the database's guard as it is now.")
    ] = False,
    new_key: Annotated[bool, typer.Option(help="Make a key, and print its public half.")] = False,
    kind: Annotated[KeyKind, typer.Option(help="Of the new key.")] = KeyKind.ED25519,
    retire: Annotated[
        str | None, typer.Option(metavar="KEY", help="This key, or its id, signs no more.")
    ] = None,
    revoke: Annotated[
        str | None, typer.Option(metavar="KEY", help="This key, or its id, is not safe any more.")
    ] = None,
    from_size: Annotated[
        int | None, typer.Option(min=0, help="The last size at which a revoked key counts.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why a key changes: the record says it.")] = "",
) -> None:
    """Sign how far each record has come (a checkpoint), if it is still what it was.

    A process of its own, by a user of its own, with the only copy of the key. Exit code 1 if
    something is not as it must be: then nothing was signed.
    """
    settings, ended = Settings(), ending(retire, revoke, from_size, reason)
    folder = settings.seals_folder()
    with open_pool(settings.app_conninfo(), 1, _LONGEST, role=ROLE) as pool:
        chosen = _chosen(pool, authority or [])
        if approve:
            _told(sealers.approve(folder, pool))
        if not (approve or new_key or ended):
            _sign({one: _sealing(folder, pool, one) for one in chosen}, None if once else every)
    if new_key or ended:
        change(settings.app_conninfo(), folder, chosen, ended or kind, reason)


def _chosen(pool: Pool, named: Sequence[str]) -> list[str]:
    known = [one.id for one in logs(pool)]
    if unknown := [one for one in named if one not in known]:
        raise CannotDo(f"There is no log {unknown[0]!r}. There are: {', '.join(known)}.")
    return list(named) or known


def _told(differences: Sequence[str]) -> None:
    screen().print(f"Approved. {len(differences)} lines differ from what was approved before.")
    for line in differences[:20]:
        screen().print(f"  {line}", markup=False)


def _sealing(folder: Path, pool: Pool, authority: str) -> Seal:
    """One council's sealing, held against what lies outside if anything says where."""
    anchored: Anchored | None = None
    try:
        anchored = _anchored(authority, places(pool, authority, lambda: datetime.now(UTC)))
    except NotConfigured as why:
        _aside(authority, f"held against no anchor: {why}")
    return lambda: sealers.seal(folder, pool, authority, anchored)


def _anchored(authority: str, there: Places) -> Anchored:
    def anchored() -> list[Root] | None:
        seen = seen_outside(there.log, there.anchors)
        for why in seen.away:
            _aside(authority, f"could not ask {why}")
        if seen.away and not seen.asked:
            _aside(authority, "no anchor could be asked: held against what was last seen there")
            return None
        return [(one.size, one.root) for one in seen.checkpoints]

    return anchored


def _aside(authority: str, what: str) -> None:
    typer.echo(f"{authority}: {what}", err=True)


def _sign(sealing: Mapping[str, Seal], every: float | None) -> None:
    refused = False
    while True:
        for authority, one in sealing.items():
            try:
                sealed = one()
            except sealers.NotReady as why:
                raise CannotDo(str(why)) from None
            except (WillNotSign, Unsound, LookupError) as why:
                refused = True
                _aside(authority, f"not signed: {why}")
            else:
                if sealed:
                    screen().print(f"{authority}: signed at size {sealed.size}")
        if every is None or refused:
            break
        time.sleep(every)
    if refused:
        raise typer.Exit(1)
