import typer

from concerns.cli.screen import screen
from concerns.storage import embedded
from concerns.storage.migrate import migrate as apply_migrations
from concerns.storage.settings import Settings

group = typer.Typer(no_args_is_help=True, help="The database that keeps the record.")


def add_to(app: typer.Typer) -> None:
    """Offer `concerns db …`."""
    app.add_typer(group, name="db")


@group.command()
def migrate() -> None:
    """Bring the database's tables up to this version of the program."""
    applied = apply_migrations(Settings().owner_conninfo())
    for name in applied:
        screen().print(f"applied {name}")
    if not applied:
        screen().print("Nothing to apply: the database is up to date.")


@group.command()
def stop() -> None:
    """Stop the private PostgreSQL below the data folder, if it runs."""
    data = Settings().data
    stopped = embedded.stop(data)
    screen().print(
        f"The private PostgreSQL below {data} is stopped."
        if stopped
        else f"No private PostgreSQL was running below {data}."
    )
