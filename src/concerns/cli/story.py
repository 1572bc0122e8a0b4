"""Shows a case as it stood, or what was learnt between two instants."""

from collections.abc import Iterable
from datetime import date, datetime

from rich.console import Console
from rich.table import Table
from rich.text import Text

from concerns.cli.finding import Found
from concerns.cli.picture import Picture
from concerns.cli.screen import coloured, day, instant, short
from concerns.projections import Doc
from concerns.register import Recorded
from concerns.replay import Told

Side = tuple[Picture, datetime | None]


def show_picture(
    out: Console, found: Found, now: Picture, as_known: datetime | None, as_at: date | None
) -> None:
    """The whole picture: where it stood, what was open, and every fact with both its times."""
    out.print(_heading(found, now))
    out.print(Text(_as_of(as_known, as_at), style="dim"))
    out.print()
    out.print(standing(now))
    _show_open(out, now.open_duties)
    _show_facts(out, "What was known", now.stood.facts)
    _show_facts(out, "What may or may not have happened by then", now.stood.uncertain)


def show_difference(out: Console, found: Found, before: Side, after: Side) -> None:
    """What changed between two instants, and the facts from which it was learnt."""
    out.print(_heading(found, after[0]))
    out.print()
    out.print(side_by_side(before, after))
    earlier = {one.position for one in before[0].stood.facts}
    learnt = [one for one in after[0].stood.facts if one.position not in earlier]
    if not learnt:
        out.print("\nNothing was learnt between the two.")
    _show_facts(out, "What was learnt between the two", learnt)


def side_by_side(before: Side, after: Side) -> Table:
    """Where a case stood at two instants, line by line."""
    left, right = _said(before), _said(after)
    shown = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    shown.add_column("")
    shown.add_column("as known at", ratio=1, overflow="fold")
    shown.add_column("as known at", ratio=1, overflow="fold")
    for name, one in left.items():
        shown.add_row(Text(name, style="dim"), one, right[name])
    return shown


def _said(side: Side) -> dict[str, Text]:
    now, at = side
    facts = now.facts
    return {
        "": Text(instant(at) if at else "now", style="bold"),
        "Colour": colour_of(now),
        "Stage": stage_of(now),
        "Beside it": Text(", ".join(now.beside) or "nothing"),
        "Open duties": Text(str(len(now.open_duties))),
        "Facts known": Text(str(len(facts))),
        "Last fact": Text(str(facts[-1]) if facts else "none: the case was not known"),
    }


def standing(now: Picture) -> Table:
    """Stage, colour and what holds beside them."""
    shown = Table.grid(padding=(0, 2))
    shown.add_column(style="dim")
    shown.add_column(overflow="fold")
    shown.add_row("Stage", stage_of(now))
    shown.add_row("Colour", colour_of(now))
    shown.add_row("Beside it", ", ".join(now.beside) or "nothing")
    return shown


def colour_of(now: Picture) -> Text:
    """The colour in its own words, with the scheme that gives it its meaning."""
    told = now.stood.colour
    if told.cannot_be_told:
        return Text(str(told))
    shown = coloured(told.answer)
    opened = now.opened
    return shown.append(f" ({opened.clause.procedure})", "dim") if opened and told.answer else shown


def stage_of(now: Picture) -> Text:
    """The stage as the council's document calls it."""
    return Text(_told(now.stood.stage))


def _told(one: Told) -> str:
    return str(one) if one.cannot_be_told or one.answer else "none yet"


def _heading(found: Found, now: Picture) -> Text:
    opened = now.opened
    heading = Text()
    if opened is None:
        heading.append("A case that was not known then", "bold")
    else:
        services = ", ".join(f"{one.name} ({one.id})" for one in opened.services)
        heading.append(services, "bold")
        heading.append(f" · {opened.provider.name}\n{opened.procedure_title}, ")
        heading.append(f"version {opened.clause.version}")
    return heading.append(f"\ncase {found.case} · {found.authority}", "dim")


def _as_of(as_known: datetime | None, as_at: date | None) -> str:
    known = f"as known at {instant(as_known)}" if as_known else "as known now"
    return f"{known}, of what had happened by {short(as_at)}" if as_at else known


def _show_open(out: Console, duties: list[Doc]) -> None:
    out.print()
    out.print(Text(f"Still to be done ({len(duties)})", style="bold"))
    shown = Table.grid(padding=(0, 2))
    shown.add_column(no_wrap=True)
    shown.add_column(overflow="fold")
    for row in duties:
        due = f"due {day(row['due'])}" if row["due"] else "no date"
        what = Text(row["what"]).append(f" · {row['owner']}", "dim")
        shown.add_row(due, what)
    out.print(shown)


def _show_facts(out: Console, heading: str, facts: Iterable[Recorded]) -> None:
    found = list(facts)
    if not found:
        return
    out.print()
    out.print(Text(f"{heading} ({len(found)})", style="bold"))
    shown = Table.grid(padding=(0, 2))
    shown.add_column(justify="right", style="dim", no_wrap=True)
    shown.add_column(overflow="fold")
    for one in found:
        shown.add_row(str(one.fact.version), _fact(one))
    out.print(shown)


def _fact(one: Recorded) -> Text:
    happened = day(one.fact.occurred.text)
    told = str(one.fact).removeprefix(f"{one.fact.occurred.in_words}: ")  # histories say it too
    said = Text(f"{happened}: ", style="bold").append(told, "not bold")
    return said.append(f"\nrecorded {instant(one.recorded_at)}", "dim not bold")
