from datetime import timedelta
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.progress import Progress

from concerns.cli.finding import find_case
from concerns.cli.office import Office, open_office
from concerns.cli.plainly import CannotDo
from concerns.cli.screen import aside, screen
from concerns.documents.opening import open_documents
from concerns.documents.store import Documents
from concerns.storage.settings import Settings
from concerns.storage.tree import Sealed
from concerns.verifying import stored
from concerns.verifying.bundle import Wanted, write_bundle
from concerns.verifying.finding import CannotCheck
from concerns.verifying.policy import read_policy

_LONGEST = timedelta(hours=6)


def add_to(app: typer.Typer) -> None:
    """Offer `concerns bundle`."""
    app.command()(bundle)


def bundle(
    authority: Annotated[str, typer.Argument(help="Whose record: northtown, or northtown/access.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Into which new folder.")],
    anchors: Annotated[
        Path | None, typer.Option(help="A folder of what was kept elsewhere, to put in.")
    ] = None,
    keys: Annotated[
        Path | None, typer.Option(help="The public keys to put in: `log <vkey>`, a line each.")
    ] = None,
    proof: Annotated[
        list[str] | None,
        typer.Option(metavar="CASE/VERSION", help="A fact to prove by a file of its own."),
    ] = None,
    *,
    documents: Annotated[
        bool, typer.Option("--documents", help="Put the documents in that were lodged.")
    ] = False,
) -> None:
    """Write the sealed record as a folder that others check without this program."""
    try:
        with open_office(longest=_LONGEST) as office:
            whose = office.log(authority).id
            policy = read_policy(keys) if keys else None
            proofs = [_position(office, whose, one) for one in proof or ()]
            wanted = Wanted(proofs, anchors, policy, _store() if documents else None)
            sealed = _with_a_bar(office, whose, output, wanted)
    except CannotCheck as wrong:
        raise CannotDo(str(wrong)) from None
    screen().print(f"Written: {output}, {sealed.size} facts under root {sealed.root.hex()}")


def _store() -> Documents:
    place = Settings().documents_place()
    if not place:
        raise CannotDo("CONCERNS_DOCUMENTS names no place where documents are kept.")
    return open_documents(place)


def _position(office: Office, authority: str, named: str) -> int:
    case, _, version = named.rpartition("/")
    if not case or not version.isdigit():
        raise CannotDo(f"{named!r} is not a case and a version, such as 6f1c0f0e/3.")
    found = _case(office, authority, case)
    for one in office.register(authority).of_case(found):
        if one.fact.version == int(version):
            return one.position
    raise CannotDo(f"The case {found} has no version {version}.")


def _case(office: Office, authority: str, named: str) -> UUID:
    """A whole id is taken as it is: what a record says of itself is in no list of cases."""
    try:
        return UUID(named)
    except ValueError:
        return find_case(office, named, authority).case


def _with_a_bar(office: Office, whose: str, folder: Path, wanted: Wanted) -> Sealed:
    out = aside()
    with Progress(console=out, transient=True, disable=not out.is_terminal) as progress:
        bar = progress.add_task(whose, total=stored.count(office.pool, whose))
        return write_bundle(
            office.pool, whose, folder, wanted, lambda done: progress.update(bar, completed=done)
        )
