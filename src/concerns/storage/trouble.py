"""What can go wrong between the program and its database, and how to say so in one sentence."""

import psycopg
from psycopg.errors import (
    InsufficientPrivilege,
    InvalidSchemaName,
    UndefinedFunction,
    UndefinedTable,
)

from concerns.storage.authorities import AuthorityRefused
from concerns.storage.cluster import EmbeddedFailed
from concerns.storage.door import OutcomeUnknown
from concerns.storage.dump import DumpFailed
from concerns.storage.migrate import MigrationFailed, MigrationRefused
from concerns.storage.pool import NotMigrated
from concerns.storage.programs import NoProgram
from concerns.storage.settings import NoDatabase
from concerns.storage.snapshot import SeesTooLittle

TROUBLE: tuple[type[Exception], ...] = (
    AuthorityRefused,
    DumpFailed,
    EmbeddedFailed,
    MigrationFailed,
    MigrationRefused,
    NoDatabase,
    NoProgram,
    NotMigrated,
    OutcomeUnknown,
    SeesTooLittle,
    psycopg.Error,
)
"""The errors of storage that a person at the keyboard can do something about."""


def in_words(trouble: Exception) -> str:
    """What happened and what to do, for a person: no trace and no SQL."""
    match trouble:
        case InvalidSchemaName() | UndefinedTable() | UndefinedFunction():
            return "The database does not hold our tables: run `concerns db migrate` first."
        case InsufficientPrivilege():
            return (
                f"The database login may not do this ({_first_line(trouble)}): "
                "set CONCERNS_OWNER_URL to the address of a login that may."
            )
        case psycopg.OperationalError():
            return f"The database does not answer: {_first_line(trouble)}."
        case psycopg.Error():
            return f"The database refused: {_first_line(trouble)}."
        case OutcomeUnknown():
            return "The database stopped answering before it said whether the request was stored."
        case _:
            return str(trouble)


def _first_line(trouble: Exception) -> str:
    return str(trouble).strip().partition("\n")[0].rstrip(".")
