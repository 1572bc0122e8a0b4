"""Another machine, as far as one machine can be two: another PostgreSQL, and another program."""

import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from concerns.storage import embedded

_SETTINGS = {
    "timezone": "Pacific/Auckland",
    "datestyle": "SQL, DMY",
    "intervalstyle": "sql_standard",
    "bytea_output": "escape",
    "extra_float_digits": "-3",
}
_DATABASE = (
    "CREATE DATABASE elsewhere TEMPLATE template0 ENCODING 'UTF8'"
    " LOCALE_PROVIDER builtin BUILTIN_LOCALE 'PG_UNICODE_FAST' LC_COLLATE 'POSIX' LC_CTYPE 'POSIX'"
)


@contextmanager
def another_postgresql(data: Path) -> Generator[str]:
    """A new cluster (initdb), set otherwise, with an empty database of another locale."""
    server = embedded.start(data)
    try:
        with psycopg.connect(server, autocommit=True) as connection:
            for name, value in _SETTINGS.items():
                connection.execute(
                    sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), value)
                )
            connection.execute("SELECT pg_reload_conf()")
            connection.execute(_DATABASE)
        yield make_conninfo(server, dbname="elsewhere")
    finally:
        embedded.stop(data)


def by_another_program(home: Path, *words: str) -> str:
    """What a fresh process says, with another zone and language and nothing in its home."""
    done = subprocess.run(
        [sys.executable, *words],
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "TZ": "America/St_Johns",
            "LANG": "POSIX",
            "LC_ALL": "POSIX",
            "PYTHONHASHSEED": "4711",
            "PYTHONPYCACHEPREFIX": str(home / "bytecode"),
            "XDG_CACHE_HOME": str(home / "cache"),
        },
        cwd=home,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return done.stdout
