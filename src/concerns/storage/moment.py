"""One moment of an authority's record, seen alike over several connections and processes."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple

import psycopg
from psycopg import Connection, IsolationLevel, sql
from psycopg.rows import TupleRow

from concerns.storage.pool import ROLE, Pool, act_as_the_program, as_authority, reader_of, see

LONGEST = timedelta(hours=6)
"""A record may be read as long as this."""


class Moment(NamedTuple):
    """Where the record is, and which snapshot of it. Good while `this_moment` lends it."""

    address: str
    authority: str
    reader: str | None
    snapshot: str

    @contextmanager
    def opened(self) -> Generator[Connection[TupleRow]]:
        """Lend a new connection, inside a transaction that only reads the record of this moment.

        Raises:
            psycopg.Error: nobody answers, or the moment is over.
        """
        with psycopg.connect(self.address, autocommit=True) as connection:
            act_as_the_program(connection, LONGEST, ROLE)
            connection.isolation_level = IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            with connection.transaction():
                connection.execute(
                    sql.SQL("set transaction snapshot {}").format(sql.Literal(self.snapshot))
                )
                see(connection, self.authority, self.reader)
                yield connection


@contextmanager
def this_moment(pool: Pool, authority: str) -> Generator[Moment]:
    """Lend the present moment; holds one of the pool's connections meanwhile."""
    with as_authority(pool, authority) as connection:
        row = connection.execute("select pg_export_snapshot()").fetchone()
        assert row is not None, "the function gives a row"
        assert isinstance(pool.conninfo, str), "our pools are opened by an address"
        yield Moment(pool.conninfo, authority, reader_of(pool), row[0])
