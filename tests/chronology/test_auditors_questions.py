from collections.abc import Callable, Generator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from concerns.casework import Casework
from concerns.chronology.answers import answer
from concerns.chronology.findings import Count, Dates, Days, Gaps, Known, Suspended
from concerns.chronology.importing import import_chronology
from concerns.chronology.questions import Question
from concerns.chronology.reader import read
from concerns.procedures.reader import library
from concerns.projector import Projector
from concerns.register import Register
from concerns.storage import rows
from concerns.storage.pool import open_pool
from concerns.vocabulary import Officer, Person

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
EXAMPLES = Path(__file__).parents[2] / "examples"
Docs = list[dict[str, Any]]


@pytest.fixture(scope="module")
def recorded(database: str) -> Generator[dict[str, tuple[dict[str, Question], Docs]]]:
    """Each example as imported: its questions, and the rows that the record answers from."""
    found: dict[str, tuple[dict[str, Question], Docs]] = {}
    with open_pool(database, size=2) as pool:
        for file in sorted(EXAMPLES.glob("*.yaml")):
            chronology = read(file, TODAY)
            authority = chronology.authority.slug
            with psycopg.connect(database) as owner:
                owner.execute("SELECT concerns.create_authority(%s, %s)", (authority, authority))
            person = Person(issuer="https://id.example", subject="ann", name="Ann")
            officer = Officer(person=person, authority=authority, roles=frozenset({"cm"}))
            casework = Casework(
                Register(pool, authority), library(), clock=lambda: NOW, new_id=uuid4
            )
            case = import_chronology(chronology, casework, officer, uuid4).case
            Projector(pool, authority).catch_up()
            read_back = [one.doc for one in rows.read(pool, authority, "chronology", case=case)]
            found[file.stem] = ({one.ask: one for one in chronology.questions}, read_back)
        yield found


@pytest.fixture
def asked(recorded: dict[str, tuple[dict[str, Question], Docs]]) -> Callable[[str, str], Any]:
    """Ask the one question of an example whose words begin so."""

    def ask(example: str, words: str) -> Any:
        questions, docs = recorded[example]
        (question,) = [one for ask, one in questions.items() if ask.startswith(words)]
        return answer(question, docs)

    return ask


Asked = Callable[[str, str], Any]
SPANS = {
    ("winterbourne_view", "How long from the whistleblower's e-mail"): [(17, 17)],
    ("winterbourne_view", "How long did the council know"): [(96, 96)],
    ("winterbourne_view", "How long from learning of the filming"): [(None, 45)],
    ("winterbourne_view", "How long from the confirmed closure"): [(408, 408), (436, 436)],
    ("mendip_house", "How long from the rating"): [(84, 84)],
    ("mendip_house", "Are the closure and the removal"): [(1, 30)],
    ("mendip_house", "How long from the closure"): [(463, 463), (464, 465), (465, 465)],
    ("brithdir", "For how many days"): [(31, 91)],
    ("brithdir", "How long from the lifting"): [(335, 395)],
    ("brithdir", "How long did it take to decide to appeal against the order"): [(1, 1)],
    ("brithdir", "How long did it take to decide to appeal against the further"): [(28, 28)],
}
COUNTS = {
    ("winterbourne_view", "How many referrals"): 19,
    ("winterbourne_view", "How many of them were about staff"): 15,
    ("winterbourne_view", "How many alerts fell"): 7,
    ("mendip_house", "How many placing authorities"): 30,
    ("mendip_house", "How many of the residents"): 0,
    ("mendip_house", "How many earlier alerts concerned this home"): 0,
    ("mendip_house", "How many earlier alerts concerned its sister homes"): 4,
}


@pytest.mark.parametrize(("question", "spans"), SPANS.items(), ids=str)
def test_days_between(
    asked: Asked, question: tuple[str, str], spans: list[tuple[int | None, int]]
) -> None:
    """The days worked out by hand; least and most where dates are uncertain, for each source."""
    found = asked(*question)
    assert isinstance(found, Days)
    assert [(one.least, one.most) for one in found.spans] == spans


@pytest.mark.parametrize(("question", "number"), COUNTS.items(), ids=str)
def test_counts(asked: Asked, question: tuple[str, str], number: int) -> None:
    """The numbers worked out by hand."""
    found = asked(*question)
    assert isinstance(found, Count)
    assert (found.least, found.most) == (number, number)


def test_what_the_council_knew_on_1_november_2010(asked: Asked) -> None:
    """The e-mail since 28 October and earlier referrals; not the later e-mail, nor the filming."""
    found = asked("winterbourne_view", "What did the council know")
    assert isinstance(found, Known)
    assert {one.item: one.since for one in found.known} == {
        "referrals-about-staff": "2006",
        "other-referrals": "2006",
        "seven-alerts": "2009-10",
        "whistleblower-email": "2010-10-28",
        "passed-to-council": "2010-10-28",
    }
    not_yet = {one.item for one in found.not_yet}
    assert {"unanswered-email", "filming-known", "safeguarding-meeting"} <= not_yet
    assert [one.item for one in found.cannot_be_told] == ["regulator-informed"]
    assert "staff-shortages" in {one.item for one in found.not_shown}


