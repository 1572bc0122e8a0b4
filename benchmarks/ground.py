"""A private PostgreSQL for one run of the benchmarks, in memory where there is room."""

import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from concerns.casework import Casework
from concerns.commands.open_case import OpenCase
from concerns.events import Fact
from concerns.procedures.reader import library
from concerns.register import Register
from concerns.storage import embedded
from concerns.storage.databases import create_database
from concerns.storage.migrate import migrate
from concerns.storage.pool import Pool
from concerns.vocabulary import Officer, Person, Provider, Service

AUTHORITY = "benchtown"


@contextmanager
def database() -> Generator[str]:
    """The address of a migrated database with one authority."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of this run's own is made in it
    folder = Path(
        tempfile.mkdtemp(prefix="concerns-bench-", dir=memory if memory.is_dir() else None)
    )
    folder.chmod(0o755)
    server = embedded.start(folder)
    try:
        create_database(server, "bench")
        address = make_conninfo(server, dbname="bench")
        migrate(address)
        with psycopg.connect(address) as owner:
            owner.execute("SELECT concerns.create_authority(%s, %s)", (AUTHORITY, "Benchtown"))
        yield address
    finally:
        embedded.stop(folder)
        shutil.rmtree(folder)


def library_settings(address: str) -> dict[str, str]:
    """The same server, in the eventsourcing library's own settings."""
    parts = conninfo_to_dict(address)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(parts["dbname"]),
        "POSTGRES_HOST": str(parts["host"]),
        "POSTGRES_PORT": str(parts.get("port", 5432)),
        "POSTGRES_USER": str(parts["user"]),
        "POSTGRES_PASSWORD": "",
        "MAPPER_TOPIC": "concerns.register:FactMapper",
    }


def officer(*roles: str) -> Officer:
    """Somebody who holds some roles."""
    person = Person(issuer="https://id.example", subject="bench", name="Bench")
    return Officer(person=person, authority=AUTHORITY, roles=frozenset(roles))


EVERYONE = officer("cm", "sprg", "cqs", "dmt", "dass", "care_management")


def casework(pool: Pool) -> Casework:
    """Casework on the benchmark's authority."""
    return Casework(
        Register(pool, AUTHORITY), library(), clock=lambda: datetime.now(UTC), new_id=uuid4
    )


def open_case(work: Casework, number: str) -> tuple[UUID, Fact]:
    """Open a case about a service of its own."""
    case = uuid4()
    service = Service(id=f"1-{number}", name="Elm House", type="care home")
    asked = OpenCase(
        procedure="north-west-routes",
        provider=Provider(id="1-1", name="Acme Care"),
        services=(service,),
        reason="three alerts in a week about night staffing",
    )
    return case, work.ask(asked, EVERYONE, case).facts[0]
