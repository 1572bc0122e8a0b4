"""The command line: a file in commands/ for each group; what it says goes to people."""

from importlib import import_module
from pkgutil import iter_modules

import typer

from concerns.cli import commands
from concerns.cli.plainly import Plainly

app = typer.Typer(
    name="concerns",
    cls=Plainly,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="The record with which councils run their provider concerns procedures.",
)


@app.callback()
def _concerns() -> None:
    """Read, replay and check the record of provider concerns."""


for _module in iter_modules(commands.__path__):
    import_module(f"{commands.__name__}.{_module.name}").add_to(app)

__all__ = ["app"]
