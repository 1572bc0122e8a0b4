import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from pydantic import ValidationError
from rich.progress import Progress

from concerns.cli.office import Office, open_office
from concerns.cli.plainly import CannotDo, said
from concerns.cli.reports import print_report
from concerns.cli.screen import aside, screen
from concerns.documents.opening import open_documents
from concerns.documents.store import Documents
from concerns.documents.trouble import StoreAway, StoreUnknown
from concerns.storage.settings import Settings
from concerns.storage.trouble import TROUBLE
from concerns.verifying import stored
from concerns.verifying.anchors import read_anchors
from concerns.verifying.finding import CannotCheck, Report
from concerns.verifying.guard import described, read_approved
from concerns.verifying.policy import read_policy
from concerns.verifying.receipts import read_receipts
from concerns.verifying.verify import Outside
from concerns.verifying.verify import verify as verified

_LONGEST = timedelta(hours=6)
_FOUND, _COULD_NOT = 1, 2
_UNABLE = (
    CannotCheck,
    CannotDo,
    StoreAway,
    StoreUnknown,
    ValidationError,
    OSError,
    UnicodeDecodeError,
    *TROUBLE,
)
_MANY = 300_000
"""Facts that take longer to read than further processes take to start."""


def add_to(app: typer.Typer) -> None:
    """Offer `concerns verify`."""
    app.command()(verify)


def verify(
    authority: Annotated[str, typer.Argument(help="Whose record: northtown, or northtown/access.")],
    anchors: Annotated[
        Path | None, typer.Option(help="A folder of signed notes that were kept elsewhere.")
    ] = None,
    receipts: Annotated[
        Path | None, typer.Option(help="What callers were told: JSON lines with leaf hashes.")
    ] = None,
    keys: Annotated[
        Path | None, typer.Option(help="Which keys are relied on: `log <vkey>`, a line each.")
    ] = None,
    approved_schema: Annotated[
        Path | None, typer.Option(help="The database's guard as it was approved.")
    ] = None,
    describe_schema: Annotated[
        Path | None, typer.Option(help="Write the guard as it is now to this file; only that.")
    ] = None,
    documents: Annotated[
        str | None,
        typer.Option(help="Where documents are kept, if not as CONCERNS_DOCUMENTS says."),
    ] = None,
    processes: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="How many processes read it; otherwise one, or one for each core but one.",
        ),
    ] = None,
    *,
    views: Annotated[bool, typer.Option(help="Work every view out anew and compare.")] = True,
) -> None:
    """Check a record from its bytes, and against what was kept elsewhere. It changes nothing.

    Exit code 0: nothing was found; 1: something was; 2: it could not be checked.
    """
    try:
        with open_office(longest=_LONGEST) as office:
            whose = office.log(authority).id
            if describe_schema:
                describe_schema.write_text(json.dumps(described(office.pool), indent=1) + "\n")
                screen().print(f"Written: {describe_schema}")
                return
            outside = Outside(
                read_policy(keys) if keys else None,
                read_anchors(anchors) if anchors else None,
                read_receipts(receipts) if receipts else None,
                read_approved(approved_schema) if approved_schema else None,
                views,
                _documents(documents),
            )
            report = _with_a_bar(office, whose, outside, processes)
    except _UNABLE as wrong:
        _give_up(wrong)
    print_report(screen(), report)
    if not report.clean:
        raise typer.Exit(_FOUND)


def _documents(named: str | None) -> Documents | None:
    place = named or Settings().documents_place()
    return open_documents(place) if place else None


def _with_a_bar(office: Office, whose: str, outside: Outside, processes: int | None) -> Report:
    out, facts = aside(), stored.count(office.pool, whose)
    many = (os.cpu_count() or 1) - 1 if facts >= _MANY else 1  # a core for the database
    with Progress(console=out, transient=True, disable=not out.is_terminal) as progress:
        bar = progress.add_task(whose, total=facts)
        return verified(
            office.pool,
            whose,
            outside,
            lambda done: progress.update(bar, completed=done),
            processes or max(many, 1),
        )


def _give_up(wrong: Exception) -> NoReturn:
    typer.echo(f"Could not check. {said(wrong)}", err=True)
    raise typer.Exit(_COULD_NOT) from None
