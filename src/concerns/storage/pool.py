from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import orjson
import psycopg
from psycopg import Connection, sql
from psycopg.errors import InvalidParameterValue
from psycopg.rows import TupleRow
from psycopg.types.json import set_json_dumps, set_json_loads
from psycopg_pool import ConnectionPool

from concerns.storage.databases import POSTGRESQL_17

ROLE = "concerns_app"  # made by the first migration; sees one authority's rows at a time
Connections = ConnectionPool[Connection[TupleRow]]


@dataclass(frozen=True, slots=True)
class ReadBy:
    """Connections in one reader's hands: cases that are restricted to others do not exist.

    `reader` is an issuer and a subject with a space between, as the view `restrictions` says them.
    """

    pool: Connections
    reader: str

    @property
    def conninfo(self) -> str:
        """As the pool's own."""
        return str(self.pool.conninfo)

    def connection(
        self, timeout: float | None = None
    ) -> AbstractContextManager[Connection[TupleRow]]:
        """As the pool's own."""
        return self.pool.connection(timeout)


Pool = Connections | ReadBy


def read_by(pool: Pool, reader: str) -> ReadBy:
    """The same connections, in one reader's hands."""
    return ReadBy(pool.pool if isinstance(pool, ReadBy) else pool, reader)


set_json_dumps(orjson.dumps)
set_json_loads(orjson.loads)

# A dead peer is noticed within a minute (30 s + 3 * 10 s); TCP's default is over two hours.
_KEEPALIVES = {
    "keepalives": 1,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}


class NotMigrated(Exception):
    """The database does not hold our roles and tables yet."""


def open_pool(
    conninfo: str, size: int, longest: timedelta = timedelta(seconds=5), role: str | None = None
) -> Connections:
    """Open `size` connections that act as `concerns_app`, in UTC, with dates as ISO 8601 writes
    them, each statement by itself.

    `role` is another of our roles to act as.

    A statement is cancelled after four fifths of `longest`. A pause inside a transaction and,
    where the server can (PostgreSQL 17 and newer), a whole transaction may last `longest`; then
    the server ends the connection. Long work such as a rebuild opens its own pool with its own
    limit. The caller closes the pool.
    Raises NotMigrated if the role is missing, psycopg.OperationalError if nobody answers.
    """
    configure = partial(act_as_the_program, longest=longest, role=role or ROLE)
    with psycopg.connect(conninfo, autocommit=True) as first:
        configure(first)  # a pool retries quietly; asked once by hand, the server says why not
    return ConnectionPool(
        conninfo,
        min_size=size,
        max_size=size,
        kwargs={"autocommit": True, **_KEEPALIVES},
        configure=configure,
        open=True,
    )


_SEES_ALL = (
    "select set_config('concerns.authority', %s, true), set_config('concerns.hidden', '{}', true)"
)


@contextmanager
def as_authority(pool: Pool, authority: str) -> Generator[Connection[TupleRow]]:
    """Lend a connection inside a transaction that sees only this authority's rows.

    Of these a reader sees those of no case that is restricted to others; the program sees all. The
    settings are local to the transaction, so the connection's next user does not inherit them.
    Commits at the end, rolls back if the block raises. Raises ValueError for a blank authority.
    """
    if not authority.strip():
        raise ValueError("No authority was named: say whose record is to be read or written.")
    with pool.connection() as connection, connection.transaction():
        see(connection, authority, reader_of(pool))
        yield connection


def reader_of(pool: Pool) -> str | None:
    """Whose hands these connections are in; None for the program's own."""
    return pool.reader if isinstance(pool, ReadBy) else None


def see(connection: Connection[TupleRow], authority: str, reader: str | None) -> None:
    """Let the present transaction see an authority's rows, or those of them that a reader may."""
    if reader is None:
        connection.execute(_SEES_ALL, (authority,))
    else:
        connection.execute("select concerns.read_as(%s, %s)", (authority, reader))


def act_as_the_program(connection: Connection[TupleRow], longest: timedelta, role: str) -> None:
    """Make a connection one of ours: its role, UTC, and how long its work may last.

    Raises NotMigrated if the role is missing.
    """
    try:
        connection.execute(sql.SQL("set role {}").format(sql.Identifier(role)))
    except InvalidParameterValue as error:
        raise NotMigrated(
            f"Database {connection.info.dbname!r} has no role {role}: "
            "run `concerns db migrate` first."
        ) from error
    # A statement's limit comes first: it only cancels, the others end the connection.
    limits = {"statement_timeout": longest * 4 / 5, "idle_in_transaction_session_timeout": longest}
    if connection.info.server_version >= POSTGRESQL_17:
        limits["transaction_timeout"] = longest
    connection.execute("set timezone to 'UTC'")
    connection.execute("set datestyle to 'ISO'")  # a server may have been told to write others
    for name, limit in limits.items():
        connection.execute(
            sql.SQL("set {} to {}").format(sql.Identifier(name), _milliseconds(limit))
        )


def _milliseconds(span: timedelta) -> sql.Literal:
    return sql.Literal(span // timedelta(milliseconds=1))
