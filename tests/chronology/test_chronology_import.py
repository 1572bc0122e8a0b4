from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from concerns.casework import Casework
from concerns.chronology.file import Faulty
from concerns.chronology.format import Authority, Chronology
from concerns.chronology.importing import import_chronology
from concerns.chronology.reader import read
from concerns.commands.open_case import OpenCase
from concerns.commands.record_history import RecordHistory
from concerns.events import CaseOpened, HistoryRecorded
from concerns.procedures.reader import library
from concerns.projector import Projector
from concerns.register import Register
from concerns.storage import rows
from concerns.storage.pool import Pool
from concerns.vocabulary import Officer, Person, Refusal
from concerns.when import When

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
EXAMPLES = Path(__file__).parents[2] / "examples"


@dataclass(frozen=True)
class Office:
    """One authority with its casework, and an officer of it."""

    casework: Casework
    officer: Officer

    def imports(self, chronology: Chronology) -> list[HistoryRecorded]:
        imported = import_chronology(chronology, self.casework, self.officer, uuid4)
        facts = [one.fact for one in self.casework.register.of_case(imported.case)]
        assert isinstance(facts[0], CaseOpened)
        return [fact for fact in facts if isinstance(fact, HistoryRecorded)]

    def adopts(self, chronology: Chronology) -> Chronology:
        """The same history, as if it were this authority's."""
        mine = Authority(slug=self.officer.authority, name="Ours")
        return chronology.model_copy(update={"authority": mine})


@pytest.fixture
def office(pool: Pool, database: str) -> Callable[..., Office]:
    def opened(*roles: str) -> Office:
        authority = f"council-{uuid4().hex[:8]}"
        with psycopg.connect(database) as owner:
            owner.execute("SELECT concerns.create_authority(%s, %s)", (authority, authority))
        casework = Casework(Register(pool, authority), library(), clock=lambda: NOW, new_id=uuid4)
        person = Person(issuer="https://id.example", subject="ann", name="Ann")
        return Office(casework, Officer(person=person, authority=authority, roles=frozenset(roles)))

    return opened


@pytest.fixture
def brithdir() -> Chronology:
    return read(EXAMPLES / "brithdir.yaml", TODAY)


Offices = Callable[..., Office]


def test_a_history_older_than_the_calendar(office: Offices, brithdir: Chronology) -> None:
    """Every item is recorded as its source tells it, from 1995 on: no clock starts, none is due."""
    ours = office("cm")
    recorded = ours.imports(ours.adopts(brithdir))
    assert [fact.item for fact in recorded] == [item.id for item in brithdir.items]
    assert [fact.occurred for fact in recorded] == [item.date for item in brithdir.items]
    assert [fact.known_to_authority for fact in recorded] == [
        item.known_to_authority for item in brithdir.items
    ]
    assert recorded[0].source == brithdir.sources["argus-timeline"]
    assert not [fact for fact in recorded if fact.consequence.begins]
    assert str(recorded[0]) == (
        "1995: Television programme questions care and staffing at three homes of the owners "
        f"(media; source: {brithdir.sources['argus-timeline']})"
    )


def test_sources_that_disagree_are_both_kept(office: Offices, brithdir: Chronology) -> None:
    """Each date stays with the source that gives it."""
    ours = office("cm")
    (taken_over,) = [x for x in ours.imports(ours.adopts(brithdir)) if x.item == "taken-over"]
    assert taken_over.occurred == When("2002-04")
    assert [(one.date.text, one.source) for one in taken_over.other_dates] == [
        ("2002-05", brithdir.sources["argus-timeline"])
    ]


def test_steps_that_no_source_shows_are_gaps(
    office: Offices, brithdir: Chronology, pool: Pool
) -> None:
    """What the procedure requires and no source shows is a gap, and nobody's decision or duty."""
    ours = office("sprg")
    authority = ours.officer.authority
    imported = import_chronology(ours.adopts(brithdir), ours.casework, ours.officer, uuid4)
    Projector(pool, authority).catch_up()
    found = {one.doc["item"]: one.doc for one in rows.read(pool, authority, "chronology")}
    embargo = found["first-embargo"]["not_shown"]
    assert "signature of the Director of Adult Social Services" in embargo
    assert "signature of the Director of Quality and Nursing (where nursing relevant)" in embargo
    steps = library()["north-west-routes"].steps
    on_the_way = ["recommend_suspension", "report_suspension", "consider_suspension"]
    assert embargo[:3] == [steps[key].title for key in on_the_way]
    assert len(set(embargo)) == len(embargo)  # each letter and telling with its addressee
    assert len(embargo) == 3 + 2 + len(steps["sign_off_suspension"].duties)
    lifting = found["embargo-lifted"]["not_shown"]
    assert lifting[0] == steps["agree_sufficient_progress"].title
    assert steps["sign_off_suspension"].title not in lifting
    assert found["urgent-action-notice"]["not_shown"] == []
    assert imported.gaps == sum(len(doc["not_shown"]) for doc in found.values()) > len(embargo)
    (only,) = rows.read(pool, authority, "decision-log", case=imported.case)
    assert "opened a case about Puretruce Health Care Ltd" in str(only.doc)
    assert rows.read(pool, authority, "duties", case=imported.case) == []


