from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from concerns.anchoring.witness_app import witness_app
from concerns.anchoring.witness_folder import LOGS, new_witness, open_witness
from concerns.anchoring.witness_state import StateFaulty
from concerns.cli.plainly import CannotDo
from concerns.cli.screen import screen
from concerns.evidence.unsound import Unsound

Folder = Annotated[Path, typer.Argument(help="The witness's own folder: key, logs, state.")]
New = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Make the folder and a key of this name, then stop."),
]


def add_to(app: typer.Typer) -> None:
    """Offer `concerns witness`."""
    app.command()(witness)


def witness(
    folder: Folder,
    new: New = None,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="0 picks a free one.")] = 8420,
    host: Annotated[str, typer.Option(help="0.0.0.0 to be reached from elsewhere.")] = "127.0.0.1",
) -> None:
    """Cosign other people's checkpoints, if they continue all that was cosigned before."""
    try:
        if new is not None:
            screen().print(f"{new_witness(folder, new)}", soft_wrap=True)
            screen().print(f"This is its public key. Put the keys of logs into {folder / LOGS}.")
            return
        app = witness_app(open_witness(folder, lambda: datetime.now(UTC)))
    except (StateFaulty, Unsound) as wrong:
        raise CannotDo(str(wrong)) from None
    uvicorn.run(app, host=host, port=port, access_log=False, server_header=False)
