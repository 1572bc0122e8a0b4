from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from concerns.cli.decisions import Asked, case_of
from concerns.cli.finding import find_case
from concerns.cli.office import Office, open_office
from concerns.cli.plainly import CannotDo
from concerns.cli.screen import aside, screen
from concerns.dossier.absence import absent
from concerns.dossier.certificate import Log, certificate
from concerns.dossier.statement import statement
from concerns.papers.formats import Format, laid_out
from concerns.papers.paper import Paper
from concerns.register import Recorded, recorded
from concerns.storage import log
from concerns.storage.entries import origin

_FORMATS: dict[str, Format] = {".html": "html", ".pdf": "pdf"}

group = typer.Typer(
    no_args_is_help=True,
    help="Drafts for a court (Civil Evidence Act 1995, s.9), for an officer to complete and sign.",
)

Authority = Annotated[str | None, typer.Option(help="In whose record to look.")]
Root = Annotated[str, typer.Option(help="The log's root hash at its size now, if known.")]
Verified = Annotated[
    Path | None,
    typer.Option(exists=True, dir_okay=False, help="A text file with what the verifier said."),
]


def add_to(app: typer.Typer) -> None:
    """Offer `concerns court …`."""
    app.add_typer(group, name="court")


@group.command(name="certificate")
def certificate_(
    case: Annotated[str, typer.Argument(help="A case's id, its beginning, or a service's id.")],
    facts: Annotated[
        list[int] | None, typer.Argument(help="Which facts, by number in the case; else all.")
    ] = None,
    output: Annotated[Path, typer.Option("-o", "--output")] = Path("certificate.pdf"),
    root: Root = "",
    verification: Verified = None,
    authority: Authority = None,
) -> None:
    """Draft an officer's certificate that entries of a case belong to the authority's records."""
    _fitting(output)
    with open_office() as office:
        of = find_case(office, case, authority).authority
        known = case_of(office, Asked(case, authority))
        spoken_of = _log(office, of, office.register(of).head(), root, verification)
    _write(certificate(spoken_of, _chosen(known, facts or [])), output)


def _chosen(known: list[Recorded], wanted: list[int]) -> list[Recorded]:
    unknown = set(wanted) - {one.fact.version for one in known}
    if unknown:
        raise CannotDo(f"The case holds no fact {min(unknown)}; it has {len(known)}.")
    return [one for one in known if not wanted or one.fact.version in wanted]


@group.command()
def absence(
    kind: Annotated[
        str, typer.Argument(help="The kind of fact that there is none of: suspension-signed-off.")
    ],
    authority: Annotated[str, typer.Option(help="In whose record.")],
    case: Annotated[str | None, typer.Option(help="About this case …")] = None,
    service: Annotated[str | None, typer.Option(help="… or about the service of this id.")] = None,
    output: Annotated[Path, typer.Option("-o", "--output")] = Path("absence.pdf"),
    root: Root = "",
    verification: Verified = None,
) -> None:
    """Draft a statement that the record holds nothing of a kind about a case or a service."""
    _fitting(output)
    with open_office() as office:
        of = office.authority(authority).id
        found = find_case(office, case, of).case if case else None
        none = absent(_whole(office, of), kind, case=found, service=service)
        spoken_of = _log(office, of, none.size, root, verification)
    _write(statement(spoken_of, none), output)


def _whole(office: Office, authority: str) -> Iterator[Recorded]:
    """Every fact of a log as it is now, with a bar for whoever waits."""
    out, end = aside(), office.register(authority).head()
    with Progress(console=out, transient=True, disable=not out.is_terminal) as progress:
        bar = progress.add_task(authority, total=end)
        for batch in log.in_batches(office.pool, authority, 0):
            yield from (recorded(one) for one in batch if one.position <= end)
            progress.update(bar, completed=min(batch[-1].position, end))
            if batch[-1].position >= end:
                return


def _log(office: Office, authority: str, size: int, root: str, said: Path | None) -> Log:
    return Log(
        authority=office.authority(authority).name,
        origin=origin(office.pool, authority),
        size=size,
        root=root,
        verification=said.read_text(encoding="utf-8").strip() if said else "",
    )


def _fitting(output: Path) -> None:
    if output.suffix not in _FORMATS:
        raise typer.BadParameter("name a file that ends in .pdf or .html", param_hint="--output")


def _write(paper: Paper, output: Path) -> None:
    output.write_bytes(laid_out(paper, _FORMATS[output.suffix]))
    screen().print(f"Drafted: {output}. It is not signed and is not legal advice.")
