"""What stands in a database that was thought to be empty."""

import psycopg

_MOST = 5


def standing(owner: str) -> list[str]:
    """The first few schemas and tables that are nobody's but the user's; none where it is empty.

    What extensions brought along does not count.
    """
    with psycopg.connect(owner) as connection:
        rows = connection.execute(
            "SELECT nspname FROM pg_namespace"
            " WHERE nspname NOT IN ('public', 'information_schema') AND nspname !~ '^pg_'"
            " UNION ALL"
            " SELECT 'public.' || relname FROM pg_class c"
            " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')"
            "  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass"
            "   AND d.objid = c.oid AND d.deptype = 'e')"
            " ORDER BY 1 LIMIT %s",
            (_MOST,),
        ).fetchall()
    return [row[0] for row in rows]


def keys_standing(owner: str) -> bool:
    """Whether any row is in the tables that hold keys.

    Raises:
        psycopg.errors.UndefinedTable: there are no such tables.
    """
    with psycopg.connect(owner) as connection:
        row = connection.execute(
            "SELECT EXISTS (SELECT FROM concerns_keys.key)"
            " OR EXISTS (SELECT FROM concerns_keys.destroyed)"
            " OR EXISTS (SELECT FROM concerns_keys.access)"
        ).fetchone()
    return bool(row and row[0])


def analyse(owner: str) -> None:
    """Let the planner count what was just put in: its guesses for a full table are far off."""
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("ANALYZE")


def version_and_name(owner: str) -> tuple[int, str]:
    """The server's version as it tells it (180004), and the database's name."""
    with psycopg.connect(owner) as connection:
        return connection.info.server_version, connection.info.dbname
