import psycopg
from psycopg import Connection, sql
from psycopg.rows import TupleRow

POSTGRESQL_17 = 17_00_00  # as a server tells its version

# Since PostgreSQL 17 the server itself sorts by code point, the same on every machine;
# before that, the C locale gives the same order.
_SAME_ORDER_EVERYWHERE = sql.SQL("locale_provider builtin builtin_locale 'C.UTF-8'")
_SAME_ORDER_BEFORE_17 = sql.SQL("locale 'C'")


def create_database(server: str, name: str) -> None:
    """Create an empty UTF-8 database whose text sorts alike on every machine.

    `server` is the address of a login that may create databases.
    Raises psycopg.errors.DuplicateDatabase if it is there already.
    """
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(
            sql.SQL("create database {} template template0 encoding 'UTF8' {}").format(
                sql.Identifier(name), _locale(connection)
            )
        )


def _locale(connection: Connection[TupleRow]) -> sql.SQL:
    modern = connection.info.server_version >= POSTGRESQL_17
    return _SAME_ORDER_EVERYWHERE if modern else _SAME_ORDER_BEFORE_17
