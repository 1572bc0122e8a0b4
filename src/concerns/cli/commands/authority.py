from typing import Annotated

import typer

from concerns.cli.office import open_office
from concerns.cli.screen import screen, table
from concerns.storage.authorities import create_authority
from concerns.storage.settings import Settings

group = typer.Typer(no_args_is_help=True, help="The councils whose records are kept here.")


def add_to(app: typer.Typer) -> None:
    """Offer `concerns authority …`."""
    app.add_typer(group, name="authority")


@group.command()
def create(
    new_id: Annotated[str, typer.Argument(metavar="ID", help="A short lower-case word; for ever.")],
    name: Annotated[str, typer.Argument(help="The council's name, as people know it.")],
) -> None:
    """Begin an empty record for a council."""
    create_authority(Settings().owner_conninfo(), new_id, name)
    screen().print(f"Created {new_id}: {name.strip()}.")


@group.command(name="list")
def list_() -> None:
    """List the councils that have a record here."""
    with open_office() as office:
        found = office.authorities()
    if not found:
        screen().print("No authority has a record here yet: `concerns authority create ID NAME`.")
        return
    listed = table("id", "name", "since (UTC)")
    for one in found:
        listed.add_row(one.id, one.name, f"{one.created_at:%Y-%m-%d %H:%M}")
    screen().print(listed)
