"""A superuser's transaction in which the guard over the tables' shape does not fire."""

from collections.abc import Generator
from contextlib import contextmanager

import psycopg
from psycopg import Connection, sql
from psycopg.rows import TupleRow

from concerns.storage.databases import POSTGRESQL_17

_GUARDS = ("concerns_guard_ddl", "concerns_guard_drop", "concerns_guard_rewrite")


@contextmanager
def unguarded(database: str) -> Generator[Connection[TupleRow]]:
    """Since PostgreSQL 17 one setting does it; before that, each trigger is switched off and on."""
    with psycopg.connect(database) as connection:
        if connection.info.server_version >= POSTGRESQL_17:
            connection.execute("SET LOCAL event_triggers = off")
            yield connection
        else:
            _switch(connection, "DISABLE")
            yield connection
            _switch(connection, "ENABLE ALWAYS")


def _switch(connection: Connection[TupleRow], to: str) -> None:
    for guard in _GUARDS:
        name, state = sql.Identifier(guard), sql.SQL(to)
        connection.execute(sql.SQL("ALTER EVENT TRIGGER {} {}").format(name, state))
