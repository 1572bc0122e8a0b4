"""Each source fills each of its columns, from every kind of fact there is."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from derby_case import leads_told
from north_west import at_risk, lifted_with_conditions, suspended
from paper_samples import every_fact
from paper_stories import recorded

from concerns.events import Fact, MeetingHeld
from concerns.papers.material import Material, material
from concerns.papers.sources import SOURCES, Asked, Row, Source
from concerns.procedures.reader import library
from given import Story

DERBY = library()["derby"]
GIVEN = material(recorded(every_fact()), DERBY)
CHOICES: dict[str | None, list[str]] = {
    "log": ["request", "decision", "action", "risk", "movement"],
    "checklist": list(DERBY.checklists),
}
"""What a source may be asked for, where it must be asked."""


def _rows(source: Source, given: Material) -> Iterator[Row]:
    for of in CHOICES[source.takes] if source.needed else [None]:
        yield from source.rows(given, Asked(of))


def _about(kind: type[Fact]) -> Material:
    return replace(GIVEN, subject=next(one for one in GIVEN.facts if isinstance(one, kind)))


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_a_source_fills_each_of_its_columns(name: str) -> None:
    """A column never missing, each cell words, and the facts from which they were read."""
    source = SOURCES[name]
    given = _about(MeetingHeld) if name.startswith("meeting_") else GIVEN
    given = _about(type(GIVEN.facts[0])) if name == "signatures" else given
    rows = list(_rows(source, given))
    if name not in NOT_IN_THE_SAMPLES:
        assert rows
    for row in rows:
        assert set(row.cells) == set(source.columns)
        assert all(isinstance(cell, str) for cell in row.cells.values())
        assert {fact.id for fact in row.facts} <= {fact.id for fact in given.facts}


NOT_IN_THE_SAMPLES = {"meeting_inputs", "meeting_minutes", "suspension", "tellings"}
"""They depend on the order of facts, and are shown from stories below and in the minutes."""


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_a_source_is_silent_about_a_case_just_opened(name: str) -> None:
    """Nothing is made up: a new case has its concern, its decision, its stage, its story."""
    opened = material(recorded(every_fact()[:1]), DERBY)
    rows = [row for row in _rows(SOURCES[name], opened) if row.facts]
    told_of_an_opening = {"concerns", "decisions", "departures", "evidence", "open_duties"}
    told_of_an_opening |= {"stages", "story", "time_limits"}
    assert bool(rows) == (name in told_of_an_opening)


def _cells(story: Story, name: str, *columns: str) -> list[tuple[str, ...]]:
    given = material(recorded(story.facts), story.procedure)
    rows = SOURCES[name].rows(given, Asked())
    return [tuple(row.cells[column] for column in columns) for row in rows]


def test_letters_and_tellings_say_how_far_they_came() -> None:
    """NWR-NT-01, NWR-NT-15, DER-NT-03: sent, delivered, acknowledged, or not yet."""
    columns = ("whom", "issued", "delivered")
    sent = ("the provider", "2 March 2026, post", "2 March 2026")
    assert _cells(at_risk(), "tellings", *columns) == [sent]
    assert ("CQC", "not yet", "") in _cells(suspended(), "tellings", *columns)
    heard = _cells(leads_told(), "tellings", "acknowledged")
    assert ("2 March 2026, Ivo (lead)",) in heard


def test_suspensions_are_told_with_their_end() -> None:
    """NWR-SR-04, DER-ST-13: scope, basis, lifted or not, with which conditions."""
    columns = ("scope", "basis", "until", "conditions")
    on = ("all new placements", "contract clause 14", "not lifted", "none")
    assert _cells(suspended(), "suspension", *columns) == [on]
    condition = "two nurses on nights (to be reviewed on 1 July 2026)"
    over = (*on[:2], "4 May 2026", condition)
    assert _cells(lifted_with_conditions(), "suspension", *columns) == [over]


def test_what_is_open_is_told_soonest_first() -> None:
    """Duties without a date stand last; those done are not told."""
    dues = _cells(suspended(), "open_duties", "due")
    assert dues[0] == ("30 April 2026",)
    assert dues[-1] == ("",)
    assert "At-risk letter" not in str(_cells(suspended(), "open_duties", "what"))


def test_a_time_limit_is_told_with_its_end() -> None:
    """NWR-TL-01, NWR-TL-02, DER-TL-05: kept, excused or still running."""
    limits = dict(_cells(at_risk(), "time_limits", "what", "ended"))
    assert limits["Improvement plan made together with the provider"] == "2 March 2026"
    assert limits["Improvement plan fully complied with"] == "still running"
