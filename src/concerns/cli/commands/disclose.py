import getpass
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from concerns.cli.finding import find_case
from concerns.cli.office import Office, open_office
from concerns.cli.plainly import CannotDo
from concerns.cli.screen import screen
from concerns.custody.custody import Custody
from concerns.custody.opening import open_custody
from concerns.disclosure.disclosing import Made, Where, disclose
from concerns.disclosure.request import RequestFile
from concerns.sealing.wrapping import KekFaulty
from concerns.storage.key_settings import Settings
from concerns.verifying.finding import CannotCheck
from concerns.verifying.policy import Policy, read_policy
from concerns.vocabulary import Officer, Person


def add_to(app: typer.Typer) -> None:
    """Offer `concerns disclose`."""
    app.command(name="disclose")(disclose_)


def disclose_(
    authority: Annotated[str, typer.Argument(help="Whose record.")],
    case: Annotated[str, typer.Argument(help="A case's id, its beginning, or a service's id.")],
    request: Annotated[
        Path, typer.Option(exists=True, dir_okay=False, help="YAML: for whom, why, what not.")
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="Into which new folder.")],
    role: Annotated[list[str], typer.Option(help="A role that you hold; perhaps several times.")],
    name: Annotated[
        str | None, typer.Option("--as", help="Your name in the record; else your login.")
    ] = None,
    keys: Annotated[
        Path | None, typer.Option(help="The public keys to put in: `log <vkey>`, a line each.")
    ] = None,
    size: Annotated[
        int | None, typer.Option(min=1, help="Under the checkpoint of this size; else the newest.")
    ] = None,
) -> None:
    """Write a case for somebody outside, without what is withheld, as a folder that verifies."""
    asked, settings = RequestFile(request), Settings()
    with open_office(settings) as office, _custody(settings, asked, office) as custody:
        whose = office.authority(authority).id
        found = find_case(office, case, whose)
        work = office.casework(whose, lambda: datetime.now(UTC), custody=custody)
        officer = Officer(person=_person(name), authority=whose, roles=frozenset(role))
        where = Where(found.case, output, _policy(keys), size)
        made = disclose(asked, where, work, officer)
    _say(made, output)


def _say(made: Made, folder: Path) -> None:
    out = screen()
    out.print(f"Written: {folder}. Recorded as fact {made.fact.version} of the case.")
    out.print(f"SHA-256 of DISCLOSURE.json: {made.sha256}")
    for one in made.mentions:
        out.print(
            f"Look before you hand it over: fact {one.disclosed} is disclosed and refers to fact "
            f"{one.withheld}, which is withheld."
        )


@contextmanager
def _custody(settings: Settings, asked: RequestFile, office: Office) -> Generator[Custody | None]:
    """The keys, only where something is to be opened."""
    if not asked.request.open or not settings.keeps_keys:
        yield None
        return
    try:
        with open_custody(settings, office.pool, lambda: datetime.now(UTC)) as custody:
            yield custody
    except KekFaulty as wrong:
        raise CannotDo(f"{str(wrong).rstrip('.')}.") from None


def _policy(keys: Path | None) -> Policy | None:
    try:
        return read_policy(keys) if keys else None
    except CannotCheck as wrong:
        raise CannotDo(str(wrong)) from None


def _person(name: str | None) -> Person:
    login = getpass.getuser()
    return Person(issuer="login of this machine", subject=login, name=name or login)
