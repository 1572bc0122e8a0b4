"""What the reader may type next, with this run's own cases and instants."""

from datetime import date

from rich.console import Console
from rich.text import Text

from concerns.cli.demo.director import Council, History
from concerns.cli.screen import instant


def show(out: Console, councils: list[Council], histories: list[History]) -> None:
    """Commands that work as they stand here; never broken across lines."""
    northtown, derwentshire = councils
    elm_house, river_view = northtown.plays[0], derwentshire.plays[0]
    elm, river = str(elm_house.case)[:8], str(river_view.case)[:8]
    _say(out, "The whole of Elm House, fact by fact", f"replay {elm}")
    at = instant(elm_house.instants["one signature"])
    _say(out, "… as it was known when one signature was missing", f"replay {elm} --as-known {at}")
    _say(out, "… of what had happened by Easter", f"replay {elm} --as-at 2026-04-05")
    _say(out, "… what has been learnt since that signature", f"replay {elm} --since {at}")
    _say(out, "River View, through Process 1 into Process 2", f"replay {river}")
    for one in histories[:1]:
        case = str(one.imported.case)[:8]
        _say(out, f"A published history ({one.chronology.services[0].name})", f"replay {case}")
        if day := _uncertain_day(one):
            what = "… on a day for which the sources leave open whether it was suspended"
            _say(out, what, f"replay {case} --as-at {day}")
    _say(out, "Derby's procedure as a picture", "procedures draw derby -o derby.svg")
    _say(out, "The views worked out anew and compared", f"rebuild --authority {northtown.id}")
    _say(out, "The API and its documentation, at http://127.0.0.1:8000/docs", "serve")


def _uncertain_day(history: History) -> date | None:
    """The first day on which a suspension may have begun, where no source names the day."""
    items = history.chronology.items
    dates = [one.date for one in items if one.kind == "suspension" and not one.date.is_exact]
    return dates[0].earliest if dates else None


def _say(out: Console, what: str, command: str) -> None:
    out.print(Text(what, style="dim"))
    out.print(Text(f"  ./dev concerns {command}"), soft_wrap=True)
