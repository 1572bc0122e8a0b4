from pathlib import Path
from typing import Annotated

import typer

from concerns.cli.office import procedures
from concerns.cli.plainly import CannotDo
from concerns.cli.screen import screen, table
from concerns.procedures.checking.checker import check as faults_of
from concerns.procedures.coverage import Covered, covered
from concerns.procedures.drawing.diagram import draw as drawn
from concerns.procedures.procedure import Procedure
from concerns.procedures.reader import Fault, folders, read

group = typer.Typer(no_args_is_help=True, help="The councils' procedures, as data.")


def add_to(app: typer.Typer) -> None:
    """Offer `concerns procedures …`."""
    app.add_typer(group, name="procedures")


@group.command(name="list")
def list_() -> None:
    """List the procedures that come with the program."""
    listed = table("procedure", "version", "title", "stages", "steps", "SHA-256")
    for name, one in procedures().items():
        counts = str(len(one.stages)), str(len(one.steps))
        listed.add_row(name, one.version, one.title, *counts, one.digest[:12])
    screen().print(listed)


@group.command()
def check(
    folder: Annotated[
        Path | None,
        typer.Argument(exists=True, file_okay=False, help="One procedure, or a folder of them."),
    ] = None,
) -> None:
    """Prove procedures sound, or name each fault with its file and line (exit code 1)."""
    sound = [_is_sound(one) for one in _to_check(folder)]
    if not all(sound):
        raise typer.Exit(1)


def _to_check(folder: Path | None) -> list[Path]:
    if folder is None:
        return folders()
    return (folders(folder) if not (folder / "procedure.yaml").exists() else []) or [folder]


def _is_sound(folder: Path) -> bool:
    faults = faults_of(folder)
    for fault in faults:
        typer.echo(_located(folder, fault))
    if not faults:
        procedure, _ = read(folder)
        screen().print(
            f"{procedure.procedure}: sound "
            f"({len(procedure.stages)} stages, {len(procedure.steps)} steps)"
        )
    return not faults


def _located(folder: Path, fault: Fault) -> str:
    """The fault with a path that an editor can open."""
    if not (folder / fault.place.file).is_file():
        return f"{folder}: {fault.what}"
    return f"{folder / fault.place.file}:{fault.place.line}: {fault.what}"


@group.command()
def draw(
    name: Annotated[str, typer.Argument(help="A procedure's name, or its folder.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="An SVG file; else it is printed.")
    ] = None,
) -> None:
    """Draw a procedure: its stages, steps and who decides them."""
    picture = drawn(_named(name))
    if output is None:
        typer.echo(picture, nl=False)
        return
    output.write_text(picture, encoding="utf-8")
    screen().print(f"Drawn: {output}")


def _named(name: str) -> Procedure:
    found = procedures().get(name)
    if found is not None:
        return found
    folder = Path(name)
    if not folder.is_dir():
        known = ", ".join(procedures())
        raise CannotDo(f"There is no procedure or folder {name!r}. There are: {known}.")
    if faults_of(folder):
        raise CannotDo(f"{folder} is not sound: see `concerns procedures check {folder}`.")
    return read(folder)[0]


@group.command()
def coverage() -> None:
    """Count the requirements of each council's document: in the data, by the program, people's."""
    listed = table("document", "requirements", "in the data", "by the program", "people's")
    rows = covered()
    for one in [*rows, _sum(rows)]:
        counts = one.requirements, one.in_the_data, one.by_the_program, one.people
        listed.add_row(one.document, *map(str, counts))
    screen().print(listed)


def _sum(rows: list[Covered]) -> Covered:
    return Covered(
        "All",
        sum(one.requirements for one in rows),
        sum(one.in_the_data for one in rows),
        sum(one.people for one in rows),
    )