def test_what_was_known_when_the_embargo_was_lifted(asked: Asked) -> None:
    """Known, and had happened without a source that shows the council knew, are kept apart."""
    found = asked("brithdir", "What was known")
    assert isinstance(found, Known)
    assert [one.item for one in found.known] == [
        "two-deaths",
        "staffing-admitted",
        "institutional-abuse",
        "first-embargo",
    ]
    assert {"urgent-action-notice", "night-staffing"} <= {one.item for one in found.not_shown}
    assert found.cannot_be_told == ()
    assert "second-embargo" in {one.item for one in found.not_yet}


@pytest.mark.parametrize("step", ["a lifting", "a suspension"])
def test_what_is_required_and_not_shown(asked: Asked, step: str) -> None:
    """No source shows a signature, a report or a letter: required, nothing recorded."""
    found = asked("brithdir", f"What does the procedure require for {step}")
    assert isinstance(found, Gaps)
    assert "signature of the Director of Adult Social Services" in found.steps
    assert any("etter" in step for step in found.steps)
    assert "signature of the Director of Adult Social Services: required, nothing recorded" in str(
        found
    )


def test_conditions_whose_text_is_not_in_the_record(asked: Asked) -> None:
    """Conditions were set at the lifting; their text and review are not in the record."""
    assert "their text and any review of them are not in the record" in str(
        asked("brithdir", "What does the procedure require for a lifting")
    )


def test_residents_moved_into_a_home_perhaps_under_embargo(asked: Asked) -> None:
    """They moved in 2005, month unknown; the second embargo began that December."""
    found = asked("brithdir", "Was the home under embargo")
    assert found == Suspended(suspended=None, depends_on=("second-embargo",))


@pytest.mark.parametrize(
    ("example", "words", "dates"),
    [
        ("brithdir", "When did the company take over", ["2002-04", "2002-05"]),
        (
            "mendip_house",
            "When was the review published",
            ["2018-02-06", "2018-02-07/2018-02-08", "2018-02-08"],
        ),
    ],
)
def test_sources_conflict(asked: Asked, example: str, words: str, dates: list[str]) -> None:
    """Every date stays, each with the source that gives it."""
    found = asked(example, words)
    assert isinstance(found, Dates)
    assert found.conflict
    assert [one.date for one in found.said] == dates
    assert len({one.source for one in found.said}) == len(dates)


def test_every_question_of_the_examples_has_an_answer(
    recorded: dict[str, tuple[dict[str, Question], Docs]],
) -> None:
    """None is left unanswered, and each answer reads as a sentence."""
    told = [
        str(answer(question, docs))
        for questions, docs in recorded.values()
        for question in questions.values()
    ]
    assert len(told) == 25
    assert all(told)


def row(item: str, occurred: str, kind: str, version: int, **more: Any) -> dict[str, Any]:
    """A row of the view, as the record would give it."""
    return {
        "item": item,
        "version": version,
        "kind": kind,
        "about": "this service",
        "occurred": occurred,
        "other_dates": [],
        "text": item,
        "source": "s",
        "known_to_authority": None,
        "count": None,
        "note": "",
        "not_shown": [],
        **more,
    }


@pytest.mark.parametrize(
    ("moved", "suspended"),
    [("2004-09", False), ("2004-11", True), ("2005-06", False), ("2004-12", None), ("2006", True)],
)
def test_whether_placements_were_suspended(moved: str, suspended: bool | None) -> None:  # noqa: FBT001
    """By the last suspension or lifting before; where the order is uncertain it cannot be told."""
    docs = [
        row("moved", moved, "other", 2),
        row("first", "2004-10", "suspension", 3),
        row("lifted", "2004-12", "lifting", 4),
        row("second", "2005-12", "suspension", 5),
        row("sister", "2001", "suspension", 6, about="sister service"),
    ]
    asked = Question.model_validate({"ask": "?", "suspended_at": {"item": "moved"}})
    found = answer(asked, docs)
    assert isinstance(found, Suspended)
    assert found.suspended is suspended


def test_an_item_that_may_lie_outside_the_period() -> None:
    """It counts towards the most and not the least; an unknown date always may."""
    docs = [
        row("surely", "2005-03", "concern", 2, count=2),
        row("perhaps", "2005", "concern", 3, count=3),
        row("unknown", "unknown", "concern", 4),
        row("later", "2006", "concern", 5),
    ]
    asked = Question.model_validate({"ask": "?", "count": {"from": 2005, "to": "2005-06"}})
    assert answer(asked, docs) == Count(least=2, most=6, items=("surely", "perhaps", "unknown"))


def test_a_date_that_no_source_gives() -> None:
    """Days to or from it cannot be told."""
    docs = [row("a", "unknown", "concern", 2), row("b", "2005", "concern", 3)]
    asked = Question.model_validate(
        {"ask": "?", "days_between": {"from": {"item": "a"}, "to": {"known": "b"}}}
    )
    assert str(answer(asked, docs)) == "cannot be told"


def test_a_question_about_an_item_that_is_not_in_the_record() -> None:
    """It is said, not answered."""
    asked = Question.model_validate({"ask": "?", "conflict": {"item": "gone"}})
    with pytest.raises(LookupError, match="no item 'gone'"):
        answer(asked, [])
