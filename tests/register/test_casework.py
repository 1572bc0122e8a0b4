"""Cases decided and stored on a real PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authorities import casework, new_authority
from concerns.casework import Casework
from concerns.commands.correct_record import CorrectRecord
from concerns.commands.make_log_entry import MakeLogEntry
from concerns.commands.take_step import TakeStep
from concerns.events import UnknownFact
from concerns.projections import VIEWS, fold
from concerns.projector import Projector
from concerns.replay import stood
from concerns.storage import door, log, rows
from concerns.storage.door import Entry
from concerns.storage.pool import Pool
from concerns.vocabulary import Officer, Refusal, Service
from concerns.when import When
from given import officer, opening


@pytest.fixture
def work(pool: Pool, database: str) -> Casework:
    """An authority's casework, nothing in it yet."""
    return casework(pool, new_authority(database))


def _who(work: Casework, name: str, *roles: str) -> Officer:
    return officer(name, *roles, authority=work.register.authority)


def _opened(work: Casework, service: str = "1-100") -> UUID:
    case = uuid4()
    elm = Service(id=service, name="Elm House", type="care home")
    work.ask(opening("north-west-routes", elm), _who(work, "Ann", "cm"), case)
    return case


def test_a_second_open_case_for_a_service_under_a_procedure_is_refused(work: Casework) -> None:
    """Bad input: two open cases for one service under one procedure."""
    _opened(work)
    with pytest.raises(Refusal, match="already open"):
        _opened(work)
    _opened(work, "1-200")


def test_a_stale_version_is_refused_and_nothing_is_stored(work: Casework) -> None:
    """The officer decides on what they saw, or not at all."""
    case = _opened(work)
    work.ask(TakeStep(step="agree_at_risk", reason="r"), _who(work, "Bea", "sprg"), case)
    entry = MakeLogEntry(log="risk", entry="staffing")
    with pytest.raises(Refusal) as refused:
        work.ask(entry, _who(work, "Ann", "cm"), case, expected=1)
    assert refused.value.kind == "changed"
    assert work.version(case) == 2


def test_of_sixteen_who_decide_at_once_on_one_version_exactly_one_does(
    pool: Pool, database: str
) -> None:
    """Optimistic concurrency per case."""
    authority = new_authority(database)
    works = [casework(pool, authority) for _ in range(16)]
    case = _opened(works[0])

    def try_it(work: Casework) -> bool:
        try:
            asked = TakeStep(step="agree_at_risk", reason="r")
            work.ask(asked, _who(work, "Bea", "sprg"), case, expected=1)
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(16) as threads:
        assert sum(threads.map(try_it, works)) == 1
    assert log.head(pool, authority) == 2


def test_those_who_name_no_version_all_get_their_turn(pool: Pool, database: str) -> None:
    """A log entry does not depend on what it saw: it is decided again on the newer case."""
    authority = new_authority(database)
    works = [casework(pool, authority) for _ in range(3)]
    case = _opened(works[0])

    def enter(work: Casework) -> None:
        work.ask(MakeLogEntry(log="risk", entry="x"), _who(work, "Ann", "cm"), case)

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(enter, works))
    assert works[0].version(case) == 4


def test_nobody_is_refused_from_memory_alone(pool: Pool, database: str) -> None:
    """What another process decided is read before anybody is told no."""
    authority = new_authority(database)
    here, there = casework(pool, authority), casework(pool, authority)
    case = _opened(here)
    bea = _who(here, "Bea", "sprg")
    there.ask(TakeStep(step="escalate_urgently", reason="two falls"), bea, case)
    here.ask(TakeStep(step="recommend_suspension", reason="two falls"), bea, case)
    assert here.version(case) == 3


def test_an_unknown_stored_name_stops_the_replay_and_says_which(work: Casework, pool: Pool) -> None:
    """A fact that means nothing to this program is never skipped."""
    case = _opened(work)
    stranger = Entry(uuid4(), case, 2, "invented-later/1", b"{}")
    door.append(pool, work.register.authority, [stranger])
    with pytest.raises(UnknownFact, match="invented-later/1"):
        work.version(case)


def test_another_authoritys_case_does_not_exist(work: Casework) -> None:
    """Also in its error: nothing says that the case is there."""
    case = _opened(work)
    stranger = officer("Zoe", "cm", authority="elsewhere")
    with pytest.raises(Refusal) as refused:
        work.ask(MakeLogEntry(log="risk", entry="x"), stranger, case)
    assert refused.value.kind == "not found"


def test_views_by_transaction_batch_and_rebuild_are_identical(work: Casework, pool: Pool) -> None:
    """Dropping every view and rebuilding gives the same rows, interval by interval."""
    authority = work.register.authority
    _a_little_history(work)
    projector = Projector(pool, authority)
    projector.catch_up()
    before = {view: rows.read(pool, authority, view) for view in VIEWS}
    rebuilt = projector.rebuild()
    assert rebuilt.differences == {}
    assert {view: rows.read(pool, authority, view) for view in VIEWS} == before
    assert any(before["duties"])


