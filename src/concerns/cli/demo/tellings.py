"""The register of telling, in short: whom, of what, and whether they were."""

from rich.console import Console
from rich.text import Text

from concerns.cli.demo.features import Tellings
from concerns.cli.demo.play import Play
from concerns.cli.office import Office
from concerns.cli.screen import Column, day, table
from concerns.projections import Doc
from concerns.storage import rows

_COLUMNS = (
    Column("whom", share=5),
    Column("of what", share=6),
    Column("sent", letters=11),
    Column("answered", share=4),
)


def show(out: Console, office: Office, play: Play, wanted: Tellings) -> None:
    """Those tellings of a case whose name holds one of the words; how many more there are."""
    found = [one.doc for one in rows.read(office.pool, play.authority, "tellings", case=play.case)]
    chosen = [row for row in found if any(word in row["duty"] for word in wanted.about)]
    shown = table(*_COLUMNS)
    for row in chosen:
        shown.add_row(row["whom"] or "", row["what"], _sent(row), _answered(row))
    out.print(Text(wanted.title, style="bold"))
    out.print(shown)
    rest = [row for row in found if row not in chosen]
    sent = sum(bool(row["issued"]) for row in rest)
    more = f"and {len(rest)} more in this case: {sent} sent, {len(rest) - sent} not yet"
    out.print(Text(more, "dim"))


def _sent(row: Doc) -> Text:
    if not row["issued"]:
        return Text("NOT YET", style="bold red")
    return Text(day(row["issued"].partition(": ")[0]))


def _answered(row: Doc) -> str:
    """Who acknowledged it, and when; the register keeps the whole sentence."""
    when, _, said = (row["acknowledged"] or "").partition(": ")
    return f"{said.partition(' acknowledged ')[0]}, {day(when)}" if said else ""
