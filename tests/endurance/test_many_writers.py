"""Fifty writers, killed and cut off at random, beside a sealer: nothing acknowledged is lost."""

import os
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import psycopg
from crowd import Told, crowd, kill_at_random
from psycopg_pool import PoolTimeout
from writer import entry

from authorities import new_authority
from concerns.evidence.keys import Kind, Signer
from concerns.sealer import Sealer
from concerns.storage import attest, entries, log, tree
from concerns.storage.pool import Pool, open_pool
from concerns.verifying.anchors import AnchorFile, AnchorFolder
from concerns.verifying.policy import LogKey, Policy
from concerns.verifying.receipts import Receipt
from concerns.verifying.verify import Outside, verify

SECONDS = 60
PROGRAMS, WRITERS = 10, 5
BETWEEN_KILLS, BETWEEN_DISCONNECTS = 1.0, 0.1
"""Seconds, on average."""
LONGEST = timedelta(minutes=5)


def test_28_fifty_writers_are_killed_and_cut_off(fresh_database: str, tmp_path: Path) -> None:
    """Attack 28: no gap, no fork, nothing acknowledged missing, no finding."""
    authority, stop = new_authority(fresh_database), threading.Event()
    chance = random.Random(28)  # noqa: S311 - a repeatable run, not a secret
    with open_pool(fresh_database, 2, LONGEST, role=tree.ROLE) as reading:
        sealer = _sealer(reading, authority, tmp_path)
        with (
            ThreadPoolExecutor(3) as threads,
            crowd(fresh_database, authority, PROGRAMS, WRITERS) as writing,
        ):
            sealing = threads.submit(_seal, sealer, stop)
            while not all(said for one in writing for said in one.told.values()):
                time.sleep(0.1)  # until every writer writes
            killing = threads.submit(kill_at_random, writing, chance, stop, BETWEEN_KILLS)
            cutting = threads.submit(_cut_off, fresh_database, chance, stop)
            stop.wait(SECONDS)
            stop.set()
            killing.result()
        cut, (notes, interrupted) = cutting.result(), sealing.result()
    told = {name: said for one in writing for name, said in one.told.items()}
    with open_pool(fresh_database, 2, LONGEST) as pool:
        report = verify(pool, authority, _outside(sealer, notes, told))
        _is_in_line(pool, authority, told)
    assert report.findings.kept == []
    assert not any("under no checkpoint" in one for one in report.not_checked)
    assert report.checkpoints >= len(notes) > 1  # stored, and the answer was lost
    kills = sum(one.killed for one in writing) - PROGRAMS  # the last of each is the end
    assert min(kills, cut, interrupted, report.receipts) > 0
    print(  # noqa: T201
        f"{SECONDS} s: {report.facts} facts, {report.receipts} acknowledged, {kills} programs "
        f"killed, {cut} connections cut off (the sealer's {interrupted} times), "
        f"{report.checkpoints} checkpoints; no finding"
    )


def _sealer(reading: Pool, authority: str, folder: Path) -> Sealer:
    signer = Signer(entries.origin(reading, authority), Kind.ED25519, os.urandom(32))
    with reading.connection() as connection:
        approved = attest.described(connection)
    return Sealer(reading, authority, [signer], folder / "memory.json", approved)


def _seal(sealer: Sealer, stop: threading.Event) -> tuple[list[bytes], int]:
    """Until told to stop, and then what is left; gives the notes that it was given, and how often
    it was cut off. Whatever else happens to it is a failure.
    """
    notes, interrupted = list[bytes](), 0
    while True:
        last = stop.wait(0.2)
        try:
            sealed = sealer.seal()
        except (psycopg.OperationalError, PoolTimeout):
            interrupted += 1
            continue
        if sealed:
            notes.append(sealed.note)
        elif last:
            return notes, interrupted


def _cut_off(database: str, chance: random.Random, stop: threading.Event) -> int:
    """The server ends connections, whatever they are doing; says how many."""
    done = 0
    with psycopg.connect(database, autocommit=True) as owner:
        while not stop.wait(chance.uniform(0, 2 * BETWEEN_DISCONNECTS)):
            done += owner.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND backend_type = 'client backend' ORDER BY random() LIMIT 1"
            ).rowcount
    return done


def _outside(sealer: Sealer, notes: list[bytes], told: dict[str, list[Told]]) -> Outside:
    return Outside(
        Policy(tuple(LogKey(one.key) for one in sealer.signers)),
        AnchorFolder(tuple(AnchorFile(f"{n}.note", one) for n, one in enumerate(notes)), ()),
        [Receipt(one.position, one.leaf_hash) for said in told.values() for one in said],
        sealer.approved_schema,
        views=False,
    )


def _is_in_line(pool: Pool, authority: str, told: dict[str, list[Told]]) -> None:
    """Each writer's facts are there once, in its own order, where it was told they are."""
    stored = log.after(pool, authority, 0, 10_000_000)
    at = {(one.case, one.version): one.position for one in stored}
    assert len(at) == len(stored)
    for name, said in told.items():
        assert [one.number for one in said] == list(range(len(said)))
        mine = [entry(name, number) for number in range(len(said))]
        assert [at[one.case, one.version] for one in mine] == [one.position for one in said]
    assert len(stored) - sum(map(len, told.values())) in range(len(told) + 1)  # not yet answered
