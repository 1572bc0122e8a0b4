import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID

import typer
from rich.progress import Progress

from concerns.cli.finding import find_case
from concerns.cli.moments import instant_of
from concerns.cli.office import Office, open_office
from concerns.cli.plainly import CannotDo
from concerns.cli.screen import aside, screen
from concerns.exports.formats import FORMATS, FormatName
from concerns.exports.leaf import Leaf
from concerns.exports.prov import prov
from concerns.exports.reading import Wanted, read
from concerns.storage import entries


def add_to(app: typer.Typer) -> None:
    """Offer `concerns export`."""
    app.command()(export)


def export(
    form: Annotated[
        Literal[FormatName, "prov"],
        typer.Argument(metavar="FORMAT", help="cloudevents, ocel, parquet, xes; prov for one act."),
    ],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Into which file; else named for you.")
    ] = None,
    authority: Annotated[str | None, typer.Option(help="From whose record.")] = None,
    case: Annotated[
        str | None, typer.Option(help="Only this case: its id, its beginning, or a service's id.")
    ] = None,
    provider: Annotated[
        str | None, typer.Option(help="Only cases about the provider of this id.")
    ] = None,
    decision: Annotated[
        str | None, typer.Option(help="For prov: which decision, by the id of its fact.")
    ] = None,
    as_known: Annotated[
        str | None, typer.Option(help="As known at this instant (RFC 3339 with offset).")
    ] = None,
) -> None:
    """Write the record for other programs, or a view of it without its words for analysts."""
    instant = instant_of(as_known)
    which = _which(form, decision, case or provider)
    with open_office() as office:
        whose, about = _about(office, authority, case)
        wanted = Wanted(instant, provider, about)
        if form == "prov":
            _one_decision(office, whose, wanted, which, output or Path(f"{whose}.prov.json"))
        else:
            file = output or Path(f"{whose}{FORMATS[form].suffix}")
            _many_facts(office, whose, wanted, form, file)


def _which(form: str, decision: str | None, narrowed: str | None) -> UUID:
    """The decision asked about; a usage error (exit code 2) where the options do not fit."""
    if form != "prov":
        if decision:
            raise typer.BadParameter("--decision is for prov; the others hold many facts")
        return UUID(int=0)
    if not decision or narrowed:
        raise typer.BadParameter("prov tells of one decision: name it with --decision, alone")
    try:
        return UUID(decision)
    except ValueError:
        raise typer.BadParameter(f"{decision!r} is not the id of a fact") from None


def _about(office: Office, authority: str | None, case: str | None) -> tuple[str, UUID | None]:
    """Whose record, and which case of it: one export is of one log."""
    if case:
        return find_case(office, case, authority)
    if authority:
        return office.authority(authority).id, None
    match office.authorities():
        case [only]:
            return only.id, None
        case found:
            known = ", ".join(one.id for one in found) or "none yet"
            raise CannotDo(f"Say whose record with --authority. There are: {known}.")


def _many_facts(office: Office, whose: str, wanted: Wanted, form: FormatName, file: Path) -> None:
    chosen = FORMATS[form]
    found = read(office.pool, whose, wanted, by_case=chosen.by_case)
    total = None if wanted.case or wanted.provider else found.up_to
    counted = _Counted(found.leaves, total)
    digest = _saved(file, chosen.write(found.log, counted))
    _say(f"{counted.facts} facts", file, found.log.origin, found.up_to, digest)


def _one_decision(office: Office, whose: str, wanted: Wanted, which: UUID, file: Path) -> None:
    case = entries.case_of(office.pool, whose, which)
    if case is None:
        raise CannotDo(f"The record of {whose} holds no fact {which}.")
    found = read(office.pool, whose, wanted._replace(case=case))
    digest = _saved(file, [prov(found.log, list(found.leaves), which)])
    _say("one decision", file, found.log.origin, found.up_to, digest)


def _say(what: str, file: Path, origin: str, up_to: int, digest: str) -> None:
    screen().print(f"Written: {file}, {what} of {origin} up to position {up_to}")
    screen().print(f"SHA-256 {digest}")


class _Counted:
    """Facts on their way into a file, counted and shown."""

    def __init__(self, leaves: Iterator[Leaf], total: int | None) -> None:
        self.leaves = leaves
        self.total = total
        self.facts = 0

    def __iter__(self) -> Iterator[Leaf]:
        out = aside()
        with Progress(console=out, transient=True, disable=not out.is_terminal) as progress:
            bar = progress.add_task("facts", total=self.total)
            for one in self.leaves:
                self.facts += 1
                progress.update(bar, completed=self.facts)
                yield one


def _saved(file: Path, pieces: Iterable[bytes]) -> str:
    """Write beside the file and put it in its place when whole; gives its SHA-256."""
    digest, part = hashlib.sha256(), file.with_name(f"{file.name}.part")
    try:
        with part.open("wb") as out:
            for piece in pieces:
                digest.update(piece)
                out.write(piece)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return digest.hexdigest()
