from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from concerns.cli.decisions import Asked, case_of, decision_of
from concerns.cli.moments import instant_of
from concerns.cli.office import open_office, procedures
from concerns.cli.plainly import CannotDo
from concerns.cli.screen import day, screen, table
from concerns.dossier.checking import Checked, check
from concerns.dossier.dossier import Dossier, make
from concerns.dossier.paper import as_paper
from concerns.dossier.parting import decisions
from concerns.events import DossierMade
from concerns.papers.formats import Format, laid_out
from concerns.register import Recorded

_FORMATS: dict[str, Format] = {".html": "html", ".pdf": "pdf"}

group = typer.Typer(
    no_args_is_help=True, help="What was known when a decision was taken, and what came afterwards."
)

Case = Annotated[str, typer.Argument(help="A case's id, its beginning, or a service's id.")]
Decision = Annotated[
    str, typer.Argument(help="A decision's number in the case (its version), or its fact's id.")
]
Authority = Annotated[str | None, typer.Option(help="In whose record to look.")]
AsKnown = Annotated[
    str | None, typer.Option(help="As known at this instant (RFC 3339 with offset).")
]
UpTo = Annotated[int | None, typer.Option(min=1, help="Only up to this position of the record.")]


def add_to(app: typer.Typer) -> None:
    """Offer `concerns dossier …`."""
    app.add_typer(group, name="dossier")


@group.command(name="list")
def list_(case: Case, authority: Authority = None, as_known: AsKnown = None) -> None:
    """List a case's decisions, each of which has a dossier, and which were bound by a digest."""
    with open_office() as office:
        known = case_of(office, Asked(case, authority, instant_of(as_known)))
    listed = table("no.", "happened", "decision", "bound up to")
    for one in decisions(known):
        bound = ", ".join(str(made.up_to) for made in _bound(known, one.fact.id))
        fact = one.fact
        listed.add_row(str(fact.version), day(fact.occurred.text), str(fact), bound or "no")
    screen().print(listed)


def _bound(known: list[Recorded], decision: UUID) -> list[DossierMade]:
    made = [one.fact for one in known if isinstance(one.fact, DossierMade)]
    return [one for one in made if one.fact == decision]


@group.command(name="make")
def make_(
    case: Case,
    decision: Decision,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="A file .json, .html or .pdf; JSON if left out."),
    ] = None,
    up_to: UpTo = None,
    authority: Authority = None,
    as_known: AsKnown = None,
) -> None:
    """Make the dossier of a decision; the same to the byte from the same record."""
    file = output or Path("decision_dossier.json")
    if file.suffix not in {".json", *_FORMATS}:
        raise typer.BadParameter("name a file that ends in .json, .html or .pdf", param_hint="-o")
    with open_office() as office:
        known = case_of(office, Asked(case, authority, instant_of(as_known)))
    made = make(known, decision_of(known, decision), procedures(), up_to)
    file.write_bytes(_laid_out(made, file.suffix))
    screen().print(f"Made: {file}, from the record up to position {made.up_to}")
    screen().print(f"SHA-256 of what was known then: {made.known_then_digest}")
    screen().print(f"SHA-256 of the dossier (JSON):  {made.digest}")


def _laid_out(made: Dossier, suffix: str) -> bytes:
    return made.json if suffix == ".json" else laid_out(as_paper(made), _FORMATS[suffix])


@group.command(name="check")
def check_(case: Case, authority: Authority = None) -> None:
    """Make each dossier that was bound to the record again, and compare the digests."""
    with open_office() as office:
        known = case_of(office, Asked(case, authority))
    found = list(check(known, procedures()))
    listed = table("bound as fact", "of decision", "up to", "made again")
    for one in found:
        bound = one.made.fact
        assert isinstance(bound, DossierMade)
        of = next((str(two.fact.version) for two in known if two.fact.id == bound.fact), "?")
        listed.add_row(str(bound.version), of, str(bound.up_to), _said(one))
    if not found:
        screen().print("No dossier was bound to the record of this case.")
        return
    screen().print(listed)
    if any(one.same is False for one in found):
        raise CannotDo("Not every dossier is what was bound to the record.")


def _said(one: Checked) -> str:
    if one.same:
        return "the same"
    return f"{'cannot be compared' if one.same is None else 'not the same'}: {one.why}"
