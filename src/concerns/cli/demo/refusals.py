"""What was refused: who asked for what, why not, by which clause, and what may be done instead."""

from rich.console import Console
from rich.text import Text

from concerns.cli.demo.play import Refused
from concerns.cli.screen import clauses, dated, day


def show(out: Console, refused: list[Refused]) -> None:
    """Each refusal as its asker would have read it."""
    shown = dated()
    for nth, one in enumerate(refused):
        if nth:
            shown.add_row()
        shown.add_row(day(one.line.on), _said(one))
    out.print(shown)


def _said(one: Refused) -> Text:
    line, refusal = one
    said = Text(f"{line.who.person.name} asked to {line.wish}.\n")
    said.append("No: ", "bold").append(f"{refusal.why}.\n")
    if refusal.departure:
        said.append("Open to them: a departure, on record, with its reason and authoriser.\n")
    return said.append(clauses(refusal.clause), "dim")
