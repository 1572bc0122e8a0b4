from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from concerns.cli.demo import director, programme
from concerns.cli.demo.script import Script, scripts
from concerns.cli.office import Office, open_office
from concerns.cli.plainly import CannotDo
from concerns.cli.screen import aside, screen
from concerns.storage.migrate import migrate
from concerns.storage.settings import Settings

_EXAMPLES = Path(__file__).parents[4] / "examples"  # where the project lies; a wheel has none


def add_to(app: typer.Typer) -> None:
    """Offer `concerns demo`."""
    app.command()(demo)


def demo(
    examples: Annotated[
        Path, typer.Option(help="Published histories to import.", show_default=False)
    ] = _EXAMPLES,
) -> None:
    """Play made-up councils' cases into new councils, and show what can be asked of them."""
    settings = Settings()
    if settings.env == "production":
        raise CannotDo("The demonstration makes up councils and cases: not in production.")
    stories = scripts()
    owner = settings.owner_conninfo()
    migrate(owner)
    with open_office(settings) as office:
        councils = _played(office, owner, stories)
        histories = director.import_all(office, owner, sorted(examples.glob("*.yaml")))
        programme.show(screen(), office, councils, histories)


def _played(office: Office, owner: str, stories: list[Script]) -> list[director.Council]:
    out = aside()
    words = TextColumn("{task.description}")
    with Progress(
        words,
        BarColumn(),
        MofNCompleteColumn(),
        console=out,
        transient=True,
        disable=not out.is_terminal,
    ) as progress:
        bar = progress.add_task(
            "Playing the year", total=sum(len(one.story.acts) for one in stories)
        )
        return director.put_on(office, owner, stories, lambda: progress.advance(bar))
