"""Each procedure's ends, and which case reached them; where the other cases stand."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rich.console import Console
from rich.table import Table
from rich.text import Text

from concerns.cli.demo.ends import end_of, ends
from concerns.cli.demo.play import Play
from concerns.cli.office import Office
from concerns.cli.screen import Column, day, table
from concerns.events import Fact
from concerns.procedures.procedure import Procedure

_COLUMNS = (
    Column("end", share=4),
    Column("service", share=3),
    Column("on", letters=11),
    Column("stage", share=3),
    Column("reason", share=4),
)


class Case(NamedTuple):
    """A case by its services' name, with what the record holds of it."""

    service: str
    facts: list[Fact]


def show(
    out: Console, office: Office, plays: Iterable[Play], procedures: Mapping[str, Procedure]
) -> None:
    """A table for each procedure; an end that no case reached is named as such."""
    cases = [Case(play.story.name, _facts(office, play)) for play in plays]
    for nth, (name, procedure) in enumerate(procedures.items()):
        if nth:
            out.print()
        out.print(Text(name, "bold").append(f" · {procedure.title}", "not bold dim"))
        here = [one for one in cases if one.facts[-1].clause.procedure == name]
        out.print(_reached(procedure, here))
        going_on = [f"{one.service} ({_stage(one)})" for one in here if not end_of(one.facts)]
        if going_on:
            out.print(Text(f"Still going on: {'; '.join(going_on)}", "dim"))


def _facts(office: Office, play: Play) -> list[Fact]:
    return [one.fact for one in office.register(play.authority).of_case(play.case)]


def _reached(procedure: Procedure, cases: list[Case]) -> Table:
    ended = [(one.service, end) for one in cases if (end := end_of(one.facts))]
    shown = table(*_COLUMNS)
    for step in ends(procedure):
        title = procedure.steps[step].title
        reached = [(service, end) for service, end in ended if end.clause.step == step]
        for service, end in reached:
            stage = end.consequence.stage_label
            shown.add_row(title, service, day(end.occurred.text), stage, end.reason)
        if not reached:
            shown.add_row(title, Text("no story", style="bold red"))
    return shown


def _stage(case: Case) -> str:
    labels = [fact.consequence.stage_label for fact in case.facts]
    return [one for one in labels if one][-1]
