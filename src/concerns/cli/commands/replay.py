from datetime import date, datetime
from typing import Annotated

import typer

from concerns.cli.finding import Found, find_case
from concerns.cli.many import Times, cases, show_learnt, show_standing
from concerns.cli.moments import day_of, instant_of
from concerns.cli.office import Office, open_office
from concerns.cli.picture import picture
from concerns.cli.screen import screen
from concerns.cli.story import show_difference, show_picture


def add_to(app: typer.Typer) -> None:
    """Offer `concerns replay`."""
    app.command()(replay)


def replay(
    case: Annotated[
        str | None, typer.Argument(help="A case's id, its beginning, or a service's id.")
    ] = None,
    provider: Annotated[
        str | None, typer.Option(help="Every case of the provider of this id.")
    ] = None,
    authority: Annotated[
        str | None,
        typer.Option(help="In whose record to look; without a case or provider, all of its cases."),
    ] = None,
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
    """Show a case as it stood and was known, or what was learnt between two instants.

    Or every case of a provider or of an authority, a line each.
    """
    first, last, known = instant_of(since), instant_of(until), instant_of(as_known)
    day = day_of(as_at)
    _fit_together(first, last, known)
    _one_subject(case, provider, authority)
    with open_office() as office:
        if case is None:
            _many(office, authority, provider, (first, last), Times(known, day))
            return
        found = find_case(office, case, authority)
        if first is not None:
            _difference(office, found, first, last, day)
        else:
            now = picture(office.register(found.authority), found.case, known, day)
            show_picture(screen(), found, now, known, day)


def _one_subject(case: str | None, provider: str | None, authority: str | None) -> None:
    if case and provider:
        raise typer.BadParameter("name either a case or --provider")
    if not (case or provider or authority):
        raise typer.BadParameter("name a case, --provider or --authority: whose past?")


def _many(
    office: Office,
    authority: str | None,
    provider: str | None,
    between: tuple[datetime | None, datetime | None],
    times: Times,
) -> None:
    since, until = between
    if since is None:
        found = cases(office, authority, provider, times)
        show_standing(screen(), office, found, times)
        return
    after = Times(until, times.as_at)
    found = cases(office, authority, provider, after)
    show_learnt(screen(), office, found, Times(since, times.as_at), after)


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
