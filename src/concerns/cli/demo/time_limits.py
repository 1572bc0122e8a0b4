"""What is overdue on the story's day, and how one due date was counted."""

from datetime import date
from typing import NamedTuple

from pydantic import TypeAdapter
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from concerns.cli.demo.consistency import TODAY
from concerns.cli.demo.director import Council
from concerns.cli.demo.play import Play
from concerns.cli.office import Office
from concerns.cli.screen import Column, day, table
from concerns.events import Counted
from concerns.projections import Doc
from concerns.projections.duties import lateness
from concerns.storage import rows
from concerns.working_days import Unit, calendar, explain_due

_UNIT = TypeAdapter[Unit](Unit)
_MOST = 12
_COLUMNS = (
    Column("due", letters=11),
    Column("late", letters=7),
    Column("service", share=3),
    Column("what", share=4),
    Column("whose", share=3),
)


class Late(NamedTuple):
    """A duty past its date, and the service it concerns."""

    service: str
    duty: Doc


def show_overdue(out: Console, office: Office, councils: list[Council]) -> None:
    """What had to be done by now, that which is latest first; how much more there is."""
    late = sorted(_late(office, councils), key=lambda one: -one.duty["days_late"])
    shown = table(*_COLUMNS)
    for service, row in late[:_MOST]:
        days = f"{row['days_late']} days" if row["days_late"] != 1 else "1 day"
        shown.add_row(day(row["due"]), days, service, _what(row), _whose(row["owner"]))
    out.print(shown)
    if len(late) > _MOST:
        out.print(Text(f"and {len(late) - _MOST} more", "dim"))


def _what(row: Doc) -> str:
    return f"Review the condition: {row['what']}" if row["kind"] == "condition" else row["what"]


def _whose(owner: str) -> str:
    first, *others = owner.split(" or ")
    return f"{first} or {len(others)} others" if len(others) > 1 else owner


def _late(office: Office, councils: list[Council]) -> list[Late]:
    found: list[Late] = []
    for council in councils:
        names = _services(office, council.id)
        for one in rows.read(office.pool, council.id, "duties", where={"state": "open"}):
            row = lateness(one.doc, date.fromisoformat(TODAY))
            if row["overdue"]:
                found.append(Late(names[row["case"]], row))
    return found


def _services(office: Office, authority: str) -> dict[str, str]:
    return {
        one.doc["case"]: ", ".join(service["name"] for service in one.doc["services"])
        for one in rows.read(office.pool, authority, "rag-status")
    }


def show_why(out: Console, office: Office, play: Play, key: str) -> None:
    """How a due date was counted, day by day, from what the record kept of the count.

    A date that somebody set was not counted, and says so.
    """
    found = rows.read(office.pool, play.authority, "duties", case=play.case)
    row = next(one.doc for one in found if one.doc["duty"] == play.duty(key))
    out.print(Text(f"Why “{row['what']}” was due on {day(row['due'])}", style="bold"))
    out.print(Text(f"It began with: {row['began_with']}.", style="dim"))
    for line in _lines(row["counted"]):
        out.print(Padding(line, (0, 0, 0, 2)))


def _lines(kept: object) -> list[str]:
    if kept is None:
        return ["The day was set by those who decided, not counted."]
    counted = Counted.model_validate(kept)
    start = date.fromisoformat(counted.start)
    unit = _UNIT.validate_python(counted.unit)
    return explain_due(start, counted.length, unit, calendar(counted.calendar))
