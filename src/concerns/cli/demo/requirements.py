"""How much of each council's document the program holds, and in which way."""

from rich.console import Console
from rich.text import Text

from concerns.cli.screen import Column, table
from concerns.procedures.coverage import covered

_COLUMNS = (
    Column("document", share=4),
    Column("requirements", share=2),
    Column("in the data", share=2),
    Column("by the program", share=2),
    Column("people's", share=2),
)
_NOTE = (
    "Each requirement is counted once; “by the program” is what is left. Each with its data and "
    "its tests: docs/reference/coverage.md."
)


def show(out: Console) -> None:
    """One line a document."""
    shown = table(*_COLUMNS)
    for one in covered():
        counts = one.requirements, one.in_the_data, one.by_the_program, one.people
        shown.add_row(one.document, *map(str, counts))
    out.print(shown)
    out.print(Text(_NOTE, style="dim"))
