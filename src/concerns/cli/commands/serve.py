import os
from collections.abc import Generator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
import uvicorn

from concerns.cli.office import open_office
from concerns.storage.migrate import migrate
from concerns.storage.settings import Settings

_APP = "api.app:create_app"  # by its name: the API and the command line do not import each other
_GRACE = 5  # seconds for requests in hand when the program is asked to stop: no statement is longer
_SILENT = 30  # seconds after which a worker that gives no sign is replaced
_TOGETHER = "PROMETHEUS_MULTIPROC_DIR"  # prometheus-client's own: where workers count together


def add_to(app: typer.Typer) -> None:
    """Offer `concerns serve`."""
    app.command()(serve)


def serve(
    port: Annotated[int, typer.Option(min=0, max=65_535, help="0 picks a free one.")] = 8000,
    host: Annotated[str, typer.Option(help="0.0.0.0 to be reached from elsewhere.")] = "127.0.0.1",
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer.")] = 1,
) -> None:
    """Serve the API until interrupted (Ctrl-C, or SIGTERM: what is in hand is finished first).

    Each worker answers; one of them, whichever, keeps the views, and another takes over if it dies.
    """
    _have_a_database(Settings())
    with _counted_together(workers):
        uvicorn.run(
            _APP,
            factory=True,
            host=host,
            port=port,
            workers=workers,
            timeout_graceful_shutdown=_GRACE,
            timeout_worker_healthcheck=_SILENT,
            access_log=False,
            server_header=False,
        )


@contextmanager
def _counted_together(workers: int) -> Generator[None]:
    """Several workers count in one folder, so that any of them can answer for all."""
    if workers == 1 or _TOGETHER in os.environ:
        yield
        return
    with TemporaryDirectory(prefix="concerns-metrics-") as folder:
        os.environ[_TOGETHER] = folder  # inherited by the workers
        try:
            yield
        finally:
            del os.environ[_TOGETHER]


def _have_a_database(settings: Settings) -> None:
    """Find out before anything starts what would stop it, so that it is said in words."""
    if settings.env == "development":
        migrate(settings.owner_conninfo())
    with open_office(settings) as office:
        office.authorities()
