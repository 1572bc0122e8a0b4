from collections.abc import Iterator

from concerns.events import Fact, LogEntryMade, MeetingHeld, PersonMoved
from concerns.papers.material import Material
from concerns.papers.sources.plan import Line, plans_of
from concerns.papers.sources.source import Asked, Row, source
from concerns.papers.words import in_words


@source(
    "The entries of the log, in order",
    takes="log",
    needed=True,
    date="Date",
    entry="Entry",
    owner="Owner",
    due="Due",
    state="How it stands",
    by="Entered by",
)
def log(given: Material, asked: Asked) -> Iterator[Row]:
    """Entries of one log; lines of an agreed plan are actions too, written down once.

    In the minutes of a meeting, those of the logs that hold the meeting.
    """
    whose = _whose(given, asked)
    for fact in given.facts:
        if _log_of(fact) == asked.of and _kept_by(whose, fact.consequence.log_of):
            yield Row((fact,), _entered(fact))
    if asked.of == "action":
        for lines in plans_of(given).values():
            yield from (_action(one) for one in lines if _kept_by(whose, one.log_of))


def _log_of(fact: Fact) -> str | None:
    """Which log holds a fact; moves are entries too, written down once."""
    match fact:
        case LogEntryMade():
            return fact.log
        case PersonMoved():
            return "movement"
        case _:
            return None


def _whose(given: Material, asked: Asked) -> frozenset[str]:
    if asked.role:
        return frozenset({asked.role})
    held = given.subject if isinstance(given.subject, MeetingHeld) else None
    return frozenset(held.consequence.log_of if held else ())


def _kept_by(whose: frozenset[str], log_of: tuple[str, ...]) -> bool:
    return not whose or bool(whose & set(log_of))


def _entered(fact: Fact) -> dict[str, str]:
    cells = {"date": fact.occurred.in_words, "owner": "", "due": "", "state": "", "entry": ""}
    match fact:
        case LogEntryMade():
            told = {"entry": fact.entry, "owner": fact.owner, "due": in_words(fact.due)}
        case PersonMoved():
            moved = f"{fact.person}: {fact.from_service} to {fact.to_service}, {fact.at}"
            told = {"entry": f"{moved}{fact.flag}", "state": fact.receiving_status}
        case _:
            told = {"entry": str(fact)}
    return {**cells, **told, "by": str(fact.by)}


def _action(line: Line) -> Row:
    agreed, item = line.facts[0], line.item
    done = f"done {line.done}" if line.done != "not yet" else "open"
    checked = f"; {line.verified}" if line.verified != "not yet" else ""
    cells = {
        "date": agreed.occurred.in_words,
        "entry": f"{item.area}: {item.action}",
        "owner": item.owner,
        "due": in_words(item.due),
        "state": done + checked,
        "by": str(agreed.by),
    }
    return Row(tuple(line.facts), cells)
