"""Attack 36: whoever reads personal data stands in the log of accesses before they see any."""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import LiteralString

import psycopg
import pytest
from blackpool_case import CARE
from psycopg import errors
from sealed_case import CANARY, Office, office

from authorities import new_authority
from concerns.custody.custody import Custody
from concerns.custody.reading import Opened, ReadSealed
from concerns.events import FormSealed
from concerns.sealing.value import Value
from concerns.storage import door
from concerns.storage.authorities import access_log
from concerns.storage.keys import open_keys
from concerns.storage.pool import open_pool
from concerns.vocabulary import Refusal

SHORT = timedelta(milliseconds=500)


@pytest.fixture
def at_work(fresh_database: str) -> Generator[Office]:
    """An office whose database gives up soon."""
    with open_pool(fresh_database, 2, SHORT) as pool, open_keys(fresh_database) as keys:
        yield office(pool, keys, new_authority(fresh_database))


def _read(at_work: Office, fact: FormSealed) -> list[Opened]:
    asked = ReadSealed(fact=fact.id, purpose="to plan the move")
    return at_work.work.read_sealed(asked, at_work.here(CARE), at_work.case)


def _committed(database: str, authority: str) -> int:
    """Accesses that another connection sees."""
    with psycopg.connect(database) as other:
        row = other.execute(
            "SELECT count(*) FROM concerns.fact WHERE authority = %s AND name = %s",
            (access_log(authority), "personal-data-read/1"),
        ).fetchone()
    assert row
    return row[0]


def test_the_access_is_committed_before_anything_is_opened(
    at_work: Office, fresh_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Evidence 2.10: at the first field opened, somebody else already sees who reads it."""
    fact = at_work.opens()
    seen, opened = list[int](), Custody.opened

    def watched(self: Custody, authority: str, *what: object) -> Value:
        seen.append(_committed(fresh_database, authority))
        return opened(self, authority, *what)  # type: ignore[arg-type]

    monkeypatch.setattr(Custody, "opened", watched)
    assert CANARY in [one.value for one in _read(at_work, fact)]
    assert seen == [1, 1, 1, 1]


REFUSED = "BEGIN RAISE EXCEPTION 'no'; END"
SUPPRESSED = "BEGIN RETURN NULL; END"
KILLED = "BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END"
AT_ONCE = "CREATE TRIGGER sabotage BEFORE INSERT ON concerns.fact FOR EACH ROW"
AT_THE_END = (
    "CREATE CONSTRAINT TRIGGER sabotage AFTER INSERT ON concerns.fact"
    " INITIALLY DEFERRED FOR EACH ROW"
)


@pytest.mark.parametrize(
    ("when", "what", "error"),
    [
        pytest.param(AT_ONCE, REFUSED, errors.RaiseException, id="the database refuses the append"),
        pytest.param(AT_ONCE, SUPPRESSED, AssertionError, id="the row is dropped without a word"),
        pytest.param(
            AT_ONCE, KILLED, door.OutcomeUnknown, id="the server's process dies in the append"
        ),
        pytest.param(
            AT_THE_END,
            REFUSED,
            errors.RaiseException,
            id="the transaction is aborted as it commits",
        ),
        pytest.param(
            AT_THE_END, KILLED, door.OutcomeUnknown, id="the server's process dies as it commits"
        ),
    ],
)
def test_a_suppressed_access_gives_no_data(
    at_work: Office,
    fresh_database: str,
    monkeypatch: pytest.MonkeyPatch,
    when: LiteralString,
    what: LiteralString,
    error: type[Exception],
) -> None:
    """Nothing is even unwrapped, by whatever means the access is kept out of the log."""
    fact = at_work.opens()
    monkeypatch.setattr(door, "RESOLVE_FOR", 0.3)
    monkeypatch.setattr(Custody, "unwrapped", lambda *_: pytest.fail("it was unwrapped"))
    with _sabotaged(fresh_database, when, what), pytest.raises(error):
        _read(at_work, fact)
    assert _committed(fresh_database, at_work.authority) == 0
    monkeypatch.undo()
    assert CANARY in [one.value for one in _read(at_work, fact)]


@contextmanager
def _sabotaged(database: str, when: LiteralString, what: LiteralString) -> Generator[None]:
    """Somebody with every right over the server lets no access into the log."""
    with psycopg.connect(database, autocommit=True) as owner:
        owner.execute("SET concerns.migrating = 'on'")
        owner.execute(
            "CREATE FUNCTION public.sabotage() RETURNS trigger SECURITY DEFINER"
            f" LANGUAGE plpgsql AS $${what}$$"
        )
        owner.execute(f"{when} WHEN (NEW.authority LIKE '%/access') EXECUTE FUNCTION sabotage()")
        yield
        owner.execute("DROP TRIGGER sabotage ON concerns.fact")
        owner.execute("DROP FUNCTION public.sabotage")


def test_an_append_that_is_cancelled_gives_no_data(
    at_work: Office, fresh_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits for another's lock, and its time runs out."""
    fact = at_work.opens()
    monkeypatch.setattr(Custody, "unwrapped", lambda *_: pytest.fail("it was unwrapped"))
    with psycopg.connect(fresh_database) as other:
        other.execute("SELECT concerns.lock_log(%s)", (access_log(at_work.authority),))
        with pytest.raises(errors.QueryCanceled):
            _read(at_work, fact)
    assert _committed(fresh_database, at_work.authority) == 0


def test_a_lost_answer_is_found_again_and_recorded_once(
    at_work: Office, fresh_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection ends after the commit: the same access is sent again, and is one."""
    fact = at_work.opens()
    send, lost = door._send, list[object]()  # noqa: SLF001 - the moment between commit and answer

    def loses(*given: object) -> door.Receipt:
        receipt = send(*given)  # type: ignore[arg-type]
        if not lost:
            lost.append(receipt)
            raise psycopg.OperationalError("the connection was lost before the answer came")
        return receipt

    monkeypatch.setattr(door, "_send", loses)
    assert CANARY in [one.value for one in _read(at_work, fact)]
    assert lost
    assert _committed(fresh_database, at_work.authority) == 1


def test_what_cannot_be_opened_was_recorded_all_the_same(
    at_work: Office, fresh_database: str
) -> None:
    """Whoever tried stands there too: the log says what was about to be shown."""
    fact = at_work.opens()
    with psycopg.connect(fresh_database) as owner:
        owner.execute("DELETE FROM concerns_keys.key")
    with pytest.raises(Refusal, match="KEY_COMMITMENT"):
        _read(at_work, fact)
    assert _committed(fresh_database, at_work.authority) == 1


def test_many_who_read_at_once_are_all_recorded(at_work: Office, fresh_database: str) -> None:
    """Each access has a stream of its own: nobody is refused because another was first."""
    fact = at_work.opens()
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: _read(at_work, fact), range(16)))
    assert len(found) == 16
    assert _committed(fresh_database, at_work.authority) == 16


def test_reading_holds_up_no_decision(at_work: Office, fresh_database: str) -> None:
    """Evidence 2.10: a log of its own, with a lock of its own."""
    with psycopg.connect(fresh_database) as other:
        other.execute("SELECT concerns.lock_log(%s)", (access_log(at_work.authority),))
        assert at_work.opens()
