from collections.abc import Iterable
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from concerns.cli.decisions import Asked, case_of, decision_of
from concerns.cli.moments import instant_of
from concerns.cli.office import open_office
from concerns.cli.screen import coloured, day, instant, screen
from concerns.dossier.comparison import Comparison, compare
from concerns.dossier.standing import Standing
from concerns.events import Fact
from concerns.register import Recorded
from concerns.replay import Told


def add_to(app: typer.Typer) -> None:
    """Offer `concerns compare`."""
    app.command(name="compare")(compare_)


def compare_(
    case: Annotated[str, typer.Argument(help="A case's id, its beginning, or a service's id.")],
    decision: Annotated[
        str, typer.Argument(help="A decision's number in the case, or its fact's id.")
    ],
    authority: Annotated[str | None, typer.Option(help="In whose record to look.")] = None,
    as_known: Annotated[
        str | None,
        typer.Option(help="Compare with what was known at this instant, instead of now."),
    ] = None,
) -> None:
    """Compare what was known when a decision was taken with what is known of that moment now."""
    with open_office() as office:
        known = case_of(office, Asked(case, authority, instant_of(as_known)))
    found = compare(known, decision_of(known, decision))
    out = screen()
    out.print(Text(str(found.parted.decision.fact), style="bold"))
    out.print(Text(_dated(found.parted.decision), style="dim"))
    out.print()
    out.print(_side_by_side(found))
    _show(out, "Had happened, and was not yet recorded", found.afterwards.had_happened)
    _show(out, "May have happened, and was not yet recorded", found.afterwards.may_have_happened)
    _show(out, "Later said of the decision", found.afterwards.said_of_it)
    of_known = [one.later for one in found.afterwards.said_of_what_was_known]
    _show(out, "Later said of what was known then", of_known)


def _dated(one: Recorded) -> str:
    return f"{one.fact.occurred.in_words}, recorded {instant(one.recorded_at)}"


def _side_by_side(found: Comparison) -> Table:
    shown = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    shown.add_column("")
    for title in ("just before, as known then", "just before, in hindsight", "now"):
        shown.add_column(title, ratio=1, overflow="fold")
    then, hindsight, now = found.then, found.hindsight, found.now
    shown.add_row(
        "Colour", coloured(then.colour), _colour(found.hindsight_colour), coloured(now.colour)
    )
    shown.add_row("Stage", _stage(then.stage), _told(found.hindsight_stage), _stage(now.stage))
    shown.add_row("Beside it", *(Text(_beside(one)) for one in (then, hindsight, now)))
    shown.add_row("Open duties", *(str(len(one.duties)) for one in (then, hindsight, now)))
    shown.add_row("Late on that day", *(str(len(one.overdue)) for one in (then, hindsight)))
    before = len(found.parted.before)
    learnt = before + len(found.afterwards.had_happened)
    everything = before + 1 + len(found.parted.after)
    shown.add_row("Facts known", str(before), str(learnt), str(everything))
    return shown


def _colour(told: Told) -> Text:
    return Text(str(told)) if told.cannot_be_told else coloured(told.answer)


def _told(told: Told) -> Text:
    return Text(str(told)) if told.cannot_be_told else _stage(told.answer)


def _stage(label: str | None) -> Text:
    return Text(label or "none yet")


def _beside(one: Standing) -> str:
    return ", ".join(key.replace("_", " ") for key in one.beside) or "nothing"


def _show(out: Console, heading: str, found: Iterable[Recorded]) -> None:
    listed = [*found]
    out.print()
    out.print(Text(f"{heading} ({len(listed)})", style="bold"))
    for one in listed:
        out.print(_line(one.fact), Text(f"recorded {instant(one.recorded_at)}", style="dim"))


def _line(fact: Fact) -> Text:
    return Text(f"{fact.version}. {day(fact.occurred.text)}: ").append(str(fact))
