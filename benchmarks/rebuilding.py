"""A full rebuild of every view, beside the library's ProjectionRunner over the same facts."""

import itertools
import time
from collections.abc import Sequence
from functools import partial
from uuid import UUID, uuid4

import psycopg
from eventsourcing.application import Application
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.types.json import Jsonb

from concerns.casework import Casework
from concerns.commands.take_step import TakeStep
from concerns.events import Fact
from concerns.projector import KEPT, Projector
from concerns.register import Register, encode
from concerns.storage import door
from concerns.storage.door import Entry
from concerns.storage.pool import Pool
from ground import AUTHORITY, EVERYONE, casework, library_settings, open_case
from measure import Figure, rates

CASES = 1_000
FACTS = 50
RUNNER_FACTS = 1_500
RUNNER = "the library's ProjectionRunner, one transaction a fact"


def fill(pool: Pool) -> int:
    """Cases of fifty facts, interleaved as months of work are; gives the number of facts."""
    work = casework(pool)
    model = _model_case(work)
    for turn in range(0, CASES, 50):
        cases = [(uuid4(), number) for number in range(turn, min(turn + 50, CASES))]
        for step in range(FACTS):
            door.append(pool, AUTHORITY, [_copied(model[step], *case) for case in cases])
    Projector(pool, AUTHORITY).rebuild()  # the copies came without their rows
    return CASES * FACTS


def _model_case(work: Casework) -> Sequence[Fact]:
    case, _ = open_case(work, uuid4().hex)
    session = {"chair": "Bench", "present": [{"group": "Commissioning", "who": "Bench"}]}
    asked = TakeStep(step="hold_at_risk_session", reason="looked at the alerts", details=session)
    while work.version(case) < FACTS:
        work.ask(asked, EVERYONE, case)
    return [one.fact for one in Register(work.register.pool, AUTHORITY).of_case(case)]


def _copied(fact: Fact, case: UUID, number: int) -> Entry:
    copy = fact.model_copy(update={"id": uuid4(), "case": case})
    services = getattr(copy, "services", None)
    if services:
        renamed = tuple(one.model_copy(update={"id": f"2-{number}"}) for one in services)
        copy = copy.model_copy(update={"services": renamed})
    return Entry(copy.id, case, copy.version, copy.name, encode(copy))


class _Views(PostgresTrackingRecorder):
    """The same rows in the library's way: rows and tracking in one transaction, fact by fact."""

    def __init__(self, datastore: object, **settings: object) -> None:
        super().__init__(datastore, **settings)  # pyright: ignore[reportArgumentType]
        self.docs: dict[tuple[str, str], dict[str, object]] = {}

    def take(self, fact: Fact, tracking: Tracking) -> None:
        """Every view's rows for one fact."""
        with self.datastore.transaction(commit=True) as cursor:
            for view in KEPT:
                for key in view.keys(fact):
                    self._write(
                        cursor,
                        view.name,
                        key,
                        view.change(key, self.docs.get((view.name, key)), fact),
                        tracking,
                    )
            self._insert_tracking(cursor, tracking)

    def _write(self, cursor, view, key, doc, tracking) -> None:  # noqa: ANN001
        if doc is None or doc is self.docs.get((view, key)):
            return
        self.docs[view, key] = doc
        cursor.execute(
            "UPDATE runner_row SET to_position = %s WHERE view = %s AND key = %s"
            " AND to_position IS NULL",
            (tracking.notification_id, view, key),
        )
        cursor.execute(
            "INSERT INTO runner_row (view, key, doc, from_position) VALUES (%s, %s, %s, %s)",
            (view, key, Jsonb(doc), tracking.notification_id),
        )


class _Everything(Projection[_Views]):
    name = "everything"

    def process_event(self, domain_event: Fact, tracking: Tracking) -> None:
        """Hand the fact to the views."""
        self.view.take(domain_event, tracking)


def figures(pool: Pool, address: str, facts: int) -> list[Figure]:
    """Facts a second through every view."""
    _copy_for_the_library(address)
    fresh = itertools.count()
    ways = {
        RUNNER: partial(_by_runner, address, fresh),
        "our rebuild: fold, add, compare, switch": partial(_ours, pool, facts),
    }
    return rates(ways, "facts per second", RUNNER, rounds=3)


def _ours(pool: Pool, facts: int) -> float:
    began = time.perf_counter()
    rebuilt = Projector(pool, AUTHORITY).rebuild()
    assert rebuilt.differences == {}, rebuilt
    assert rebuilt.facts >= facts
    return rebuilt.facts / (time.perf_counter() - began)


def _copy_for_the_library(address: str) -> None:
    app = Application[UUID](env=library_settings(address))
    app.close()
    with psycopg.connect(address) as owner:
        owner.execute(
            "INSERT INTO application_events (originator_id, originator_version, topic, state)"
            " SELECT case_id, version, name, substring(entry FROM body_start) FROM concerns.fact"
            " ORDER BY position LIMIT %s",
            (RUNNER_FACTS,),
        )
        owner.execute(
            "CREATE TABLE runner_row (view text, key text, doc jsonb, from_position bigint,"
            " to_position bigint, PRIMARY KEY (view, key, from_position))"
        )
        owner.execute("CREATE UNIQUE INDEX ON runner_row (view, key) WHERE to_position IS NULL")


def _by_runner(address: str, fresh: "itertools.count[int]") -> float:
    with psycopg.connect(address) as owner:
        owner.execute("TRUNCATE runner_row")
    settings = {**library_settings(address), "POSTGRES_POOL_SIZE": "3"}
    projection = type("_Again", (_Everything,), {"name": f"everything{next(fresh)}"})
    began = time.perf_counter()
    with ProjectionRunner(
        application_class=Application[UUID],
        projection_class=projection,
        view_class=_Views,
        env=settings,
    ) as runner:
        runner.wait(RUNNER_FACTS, timeout=120)
    return RUNNER_FACTS / (time.perf_counter() - began)
