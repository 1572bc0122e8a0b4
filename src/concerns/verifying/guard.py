"""Whether the database still guards the record as was approved."""

import json
from pathlib import Path
from typing import cast

from concerns.storage import attest
from concerns.storage.pool import Pool
from concerns.verifying.finding import CannotCheck, Code, Findings

Description = dict[str, list[str]]


def read_approved(file: Path) -> Description:
    """A description of the guard as `described` gave it, in JSON.

    Raises:
        CannotCheck: the file holds something else. OSError.
    """
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        raise CannotCheck(f"{file}: not a description of a database's guard") from None
    if not isinstance(said, dict) or not said:
        raise CannotCheck(f"{file}: not a description of a database's guard")
    return cast("Description", said)


def described(pool: Pool) -> Description:
    """The guard as it is."""
    with pool.connection() as connection:
        return attest.described(connection)


def check_guard(approved: Description, found: Description, findings: Findings) -> None:
    """Nothing went and nothing came."""
    for line in attest.differences(approved, found):
        part, _, change = line.partition(": ")
        findings.add(Code.SCHEMA_DRIFT, f"database {part}", change)
