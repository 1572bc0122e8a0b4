"""Reading: a case of 500 facts, and the RAG board of 1,000 services today and a year ago."""

from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

import psycopg
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder

from concerns.commands.take_step import TakeStep
from concerns.projections.rag_status import by_service
from concerns.projector import Projector
from concerns.register import FactMapper, Register
from concerns.replay import stood
from concerns.storage import log, rows
from concerns.storage.pool import Pool
from ground import AUTHORITY, EVERYONE, casework, open_case
from measure import Figure, per_second, rates

TIMES = 20


def long_case(pool: Pool) -> UUID:
    """A case of 500 facts."""
    work = casework(pool)
    case, _ = open_case(work, uuid4().hex)
    session = {"chair": "Bench", "present": [{"group": "Commissioning", "who": "Bench"}]}
    asked = TakeStep(step="hold_at_risk_session", reason="looked at the alerts", details=session)
    while work.version(case) < 500:
        work.ask(asked, EVERYONE, case)
    return case


def replay_figures(pool: Pool, case: UUID, recorder: PostgresApplicationRecorder) -> list[Figure]:
    """Replays a second of one case of 500 facts, from the record to its state."""
    register, mapper = Register(pool, AUTHORITY), FactMapper()
    recorder.insert_events(
        [
            StoredEvent(one.case, one.version, one.name, one.body)
            for one in log.of_case(pool, AUTHORITY, case)
        ]
    )
    library = "the library's recorder and our mapper, facts only"
    work = casework(pool)

    def ours() -> None:
        assert stood(register.of_case(case)).version == 500

    def of_library() -> None:
        assert len([mapper.to_domain_event(one) for one in recorder.select_events(case)]) == 500

    def rows_only() -> None:
        assert len(log.of_case(pool, AUTHORITY, case)) == 500

    ways = {
        library: partial(per_second, TIMES, lambda: [of_library() for _ in range(TIMES)]),
        "rows only, raw psycopg": partial(
            per_second, TIMES, lambda: [rows_only() for _ in range(TIMES)]
        ),
        "our replay to stage and colour": partial(
            per_second, TIMES, lambda: [ours() for _ in range(TIMES)]
        ),
        "our case in memory, brought up to date": partial(
            per_second, TIMES, lambda: [work.version(case) for _ in range(TIMES)]
        ),
    }
    return rates(ways, "replays per second", library)


def age(pool: Pool, address: str) -> datetime:
    """Give the board a past: half of its rows were different a year ago. Gives that instant."""
    then = datetime.now(UTC) - timedelta(days=365)
    Projector(pool, AUTHORITY).catch_up()
    with psycopg.connect(address) as owner:
        owner.execute("SELECT set_config('concerns.authority', %s, true)", (AUTHORITY,))
        owner.execute(
            "UPDATE concerns.view_row SET from_at = from_at - interval '400 days'"
            " WHERE view = 'rag-status'"
        )
        owner.execute(
            "UPDATE concerns.view_row SET to_at = to_at - interval '200 days'"
            " WHERE view = 'rag-status' AND to_at IS NOT NULL"
        )
    return then


def board_figures(pool: Pool, address: str, then: datetime) -> list[Figure]:
    """Boards a second: every service with its colour."""
    raw = "raw psycopg: the same documents from a plain table"
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute("SELECT set_config('concerns.authority', %s, false)", (AUTHORITY,))
        owner.execute(
            "CREATE TABLE plain_board AS SELECT key, doc FROM concerns.view_row"
            " WHERE view = 'rag-status' AND to_position IS NULL"
        )
        owner.execute("GRANT SELECT ON plain_board TO concerns_app")

    def plain() -> None:
        with pool.connection() as connection:
            found = connection.execute("SELECT key, doc FROM plain_board ORDER BY key").fetchall()
        assert len(by_service(doc for _, doc in found)) >= 1_000

    def board(as_known: datetime | None) -> None:
        found = rows.read(pool, AUTHORITY, "rag-status", as_known=as_known)
        assert len(by_service(one.doc for one in found)) >= 1_000

    ways = {
        raw: partial(per_second, TIMES, lambda: [plain() for _ in range(TIMES)]),
        "RAG board today": partial(per_second, TIMES, lambda: [board(None) for _ in range(TIMES)]),
        "RAG board as known a year ago": partial(
            per_second, TIMES, lambda: [board(then) for _ in range(TIMES)]
        ),
    }
    return rates(ways, "boards per second", raw)
