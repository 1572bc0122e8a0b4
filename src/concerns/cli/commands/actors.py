from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated

import typer

from concerns.actors import access
from concerns.actors.access import AccessRefused, Telling
from concerns.actors.actor import Actor
from concerns.actors.known import Known, known_actors
from concerns.cli.office import open_office
from concerns.cli.operator import operator
from concerns.cli.plainly import CannotDo
from concerns.cli.screen import screen, table
from concerns.ids import new_id
from concerns.register import Register

group = typer.Typer(no_args_is_help=True, help="Who acts in a record, and whose access has ended.")
Authority = Annotated[str, typer.Argument(help="The council whose record it is.")]
Issuer = Annotated[str, typer.Argument(help="The identity provider, as `list` shows it.")]
Subject = Annotated[str, typer.Argument(help="The person or program, as `list` shows it.")]
Reason = Annotated[str, typer.Option(help="Why; it stays in the record.")]
As = Annotated[str | None, typer.Option("--as", help="Your name in the record; else your login.")]

Change = Callable[[Register, Actor, Telling], Known]


def add_to(app: typer.Typer) -> None:
    """Offer `concerns actors …`."""
    app.add_typer(group, name="actors")


@group.command(name="list")
def list_(authority: Authority) -> None:
    """List everyone who ever acted, and whose access has ended. Nobody leaves this list."""
    with open_office() as office:
        found = known_actors(office.register(office.authority(authority).id))
    if not found:
        screen().print("Nobody has acted here yet.")
        return
    listed = table("name", "issuer", "subject", "first acted (UTC)", "access")
    for actor, known in sorted(found.items(), key=lambda one: (one[1].name, one[0])):
        listed.add_row(known.name, *actor, _when(known.first_acted), _access(known))
    screen().print(listed)


@group.command()
def deactivate(
    authority: Authority, issuer: Issuer, subject: Subject, *, reason: Reason, name: As = None
) -> None:
    """End somebody's access, whatever tokens they still hold. What they did stays as it is."""
    known = _changed(access.deactivate, authority, Actor(issuer, subject), reason, name)
    never = "" if known.first_acted else " They never acted here: check issuer and subject."
    screen().print(f"The access of {known.name} has ended; the record says so.{never}")


@group.command()
def reactivate(
    authority: Authority, issuer: Issuer, subject: Subject, *, reason: Reason, name: As = None
) -> None:
    """Give access again to somebody whose access has ended."""
    known = _changed(access.reactivate, authority, Actor(issuer, subject), reason, name)
    screen().print(f"{known.name} has access again; the record says so.")


def _changed(change: Change, authority: str, actor: Actor, reason: str, name: str | None) -> Known:
    telling = Telling(operator(name), reason, lambda: datetime.now(UTC), new_id)
    with open_office() as office:
        try:
            return change(office.register(office.authority(authority).id), actor, telling)
        except AccessRefused as no:
            raise CannotDo(str(no)) from None


def _when(instant: datetime | None) -> str:
    return f"{instant:%Y-%m-%d %H:%M}" if instant else "never"


def _access(known: Known) -> str:
    return f"ended {_when(known.ended)}: {known.why}" if known.ended else "yes"
