from datetime import date, datetime
from typing import Annotated

import typer

from concerns.cli.finding import Found, find_case
from concerns.cli.moments import day_of, instant_of
from concerns.cli.office import Office, open_office
from concerns.cli.picture import picture
from concerns.cli.screen import screen
from concerns.cli.story import show_difference, show_picture


def add_to(app: typer.Typer) -> None:
    """Offer `concerns replay`."""
    app.command()(replay)


def replay(
    case: Annotated[str, typer.Argument(help="A case's id, its beginning, or a service's id.")],
    authority: Annotated[str | None, typer.Option(help="In whose record to look.")] = None,
    as_known: Annotated[
        str | None, typer.Option(help="As known at this instant (RFC 3339 with offset).")
    ] = None,
    as_at: Annotated[
        str | None, typer.Option(help="Of what had happened by the end of this date.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="What was learnt after this instant …")] = None,
    until: Annotated[
        str | None, typer.Option(help="… and until this one; now if left out.")
    ] = None,
) -> None:
    """Show a case as it stood and was known, or what was learnt between two instants."""
    first, last, known = instant_of(since), instant_of(until), instant_of(as_known)
    day = day_of(as_at)
    _fit_together(first, last, known)
    with open_office() as office:
        found = find_case(office, case, authority)
        if first is not None:
            _difference(office, found, first, last, day)
        else:
            now = picture(office.register(found.authority), found.case, known, day)
            show_picture(screen(), found, now, known, day)


def _fit_together(
    since: datetime | None, until: datetime | None, as_known: datetime | None
) -> None:
    if until and not since:
        raise typer.BadParameter("--until needs --since: between which two instants?")
    if since and as_known:
        raise typer.BadParameter("ask either --as-known one instant or between --since and --until")
    if since and until and until < since:
        raise typer.BadParameter("--until lies before --since")


def _difference(
    office: Office, found: Found, since: datetime, until: datetime | None, as_at: date | None
) -> None:
    register = office.register(found.authority)
    before = picture(register, found.case, since, as_at)
    after = picture(register, found.case, until, as_at)
    show_difference(screen(), found, (before, since), (after, until))