def test_views_written_with_an_import_match_a_rebuild(
    office: Offices, brithdir: Chronology, pool: Pool
) -> None:
    """Many facts in one append leave the rows that reading them one by one leaves."""
    ours = office("cm")
    ours.imports(ours.adopts(brithdir))
    rebuilt = Projector(pool, ours.officer.authority).rebuild()
    assert rebuilt.facts == len(brithdir.items) + 1
    assert not any(rebuilt.differences.values())


def test_the_fifth_item_of_a_file_is_faulty(tmp_path: Path, office: Offices) -> None:
    """Nothing of the file is imported, and the line is named."""
    text = (EXAMPLES / "brithdir.yaml").read_text()
    file = tmp_path / "brithdir.yaml"
    file.write_text(text.replace("date: 2003-09\n", "date: autumn 2003\n"))
    line = 1 + text[: text.index("date: 2003-09\n")].count("\n")
    ours = office("cm")
    with pytest.raises(Faulty, match=rf"brithdir\.yaml:{line}: items\.4\.date: 'autumn 2003'"):
        ours.imports(ours.adopts(read(file, TODAY)))
    assert ours.casework.register.head() == 0


def test_the_fifth_item_is_refused_by_the_case(office: Offices, brithdir: Chronology) -> None:
    """Nothing is recorded of any item, and the service stays free for the mended file."""
    ours = office("cm")
    fifth = brithdir.items[4].model_copy(update={"date": When("2027")})
    items = (*brithdir.items[:4], fifth, *brithdir.items[5:])
    wrong = ours.adopts(brithdir).model_copy(update={"items": items})
    with pytest.raises(Refusal) as raised:
        ours.imports(wrong)
    assert raised.value.why.startswith("savings: 2027 lies in the future")
    assert raised.value.where == "occurred"
    assert ours.casework.register.head() == 0
    assert len(ours.imports(ours.adopts(brithdir))) == len(brithdir.items)


def test_requests_refused_half_way_leave_an_open_case_as_it_was(
    office: Offices, brithdir: Chronology
) -> None:
    """A case that decides several requests takes none of them into account when one is refused."""
    ours, case = office("cm"), uuid4()
    opening = OpenCase(
        procedure="north-west-routes",
        provider=brithdir.provider,
        services=brithdir.services,
        reason="three alerts",
    )
    ours.casework.ask(opening, ours.officer, case)
    event = RecordHistory(item="a", kind="concern", who="us", text="seen", source="ours")
    with pytest.raises(Refusal, match="already") as raised:
        ours.casework.ask_all([event, opening], ours.officer, case)
    assert raised.value.where == "1"
    assert ours.casework.version(case) == 1
    decided = ours.casework.ask_all([event, event], ours.officer, case, expected=1)
    assert [fact.version for fact in decided.facts] == [2, 3]
    assert decided.version == ours.casework.version(case) == 3


def test_the_same_file_twice(office: Offices, brithdir: Chronology) -> None:
    """The second import is refused, and says why; the record stays as it was."""
    ours = office("cm")
    ours.imports(ours.adopts(brithdir))
    head = ours.casework.register.head()
    with pytest.raises(Refusal, match="a case about this service is already open"):
        ours.imports(ours.adopts(brithdir))
    assert ours.casework.register.head() == head


def test_another_authoritys_history(office: Offices, brithdir: Chronology) -> None:
    """A history goes into the record of the council whose history it is."""
    ours = office("cm")
    with pytest.raises(Refusal, match="this is a history of Caerphilly County Borough Council"):
        ours.imports(brithdir)


def test_an_officer_who_may_not_open_cases(office: Offices, brithdir: Chronology) -> None:
    """The importing officer acts in a role that the procedure allows."""
    ours = office("dass")
    with pytest.raises(Refusal, match="is for the Commissioning Manager") as raised:
        ours.imports(ours.adopts(brithdir))
    assert raised.value.kind == "not your role"
    assert ours.casework.register.head() == 0
