"""The services of each council by colour, most worrying first."""

from rich.console import Console
from rich.text import Text

from concerns.cli.demo.director import Council
from concerns.cli.office import Office
from concerns.cli.screen import Column, coloured, table
from concerns.projections import Doc
from concerns.projections.rag_status import of_council
from concerns.storage import rows
from concerns.vocabulary import WORSE

_IN_THE_STAGE_UNSAID = ("suspended", "conditions")
_COLUMNS = (
    Column("service", share=3),
    Column("provider", share=3),
    Column("colour", letters=11),
    Column("stage", share=5),
    Column("by the rules of", letters=17),
)


def show(out: Console, office: Office, councils: list[Council]) -> None:
    """One line a service, and each council's cases counted by colour."""
    for council in councils:
        found = [one.doc for one in rows.read(office.pool, council.id, "rag-status")]
        out.print(Text(council.name, "bold").append(f" · {_counted(found)}", "not bold dim"))
        board = table(*_COLUMNS)
        for row in sorted((row for row in found if row["open"]), key=_worry, reverse=True):
            colour = coloured(row["colour"])
            board.add_row(_names(row), row["provider_name"], colour, _stage(row), row["scheme"])
        if board.row_count:
            out.print(board)
        if closed := [_names(row) for row in found if not row["open"]]:
            out.print(Text(f"Closed: {'; '.join(closed)}", style="dim"))
        out.print()
    out.print(Text("Counts are a way in, never an all-clear.", style="dim"))


def _names(row: Doc) -> str:
    return ", ".join(service["name"] for service in row["services"])


def _worry(row: Doc) -> int:
    return WORSE.index(row["colour"]) if row["colour"] else -1


def _stage(row: Doc) -> str:
    beside = [one for one in row["beside"] if one in _IN_THE_STAGE_UNSAID]
    return "; ".join([row["stage_label"], *beside])


def _counted(found: list[Doc]) -> str:
    counts = of_council(found)["by_colour"]
    told = ", ".join(f"{number} {colour}" for colour, number in counts.items() if number)
    return told or "no open case"
