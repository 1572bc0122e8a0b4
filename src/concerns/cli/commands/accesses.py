import getpass
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated

import typer
from pydantic import ValidationError

from concerns.cli.finding import find_case
from concerns.cli.office import Office, open_office
from concerns.cli.screen import instant, screen, table
from concerns.custody.access import AccessLog
from concerns.custody.accesses import ReadAccesses, Shown, read_accesses
from concerns.ids import new_id
from concerns.vocabulary import By, Person

_AT_ONCE = 200


def add_to(app: typer.Typer) -> None:
    """Offer `concerns accesses`."""
    app.command()(accesses)


def accesses(
    authority: Annotated[str, typer.Argument(help="Whose personal data.")],
    *,
    purpose: Annotated[str, typer.Option(help="Why it must be read: recorded; it names nobody.")],
    case: Annotated[
        str | None, typer.Option(help="Only to this case: its id, its beginning, a service's id.")
    ] = None,
    subject: Annotated[
        str | None, typer.Option(help="Only to this person's data, such as R12; with --case.")
    ] = None,
) -> None:
    """Say who read personal data, when, and what for. That you ask is recorded first."""
    with open_office() as office:
        whose = office.authority(authority).id
        about = find_case(office, case, whose).case if case else None
        asked = _asked(purpose=purpose, case=about, subject=subject, limit=_AT_ONCE)
        found = list(_every(office, whose, asked))
    _print(found)


def _asked(**said: object) -> ReadAccesses:
    """What is asked; a usage error (exit code 2) where it cannot be."""
    try:
        return ReadAccesses.model_validate(said)
    except ValidationError as wrong:
        fault = wrong.errors(include_url=False, include_input=False)[0]
        option = f"--{fault['loc'][0]}"
        raise typer.BadParameter(fault["msg"], param_hint=option) from None


def _every(office: Office, authority: str, asked: ReadAccesses) -> Iterator[Shown]:
    log = AccessLog(office.pool, lambda: datetime.now(UTC), new_id)
    while True:
        found = read_accesses(asked, authority, _operator(), log)
        yield from found.shown
        if found.next is None:
            return
        asked = asked.model_copy(update={"after": found.next, "up_to": found.up_to})


def _operator() -> By:
    """Whoever is logged in on this machine, as they could read the database itself."""
    login = getpass.getuser()
    person = Person(issuer="login of this machine", subject=login, name=login)
    return By(person=person, role="operator", title="operator, at the command line")


def _print(found: list[Shown]) -> None:
    out = screen()
    if not found:
        out.print("Nobody has read any of it. That you asked is recorded.")
        return
    listed = table("position", "when (UTC)", "who read what, and what for", "case", "fields")
    for one in found:
        case = str(one.case)[:8] if one.case else ""
        when = instant(one.recorded_at)[:19].replace("T", " ")
        listed.add_row(str(one.position), when, one.told, case, ", ".join(one.fields))
    out.print(listed)
