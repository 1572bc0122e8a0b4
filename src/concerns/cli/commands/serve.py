from typing import Annotated

import typer
import uvicorn

from concerns.cli.office import open_office
from concerns.storage.migrate import migrate
from concerns.storage.settings import Settings

_APP = "api.app:create_app"  # by its name: the API and the command line do not import each other
_GRACE = 2  # seconds for requests in hand when the program is asked to stop


def add_to(app: typer.Typer) -> None:
    """Offer `concerns serve`."""
    app.command()(serve)


def serve(
    port: Annotated[int, typer.Option(min=0, max=65_535, help="0 picks a free one.")] = 8000,
    host: Annotated[str, typer.Option(help="0.0.0.0 to be reached from elsewhere.")] = "127.0.0.1",
) -> None:
    """Serve the API until interrupted (Ctrl-C)."""
    _have_a_database(Settings())
    uvicorn.run(
        _APP,
        factory=True,
        host=host,
        port=port,
        timeout_graceful_shutdown=_GRACE,
        access_log=False,
        server_header=False,
    )


def _have_a_database(settings: Settings) -> None:
    """Find out before anything starts what would stop it, so that it is said in words."""
    if settings.env == "development":
        migrate(settings.owner_conninfo())
    with open_office(settings) as office:
        office.authorities()
