"""What must be done: duties that are open, and the time limits that ran."""

from collections.abc import Iterator

from concerns.events import DepartureRecorded, Duty, DutyExcused, Fact
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source
from concerns.papers.words import in_words


@source(
    "What still had to be done as the record stood",
    what="What",
    owner="Whose duty",
    due="Due",
    since="Since",
)
def open_duties(given: Material, _: Asked) -> Iterator[Row]:
    """Duties begun and not ended, soonest first; lateness is for whoever reads."""
    still = [(duty, begun) for duty, begun, ended in _all(given) if ended is None]
    for duty, begun in sorted(still, key=lambda one: (one[0].due or "9999", one[0].id)):
        told = {"what": duty.what, "owner": duty.owner_title, "due": in_words(duty.due)}
        yield Row((begun,), {**told, "since": begun.occurred.in_words})


@source(
    "The time limits of the case, and when each ended",
    what="Time limit",
    owner="Whose",
    began="Began",
    due="Due",
    ended="Ended",
)
def time_limits(given: Material, _: Asked) -> Iterator[Row]:
    """Every time limit, kept or not."""
    for duty, begun, ended in _all(given):
        if duty.kind == "time limit":
            cells = {
                "what": duty.what,
                "owner": duty.owner_title,
                "began": begun.occurred.in_words,
                "due": in_words(duty.due),
                "ended": _ended(ended),
            }
            yield Row((begun, ended) if ended else (begun,), cells)


def _ended(fact: Fact | None) -> str:
    if fact is None:
        return "still running"
    excused = isinstance(fact, DutyExcused | DepartureRecorded)
    return f"excused {fact.occurred.in_words}" if excused else fact.occurred.in_words


def _all(given: Material) -> Iterator[tuple[Duty, Fact, Fact | None]]:
    """Each duty with the fact that began it and the one that ended it."""
    endings = {duty: fact for fact in given.facts for duty in fact.consequence.ends}
    for fact in given.facts:
        for duty in fact.consequence.begins:
            yield duty, fact, endings.get(duty.id)
