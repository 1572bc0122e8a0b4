"""The record speaks of itself in a case of its own, which no list of cases shows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4

from authorities import new_authority
from concerns.events import CheckpointAnchored, LogKeyStated
from concerns.projections import VIEWS, fold
from concerns.record_keeping import record_case, tell
from concerns.register import Register
from concerns.storage.entries import origin
from concerns.storage.pool import Pool

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANCHOR = {"size": 1, "root": "ab" * 32, "kind": "file", "where": "x", "evidence_sha256": "cd" * 32}


def test_what_is_said_of_the_record_is_in_the_record(pool: Pool, database: str) -> None:
    """Keys and anchors are facts like any other, and in no list of cases."""
    register = Register(pool, new_authority(database))
    tell(
        register,
        LogKeyStated,
        clock=lambda: NOW,
        new_id=uuid4,
        vkey="k",
        state="added",
        from_size=0,
        reason="the first key",
    )
    tell(register, CheckpointAnchored, clock=lambda: NOW, new_id=uuid4, **ANCHOR)
    case = record_case(origin(pool, register.authority))
    facts = [one.fact for one in register.of_case(case)]
    assert [one.name for one in facts] == ["log-key-stated/1", "checkpoint-anchored/1"]
    assert fold(VIEWS["rag-status"], facts) == {}


def test_several_at_once_are_all_kept(pool: Pool, database: str) -> None:
    """Each finds the next version: nothing that an anchor answered is lost."""
    register = Register(pool, new_authority(database))

    def one(size: int) -> None:
        tell(
            register,
            CheckpointAnchored,
            clock=lambda: NOW,
            new_id=uuid4,
            **{**ANCHOR, "size": size},
        )

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(one, range(1, 4)))
    case = record_case(origin(pool, register.authority))
    assert [one.fact.version for one in register.of_case(case)] == [1, 2, 3]