def test_views_that_were_dropped_come_back_as_they_were(
    work: Casework, pool: Pool, database: str
) -> None:
    """Views are disposable; the record is not."""
    authority = work.register.authority
    _a_little_history(work)
    projector = Projector(pool, authority)
    projector.catch_up()
    before = _everything(database, authority)
    with psycopg.connect(database) as owner:
        owner.execute("DELETE FROM concerns.view_row WHERE authority = %s", (authority,))
    assert projector.rebuild().differences != {}
    assert _everything(database, authority) == before


def _everything(database: str, authority: str) -> list[tuple[object, ...]]:
    with psycopg.connect(database) as owner:
        return owner.execute(
            "SELECT view, key, case_id, doc, from_position, from_at, to_position, to_at"
            " FROM concerns.view_row WHERE authority = %s ORDER BY view, key, from_position",
            (authority,),
        ).fetchall()


def test_a_rebuild_while_others_write_misses_nothing(work: Casework, pool: Pool) -> None:
    """Online: facts recorded during the rebuild are in the new views too."""
    authority = work.register.authority
    case = _a_little_history(work)
    who = _who(work, "Ann", "cm")

    def write(told: int, of: int) -> None:
        work.ask(MakeLogEntry(log="risk", entry=f"{told} of {of}"), who, case)

    projector = Projector(pool, authority)
    projector.rebuild(write)
    risks = rows.read(pool, authority, "logs", where={"log": "risk"})
    assert len(risks) == 1
    assert projector.rebuild().differences == {}


def test_a_fact_recorded_as_a_rebuild_begins_is_no_difference(
    work: Casework, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old views are compared only as far as they, too, have come."""
    case, head = _a_little_history(work), log.head
    who = _who(work, "Ann", "cm")

    def head_moves(pool: Pool, authority: str) -> int:
        work.ask(MakeLogEntry(log="risk", entry="meanwhile"), who, case)
        return head(pool, authority)

    monkeypatch.setattr(log, "head", head_moves)
    assert Projector(pool, work.register.authority).rebuild().differences == {}


def _a_little_history(work: Casework) -> UUID:
    case = _opened(work)
    bea = _who(work, "Bea", "sprg")
    agreed = work.ask(TakeStep(step="agree_at_risk", reason="r"), bea, case).facts[0]
    ann = _who(work, "Ann", "cm")
    work.ask(CorrectRecord(fact=agreed.id, wrong="r", right="s", reason="slip"), ann, case)
    return case


_STEPS = st.lists(
    st.sampled_from(
        ["agree_at_risk", "escalate_urgently", "recommend_suspension", "log", "correct"]
    ),
    max_size=8,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_STEPS)
def test_as_known_is_the_fold_of_what_was_recorded_by_then(
    work: Casework, pool: Pool, steps: list[str]
) -> None:
    """Design §5, for every view and every instant of a random history."""
    authority, bea = work.register.authority, _who(work, "Bea", "sprg", "cm")
    case = _opened(work, f"1-{uuid4().int % 10**9}")
    for step in steps:
        asked = TakeStep(step=step, reason="r") if "_" in step else None
        if step == "correct":
            first = work.register.of_case(case)[0].fact.id
            asked = CorrectRecord(fact=first, wrong="a", right="b", reason="slip")
        try:
            work.ask(asked or MakeLogEntry(log="action", entry="e"), bea, case)
        except Refusal:
            continue
    Projector(pool, authority).catch_up()
    recorded = work.register.of_case(case)
    for instant in [one.recorded_at for one in recorded]:
        known = [one.fact for one in recorded if one.recorded_at <= instant]
        assert work.register.known_of_case(case, instant) == recorded[: len(known)]
        for name, view in VIEWS.items():
            if not view.kept:
                continue
            read = rows.read(pool, authority, name, case=case, as_known=instant)
            assert {row.key: row.doc for row in read} == fold(view, known), name


def test_as_at_counts_only_what_had_happened(work: Casework) -> None:
    """Recorded today, happened last month: as at the month before, it had not."""
    case = _opened(work)
    asked = TakeStep(step="agree_at_risk", reason="r", occurred=When("2026-02-10"))
    work.ask(asked, _who(work, "Bea", "sprg"), case)
    known = work.register.known_of_case(case, datetime.now(UTC))
    assert str(stood(known, date(2026, 2, 9)).colour) == "None"
    assert str(stood(known, date(2026, 2, 10)).colour) == "amber"


def test_an_uncertain_date_is_not_resolved_by_guessing(work: Casework) -> None:
    """In February: as at 9 February the colour cannot be told, as at 28 February it can."""
    case = _opened(work)
    asked = TakeStep(step="agree_at_risk", reason="r", occurred=When("2026-02"))
    work.ask(asked, _who(work, "Bea", "sprg"), case)
    known = work.register.known_of_case(case, datetime.now(UTC))
    assert "cannot be told" in str(stood(known, date(2026, 2, 9)).colour)
    assert str(stood(known, date(2026, 2, 28)).colour) == "amber"
