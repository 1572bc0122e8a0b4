from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from concerns.chronology.format import Chronology
from concerns.chronology.reader import read
from concerns.cli.histories import answers, put_in, show_answers
from concerns.cli.office import Office, open_office
from concerns.cli.operator import operator
from concerns.cli.plainly import CannotDo
from concerns.cli.screen import screen
from concerns.when import today


def add_to(app: typer.Typer) -> None:
    """Offer `concerns import`."""
    app.command(name="import")(import_history)


def import_history(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="YAML or JSON.")],
    name: Annotated[
        str | None, typer.Option("--as", help="Your name in the record; else your login.")
    ] = None,
    role: Annotated[str | None, typer.Option(help="In which role of the procedure.")] = None,
) -> None:
    """Record a published history as a case, and answer the questions it asks."""
    chronology = read(file, today(datetime.now(UTC)))
    with open_office() as office:
        _has_a_record(office, chronology)
        imported = put_in(office, chronology, operator(name), role)
        said = answers(office, chronology, imported.case)
    out = screen()
    out.print(chronology.title, style="bold")
    out.print(
        f"{imported.items} items recorded as case {imported.case} of "
        f"{chronology.authority.slug}; the sources do not show {imported.gaps} things that "
        "the procedure asks for."
    )
    show_answers(out, said)


def _has_a_record(office: Office, chronology: Chronology) -> None:
    slug, name = chronology.authority.slug, chronology.authority.name
    if slug not in {one.id for one in office.authorities()}:
        raise CannotDo(
            f"{slug!r} has no record here yet: "
            f'create it with `concerns authority create {slug} "{name}"`.'
        )
