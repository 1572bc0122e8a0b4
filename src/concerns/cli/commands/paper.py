from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from concerns.cli.finding import find_case
from concerns.cli.moments import instant_of
from concerns.cli.office import Office, open_office, procedures
from concerns.cli.plainly import CannotDo
from concerns.cli.screen import screen, table
from concerns.papers.definition import Definition
from concerns.papers.formats import Format, laid_out
from concerns.papers.library import of_case, papers
from concerns.papers.making import available, make
from concerns.papers.settings import Settings as PaperSettings
from concerns.procedures.procedure import Procedure
from concerns.register import Recorded
from concerns.storage.settings import Settings

_FORMATS: dict[str, Format] = {".html": "html", ".pdf": "pdf"}

group = typer.Typer(no_args_is_help=True, help="Letters, reports, plans, minutes and logs.")

Case = Annotated[str, typer.Argument(help="A case's id, its beginning, or a service's id.")]
Authority = Annotated[str | None, typer.Option(help="In whose record to look.")]
AsKnown = Annotated[
    str | None, typer.Option(help="As known at this instant (RFC 3339 with offset).")
]


def add_to(app: typer.Typer) -> None:
    """Offer `concerns paper …`."""
    app.add_typer(group, name="paper")


@group.command(name="list")
def list_(case: Case, authority: Authority = None, as_known: AsKnown = None) -> None:
    """List the papers of a case: which can be made, and why not the others."""
    with open_office() as office:
        known = _known(office, case, authority, as_known)
    procedure, defined = _defined(known)
    listed = table("paper", "kind", "can be made", "about")
    for name, definition in defined.items():
        found = available(definition, known, procedure)
        why = found.why_not.why.partition(": ")[2] if found.why_not else ""
        about = ", ".join(str(fact.version) for fact in found.about)
        listed.add_row(name, definition.kind, f"no: {why}" if why else "yes", about)
    screen().print(listed)


@group.command(name="make")
def make_(
    case: Case,
    paper: Annotated[str, typer.Argument(help="Which paper, as `concerns paper list` names it.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="A file .pdf or .html; <paper>.pdf if left out."),
    ] = None,
    of: Annotated[
        int | None, typer.Option(help="About which fact, by version; the last one if left out.")
    ] = None,
    authority: Authority = None,
    as_known: AsKnown = None,
) -> None:
    """Make a paper from the record, as HTML or as an accessible PDF."""
    file = output or Path(f"{paper}.pdf")
    if file.suffix not in _FORMATS:
        raise typer.BadParameter("name a file that ends in .pdf or .html", param_hint="--output")
    with open_office() as office:
        known = _known(office, case, authority, as_known)
    procedure, defined = _defined(known)
    if paper not in defined:
        raise CannotDo(f"There is no paper {paper!r}. There are: {', '.join(defined)}.")
    made = make(paper, defined[paper], known, procedure, of=of)
    file.write_bytes(laid_out(made, _FORMATS[file.suffix]))
    screen().print(f"Made: {file}, from position {known[-1].position} of the record")


def _known(
    office: Office, case: str, authority: str | None, as_known: str | None
) -> list[Recorded]:
    instant = instant_of(as_known)
    found = find_case(office, case, authority)
    register = office.register(found.authority)
    if instant is None:
        return register.of_case(found.case)
    return register.known_of_case(found.case, instant)


def _defined(known: list[Recorded]) -> tuple[Procedure, Mapping[str, Definition]]:
    under = procedures()
    return of_case(known, under, papers(under, Settings().own_procedures(), PaperSettings().papers))
