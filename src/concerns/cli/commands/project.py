import signal
from types import FrameType

import typer

from concerns import log_lines
from concerns.cli.office import open_office
from concerns.follower import Follower


def add_to(app: typer.Typer) -> None:
    """Offer `concerns project`."""
    app.command()(project)


def project() -> None:
    """Keep every council's views in step with its record, until stopped (Ctrl-C or SIGTERM).

    For workers that only answer (CONCERNS_FOLLOW=no). Run two: one stands by.
    """
    log_lines.configure()
    with open_office() as office:
        follower = Follower(office.pool)

        def asked(_: int, __: FrameType | None) -> None:
            follower.end()

        signal.signal(signal.SIGTERM, asked)
        signal.signal(signal.SIGINT, asked)
        follower.follow()
