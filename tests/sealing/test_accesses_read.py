"""The log of who read what, read in its turn: by whom, about whom, and on record as well."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from blackpool_case import CARE, DASS, OFFICER
from sealed_case import RESIDENT, Office, office

from authorities import new_authority
from concerns.custody.access import AccessLog
from concerns.custody.accesses import Found, ReadAccesses, read_accesses, reader
from concerns.custody.reading import ReadSealed
from concerns.events import AccessLogRead
from concerns.register import recorded
from concerns.storage import log
from concerns.storage.authorities import access_log
from concerns.storage.away import DatabaseAway
from concerns.storage.door import Receipt
from concerns.storage.pool import Pool
from concerns.vocabulary import Officer, Person, Refusal, Service
from given import opening

AUDITOR = Officer(
    person=Person(issuer="i", subject="ada", name="Ada Audit"),
    authority="northtown",
    roles=frozenset({"auditor"}),
)


@dataclass
class Overseen:
    """An office, and the auditor who looks at who read what there."""

    at_work: Office
    log: AccessLog
    cases: list[UUID] = field(default_factory=list[UUID])

    def reads(self, *subjects: str) -> None:
        """In a new case somebody fills in a line about each person, and reads it."""
        self.at_work.case = uuid4()
        self.cases.append(self.at_work.case)
        service = Service(id=f"1-{uuid4()}", name="Elm House", type="care home")
        self.at_work.asks(OFFICER, opening("blackpool", service))
        for one in subjects:
            fact = self.at_work.asks(CARE, RESIDENT.model_copy(update={"about": one}))
            asked = ReadSealed(fact=fact.id, purpose=f"to plan {one}'s move")
            self.at_work.work.read_sealed(asked, self.at_work.here(CARE), self.at_work.case)

    def asks(self, **said: Any) -> Found:
        asked = ReadAccesses(purpose="yearly audit", **said)
        return read_accesses(asked, self.at_work.authority, reader(AUDITOR), self.log)

    def last(self) -> AccessLogRead:
        pool, name = self.at_work.work.register.pool, access_log(self.at_work.authority)
        fact = recorded(log.after(pool, name, 0, 1_000)[-1]).fact
        assert isinstance(fact, AccessLogRead)
        return fact


@pytest.fixture
def overseen(pool: Pool, keys: Pool, database: str) -> Overseen:
    at_work = office(pool, keys, new_authority(database))
    return Overseen(at_work, AccessLog(pool, lambda: at_work.now, uuid4))


def _subjects(found: Found) -> list[tuple[str, ...]]:
    return [one.subjects for one in found.shown]


def test_everything_in_order_with_who_and_why(overseen: Overseen) -> None:
    """Evidence 2.10: who, in which role, whose data, which fields, what for; and no value."""
    overseen.reads("R12", "R13")
    found = overseen.asks()
    assert _subjects(found) == [("R12",), ("R13",)]
    first = found.shown[0]
    assert (first.position, first.case, found.next) == (1, overseen.cases[0], None)
    assert (first.by.person, first.by.role) == (CARE.person, "care_management")
    assert first.fields == ("surname", "date_of_birth", "has_capacity", "gender")
    assert first.told.endswith("was about to be shown 4 sealed fields of R12: to plan R12's move")


def test_who_read_what_about_one_person(overseen: Overseen) -> None:
    """A person's own report: R12 of another case is somebody else, and stays out of it."""
    overseen.reads("R12", "R13")
    overseen.reads("R12")
    first, second = overseen.cases
    assert [one.case for one in overseen.asks(case=first).shown] == [first, first]
    found = overseen.asks(case=second, subject="R12")
    assert [(one.case, one.subjects) for one in found.shown] == [(second, ("R12",))]
    with pytest.raises(Refusal, match="R12 is somebody else in each case") as refused:
        overseen.asks(subject="R12")
    assert (refused.value.kind, refused.value.where) == ("not understood", "case")


def test_reading_the_log_is_in_the_log(overseen: Overseen) -> None:
    """Evidence 2.10: by whom, what for, about whom, how many, up to where."""
    overseen.reads("R12")
    case = overseen.cases[0]
    assert len(overseen.asks(case=case, subject="R12").shown) == 1
    said = overseen.last()
    assert (said.by.person, said.by.role, said.purpose) == (
        AUDITOR.person,
        "auditor",
        "yearly audit",
    )
    assert (said.about_case, said.subjects) == (case, ("R12",))
    assert (said.after, said.up_to, said.shown) == (0, 1, 1)
    again = overseen.asks(case=case, subject="R12").shown
    assert [one.by.role for one in again] == ["care_management", "auditor"]
    assert again[1].told.startswith("Ada Audit (auditor) was about to be shown 1 access to R12")


def test_what_cannot_be_recorded_is_not_shown(
    overseen: Overseen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same rule as for the data itself."""
    overseen.reads("R12")

    def full(*_: object, **__: object) -> Receipt:
        raise DatabaseAway("disk full")

    monkeypatch.setattr(AccessLog, "tell", full)
    with pytest.raises(DatabaseAway):
        overseen.asks()


def test_page_by_page_to_an_end(overseen: Overseen) -> None:
    """Each page is recorded, and the list that is read does not grow by that."""
    overseen.reads("R1", "R2", "R3")
    seen, found = list[tuple[str, ...]](), overseen.asks(limit=1)
    while True:
        seen += _subjects(found)
        if found.next is None:
            break
        found = overseen.asks(limit=1, after=found.next, up_to=found.up_to)
    assert seen == [("R1",), ("R2",), ("R3",)]
    assert len(overseen.asks().shown) == 6


def test_how_far_was_looked_is_never_more_than_there_is(overseen: Overseen) -> None:
    """Whoever asks cannot have it recorded that they saw what is yet to come."""
    overseen.reads("R12")
    overseen.asks(up_to=10**9)
    assert overseen.last().up_to == 1


def test_only_those_who_oversee_read_it() -> None:
    """Roles of every council, whatever its procedures; the director's is none of them."""
    governor = AUDITOR.model_copy(update={"roles": frozenset({"information_governance"})})
    assert reader(governor).title == "information governance"
    for one in (CARE, DASS, OFFICER):
        with pytest.raises(Refusal) as refused:
            reader(one)
        assert refused.value.kind == "not your role"


def test_one_council_sees_no_access_of_another(
    overseen: Overseen, pool: Pool, keys: Pool, database: str
) -> None:
    """Design 12: row-level security, for the logs of accesses too."""
    overseen.reads("R12")
    other = Overseen(office(pool, keys, new_authority(database)), overseen.log)
    assert other.asks().shown == []
