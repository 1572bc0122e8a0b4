"""Who acted, and whose access has ended: by the record's own facts."""

from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest

from authorities import casework, new_authority
from concerns.actors.access import AccessRefused, Telling, deactivate, reactivate
from concerns.actors.actor import ABOUT_ACCESS, Actor
from concerns.actors.ended import ended
from concerns.actors.known import Known, known_actors
from concerns.events import CheckpointAnchored, RecordFact
from concerns.record_keeping import record_case, tell
from concerns.register import Register
from concerns.storage.entries import origin
from concerns.storage.pool import Pool, as_authority
from concerns.vocabulary import Officer, Person
from given import opening

ISSUER = "https://id.council.example"
ANN = Actor(ISSUER, "ann")
OPERATOR = Person(issuer="login of this machine", subject="olu", name="Olu")


def _telling(reason: str = "left the council") -> Telling:
    return Telling(OPERATOR, reason, lambda: datetime.now(UTC), uuid4)


@pytest.fixture
def register(pool: Pool, database: str) -> Register:
    return Register(pool, new_authority(database))


def _acts(register: Register, name: str) -> None:
    person = Person(issuer=ISSUER, subject="ann", name=name)
    officer = Officer(person=person, authority=register.authority, roles=frozenset({"cm"}))
    asked = opening("north-west-routes")
    service = asked.services[0].model_copy(update={"id": str(uuid4())})
    asked = asked.model_copy(update={"services": (service,)})
    casework(register.pool, register.authority).ask(asked, officer, uuid4())


def _known(register: Register) -> Known:
    return known_actors(register)[ANN]


def test_nobody_acted_yet(register: Register) -> None:
    """The program itself, which keeps the record, is nobody's account."""
    anchored = {"size": 1, "root": "ab" * 32, "kind": "file", "where": "x"}
    tell(
        register,
        CheckpointAnchored,
        clock=lambda: datetime.now(UTC),
        new_id=uuid4,
        evidence_sha256="cd" * 32,
        **anchored,
    )
    assert known_actors(register) == {}


def test_a_name_changes_and_the_actor_does_not(register: Register) -> None:
    """Design 7: one actor, from the first act on, under the name used last."""
    _acts(register, "Ann Archer")
    first = _known(register)
    _acts(register, "Ann Baker")
    now = _known(register)
    assert (first.name, now.name) == ("Ann Archer", "Ann Baker")
    assert first.first_acted == now.first_acted == first.last_acted
    assert now.last_acted
    assert first.last_acted
    assert now.last_acted > first.last_acted


def test_a_leaver_stays_in_the_list(register: Register) -> None:
    """When, and why; given again, nothing of it stands."""
    _acts(register, "Ann Archer")
    deactivate(register, ANN, _telling())
    gone = _known(register)
    assert (gone.name, gone.why) == ("Ann Archer", "left the council")
    assert gone.ended
    assert ended(register).actors == {ANN}
    reactivate(register, ANN, _telling("came back"))
    assert _known(register).ended is None
    assert ended(register).actors == frozenset()


def test_both_are_facts_with_who_and_why(register: Register) -> None:
    """The record says of itself who let whom in and out."""
    _acts(register, "Ann Archer")
    deactivate(register, ANN, _telling("left us"))
    reactivate(register, ANN, _telling("came back"))
    facts = [
        str(one.fact)
        for one in register.of_case(record_case(origin(register.pool, register.authority)))
        if isinstance(one.fact, RecordFact)
    ]
    assert facts == [
        "Olu (keeping of the record) ended the access of Ann Archer to the record: left us",
        "Olu (keeping of the record) gave Ann Archer access to the record again: came back",
    ]


def test_somebody_who_only_ever_read(register: Register) -> None:
    """Their access can end too; they are known by their subject."""
    deactivate(register, ANN, _telling())
    assert _known(register).name == "ann"
    assert _known(register).first_acted is None
    assert ended(register).actors == {ANN}


def test_what_cannot_be(register: Register) -> None:
    """Ended twice, given without having ended, without a reason, of nobody."""
    with pytest.raises(AccessRefused, match="has not ended"):
        reactivate(register, ANN, _telling())
    with pytest.raises(AccessRefused, match="reason"):
        deactivate(register, ANN, _telling(" "))
    with pytest.raises(AccessRefused, match="Say who"):
        deactivate(register, Actor("", "ann"), _telling())
    deactivate(register, ANN, _telling())
    with pytest.raises(AccessRefused, match="ended already"):
        deactivate(register, ANN, _telling())
    assert register.head() == 1


def test_what_is_known_is_read_on_from(register: Register) -> None:
    """Only what came since, whatever the length of the log."""
    deactivate(register, ANN, _telling())
    first = ended(register)
    bea = Actor(ISSUER, "bea")
    deactivate(register, bea, _telling())
    assert ended(register, first).actors == {ANN, bea}
    assert ended(register, ended(register)) == ended(register)
    assert ended(register, first._replace(actors=frozenset())).actors == {bea}


def test_the_index_is_for_these_facts(database: str) -> None:
    """Migration 0008 names the facts as the program does."""
    with psycopg.connect(database) as connection:
        row = connection.execute(
            "SELECT indexdef FROM pg_indexes WHERE indexname = 'fact_actor_access'"
        ).fetchone()
    assert row
    assert all(f"'{name}'" in row[0] for name in ABOUT_ACCESS)


def test_the_index_is_used(register: Register) -> None:
    """Asked every two seconds by every process: never a walk along the log. As `log.after` asks."""
    names = list(ABOUT_ACCESS)
    with as_authority(register.pool, register.authority) as connection:
        connection.execute("SET LOCAL enable_seqscan = off")
        plan = connection.execute(
            "EXPLAIN SELECT position FROM concerns.fact WHERE authority = %s AND position > 0"
            " AND (cardinality(%s::text[]) = 0 OR name = ANY (%s::text[])) ORDER BY position",
            (register.authority, names, names),
        ).fetchall()
    assert "fact_actor_access" in "".join(row[0] for row in plan)
