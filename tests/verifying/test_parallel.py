"""Several processes find what one finds: the same places, words and order, and the same roots."""

import operator
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from multiprocessing import Pipe

import psycopg
import pytest
from sealed import REFRAME, Record

from concerns.storage.moment import Moment
from concerns.storage.pool import open_pool
from concerns.verifying import parallel, stored
from concerns.verifying.finding import CannotCheck, Finding, Findings
from concerns.verifying.parallel import Task, in_parallel, read, received
from concerns.verifying.scan import Run, Scanned, runs, scan
from concerns.verifying.verify import verify

_DAMAGES = [
    "DELETE FROM concerns.fact WHERE position BETWEEN {n} AND {n} + {few}",
    "UPDATE concerns.fact SET position = position + 1000000 WHERE position > {n}",
    "UPDATE concerns.fact SET position = -3 WHERE position = {n}",
    "UPDATE concerns.fact SET version = version + 1 WHERE position = {n}",
    "UPDATE concerns.fact SET recorded_at = recorded_at + interval '1h' WHERE position = {n}",
    "UPDATE concerns.fact SET recorded_at = recorded_at - interval '1h' WHERE position >= {n}",
    "UPDATE concerns.fact SET leaf_hash = sha256(entry) WHERE position = {n}",
    "UPDATE concerns.fact SET id = '00000000-0000-0000-0000-000000000001' WHERE position > {n}",
    "INSERT INTO concerns.fact SELECT * FROM concerns.fact WHERE position = {n}",
    """UPDATE concerns.fact SET name = 'checkpoint-anchored/1', entry =
        substring(entry FOR body_start - 1) || '{{"anchored_at":"2999-01-01","size":4}}'::bytea
        WHERE position = {n}""",
]
_SIZES, _WANTED = [4, 8, 20], {1, 6, 13, 24}


@pytest.fixture
def long_record(record: Record, monkeypatch: pytest.MonkeyPatch) -> Iterator[Record]:
    """Twenty-four facts, read five at a time, in a table whose keys stop nobody."""
    monkeypatch.setattr(parallel, "STRETCH", 5)
    record.opens(16)
    with record.attacked() as owner:
        for key in ("fact_pkey", "fact_id", "fact_case_version"):
            owner.execute(f"ALTER TABLE concerns.fact DROP CONSTRAINT {key}")
        owner.execute("ALTER TABLE concerns.fact DROP CONSTRAINT fact_position_check")
    with open_pool(record.owner.info.dsn, size=2, longest=timedelta(minutes=5)) as pool:
        yield replace(record, pool=pool)


def _told(record: Record, found: Iterator[Run]) -> tuple[list[Finding], Scanned]:
    findings = Findings()
    return findings.kept, scan(found, record.origin, _SIZES, _WANTED, findings)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_was_done_to_the_record(long_record: Record, seed: int) -> None:
    """Damage by chance, and perhaps every byte framed and hashed anew after it."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    with long_record.attacked() as owner:
        for damage in chance.sample(_DAMAGES, chance.randint(1, 3)):
            owner.execute(damage.format(n=chance.randint(4, 24), few=chance.randint(1, 3)))
        if chance.random() < 1 / 2:
            owner.execute(REFRAME, {"of": long_record.authority})
    pool, authority, origin = long_record.pool, long_record.authority, long_record.origin
    alone = _told(long_record, runs(stored.in_batches(pool, authority), origin, _SIZES))
    assert _told(long_record, in_parallel(pool, authority, origin, _SIZES, 3)) == alone
    assert alone[0] != []


def test_nothing_was_done(long_record: Record) -> None:
    """The whole report is the same, and nothing is found."""
    alone = verify(long_record.pool, long_record.authority)
    assert verify(long_record.pool, long_record.authority, processes=2) == alone
    assert alone.findings.kept == []
    assert alone.facts == 24


def test_facts_that_come_while_it_is_read(long_record: Record) -> None:
    """All processes see one moment: what is recorded later is in no stretch."""
    found = in_parallel(
        long_record.pool, long_record.authority, long_record.origin, _SIZES, processes=2
    )
    first = next(found)
    _add_a_fact(long_record)
    rest = list(found)
    assert sum(len(one.plain.leaves) for one in (first, *rest) if one.plain) == 24


def _add_a_fact(record: Record) -> None:
    with record.attacked() as owner:
        owner.execute(
            "INSERT INTO concerns.fact SELECT authority, 25, gen_random_uuid(), case_id, 99, name,"
            " recorded_at, entry, body_start, leaf_hash FROM concerns.fact WHERE position = 3"
        )


def test_a_process_that_ends_too_early(
    long_record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a record is not a record: it could not be checked."""
    monkeypatch.setattr(parallel, "read", operator.is_)  # says nothing and is done
    with pytest.raises(CannotCheck, match="came to its end"):
        verify(long_record.pool, long_record.authority, processes=2)


def test_a_process_that_cannot_go_on() -> None:
    """Why it cannot is raised where its answer was waited for."""
    ours, theirs = Pipe(duplex=False)
    nowhere = Moment("host=/nowhere dbname=nothing", "a", None, "00000003-00000001-1")
    read(Task(nowhere, "log.example/x", frozenset(), [(1, 5)]), theirs)
    with pytest.raises(psycopg.OperationalError):
        received(ours.recv)
    ours.close()
    theirs.close()
