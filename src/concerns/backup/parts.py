"""The two things that are backed up apart, because they may be kept for different times."""

from typing import NamedTuple

from concerns.storage import keys

CHECKPOINTS = "checkpoints"
MIGRATIONS = "migrations"


class Part(NamedTuple):
    """A schema, the file its rows go into, and the migrations that make its tables."""

    schema: str
    file: str
    pattern: str


RECORD = Part("concerns", "record.dump", "*.sql")
KEYS = Part("concerns_keys", "keys.dump", keys.MIGRATIONS)


class BackupRefused(Exception):
    """A backup cannot be written there, or cannot be restored; says why and what to do."""
