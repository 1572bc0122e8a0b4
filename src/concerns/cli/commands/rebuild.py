from datetime import timedelta
from typing import Annotated

import typer
from rich.progress import Progress

from concerns.cli.office import Office, open_office
from concerns.cli.screen import aside, screen
from concerns.projector import Rebuilt

_LONGEST = timedelta(hours=1)


def add_to(app: typer.Typer) -> None:
    """Offer `concerns rebuild`."""
    app.command()(rebuild)


def rebuild(
    authority: Annotated[str | None, typer.Option(help="Only this council's views.")] = None,
) -> None:
    """Work out every view anew from the record, compare with the old ones, and switch."""
    with open_office(longest=_LONGEST) as office:
        of = [office.authority(authority)] if authority else office.authorities()
        if not of:
            screen().print("No authority has a record here yet.")
        for one in of:
            screen().print(_said(one.id, _rebuilt(office, one.id)))


def _rebuilt(office: Office, authority: str) -> Rebuilt:
    out = aside()
    with Progress(console=out, transient=True, disable=not out.is_terminal) as progress:
        bar = progress.add_task(authority, total=None)
        return office.projector(authority).rebuild(
            lambda done, of: progress.update(bar, completed=done, total=of)
        )


def _said(authority: str, done: Rebuilt) -> str:
    differed = ", ".join(f"{view} ({count} rows)" for view, count in done.differences.items())
    verdict = f"differed and are now as the record says: {differed}" if differed else "agreed"
    return f"{authority}: {done.facts} facts, {done.rows} rows of views; the old views {verdict}."
