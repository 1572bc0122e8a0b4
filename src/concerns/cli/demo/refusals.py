"""What was refused: who asked for what, why not, by which clause, and what may be done instead."""

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from concerns.cli.demo.play import Play, Refused
from concerns.cli.screen import clauses, dated, day


def show(out: Console, plays: Iterable[Play]) -> None:
    """Each refusal of some cases as its asker would have read it."""
    shown = dated()
    refused = [one for play in plays for one in play.refused]
    for nth, one in enumerate(refused):
        if nth:
            shown.add_row()
        shown.add_row(day(one.act.on), _said(one))
    out.print(shown)


def _said(one: Refused) -> Text:
    refusal = one.refusal
    said = Text(f"{one.who} asked to {one.act.refused}.\n")
    said.append("No: ", "bold").append(f"{refusal.why}.\n")
    if refusal.departure:
        said.append("Open to them: a departure, on record, with its reason and authoriser.\n")
    return said.append(clauses(refusal.clause), "dim")
