"""What the reader may type next, with this run's own cases and instants."""

from datetime import date

from rich.console import Console
from rich.text import Text

from concerns.cli.demo.director import Council, History
from concerns.cli.demo.play import Play
from concerns.cli.screen import instant


def show(out: Console, councils: list[Council], histories: list[History]) -> None:
    """Commands that work as they stand here; never broken across lines."""
    plays = [play for council in councils for play in council.plays]
    for play in plays:
        if play.features.known:
            _look_back(out, play)
    for play in plays:
        if play.features.kept_logs:
            _say(out, f"{play.story.name}: {play.story.shows}", f"replay {_short(play)}")
    for one in histories[:1]:
        case = str(one.imported.case)[:8]
        _say(out, f"A published history ({one.chronology.services[0].name})", f"replay {case}")
        if day := _uncertain_day(one):
            what = "… on a day for which the sources leave open whether it was suspended"
            _say(out, what, f"replay {case} --as-at {day}")
    for name in sorted({play.story.procedure for play in plays}):
        _say(out, f"The procedure {name} as a picture", f"procedures draw {name} -o {name}.svg")
    for council in councils[:1]:
        what = "The views worked out anew and compared"
        _say(out, what, f"rebuild --authority {council.id}")
    _say(out, "The API and its documentation, at http://127.0.0.1:8000/docs", "serve")


def _look_back(out: Console, play: Play) -> None:
    case, known, as_at = _short(play), play.features.known, play.features.as_at
    _say(out, f"The whole of {play.story.name}, fact by fact", f"replay {case}")
    if as_at:
        _say(out, f"… {as_at.words}", f"replay {case} --as-at {as_at.day}")
    if known:
        at = instant(play.marks[known.before].at)
        _say(out, f"… as it was known with {known.before}", f"replay {case} --as-known {at}")
        _say(out, "… and what has been learnt since", f"replay {case} --since {at}")


def _short(play: Play) -> str:
    """As much of a case's id as finds it."""
    return str(play.case)[:8]


def _uncertain_day(history: History) -> date | None:
    """The first day on which a suspension may have begun, where no source names the day."""
    items = history.chronology.items
    dates = [one.date for one in items if one.kind == "suspension" and not one.date.is_exact]
    return dates[0].earliest if dates else None


def _say(out: Console, what: str, command: str) -> None:
    out.print(Text(what, style="dim"))
    out.print(Text(f"  ./dev concerns {command}"), soft_wrap=True)
