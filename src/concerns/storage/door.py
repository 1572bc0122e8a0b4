"""The one door into the log of an authority, in SQL: facts, and what goes with them, or nothing."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from psycopg import OperationalError
from psycopg.errors import UniqueViolation, error_from_result
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus
from psycopg.pq.abc import PGconn

from concerns.storage.pool import Pool

MAX_BODY = 65_000
"""Bytes of one fact, which leaves room for its frame (65,535 in all); larger material is a document
that the fact refers to by its SHA-256."""
MAX_FACTS = 5_000
"""Facts in one append."""
RESOLVE_FOR = 15.0
"""Seconds for which an outcome that is not known is looked up before the caller is told so."""


class Conflict(Exception):
    """Somebody else decided about this case first: read it again."""


class Claimed(Exception):
    """What one case alone may hold is held by another."""


class OutcomeUnknown(Exception):
    """The connection was lost and the server did not answer again: ask later by the fact's id."""


class TooLarge(ValueError):
    """A fact or a batch is larger than the record takes."""


class Entry(NamedTuple):
    """A fact to be stored: its own id, its case and version, its pinned name, its exact bytes."""

    id: UUID
    case: UUID
    version: int
    name: str
    body: bytes


class RowChange(NamedTuple):
    """A view's row as it stands after the n-th fact (from 0) of an append; None ends it."""

    view: str
    key: str
    case: UUID
    doc: dict[str, Any] | None
    nth: int


class Answer(NamedTuple):
    """What an Idempotency-Key is to be answered with from now on."""

    subject: str
    key: str
    request_sha256: str
    status: int
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is stored in the same transaction as the facts, or not at all."""

    rows: Sequence[RowChange] = ()
    claims: Sequence[str] = ()
    releases: Sequence[str] = ()
    answer: Answer | None = field(default=None)


class Receipt(NamedTuple):
    """Where facts are in the log (the first's position; gapless from there), since when, and what.

    The leaf hashes, as hexadecimal, are those of the tree: kept by the caller, they show later
    that the record still holds what was acknowledged.
    """

    position: int
    recorded_at: datetime
    leaf_hashes: tuple[str, ...] = ()


_DOOR = b"concerns_door"
_APPEND = b"SELECT first_position, at, leaves FROM concerns.append($1, $2::jsonb, $3, $4)"
_FORMATS = (0, 0, 1, 0)
"""Text, but for the bytes of the facts."""
_NOT_PREPARED = b"26000"


def append(
    pool: Pool,
    authority: str,
    entries: Sequence[Entry],
    beside: Beside | None = None,
    *,
    again: bool = False,
) -> Receipt:
    """Store facts and what goes with them: one statement, one transaction, one round trip.

    If the connection is lost before the answer, the same facts are sent again with the same ids;
    the door recognises them and stores nothing twice. `again` says from the first that these very
    facts may be stored already, as after a restart.

    Raises:
        TooLarge: nothing was sent. Conflict: another fact has this version of the case.
        Claimed: another open case holds what this one claims.
        OutcomeUnknown: no server answered for RESOLVE_FOR seconds.
    """
    _within_limits(entries)
    arguments = _arguments(authority, entries, beside or Beside())
    until = time.monotonic() + RESOLVE_FOR
    while True:
        try:
            with pool.connection(timeout=RESOLVE_FOR) as connection:
                return _send(connection.pgconn, (*arguments, b"t" if again else b"f"))
        except UniqueViolation as error:
            raise _clash(error) from None
        except OperationalError as error:
            if error.sqlstate is not None and not error.sqlstate.startswith(("08", "57P")):
                raise
            if time.monotonic() > until:
                raise OutcomeUnknown(str(entries[0].id)) from error
            again = True
            time.sleep(0.05)


def _send(connection: PGconn, arguments: Sequence[bytes]) -> Receipt:
    """Through the door by libpq's own prepared call: a third of the client's time per append."""
    result = connection.exec_prepared(_DOOR, arguments, _FORMATS)
    if result.error_field(DiagnosticField.SQLSTATE) == _NOT_PREPARED:
        connection.prepare(_DOOR, _APPEND)
        result = connection.exec_prepared(_DOOR, arguments, _FORMATS)
    if connection.status != ConnStatus.OK:
        raise OperationalError("the connection was lost before the answer came")
    if result.status != ExecStatus.TUPLES_OK:
        raise error_from_result(result)
    position, at, leaves = (result.get_value(0, column) for column in range(3))
    assert position is not None
    assert at is not None
    assert leaves is not None
    hashes = tuple(leaves.decode().split())
    return Receipt(int(position), datetime.fromisoformat(at.decode()), hashes)


def _within_limits(entries: Sequence[Entry]) -> None:
    if len(entries) > MAX_FACTS:
        raise TooLarge(f"{len(entries)} facts at once; the record takes {MAX_FACTS}")
    for entry in entries:
        if len(entry.body) > MAX_BODY:
            raise TooLarge(
                f"{entry.name}: {len(entry.body)} bytes; a fact holds {MAX_BODY}. "
                "Lodge long material as a document and refer to it."
            )


def _arguments(authority: str, entries: Sequence[Entry], beside: Beside) -> tuple[bytes, ...]:
    answer = beside.answer
    starts = accumulate((len(one.body) for one in entries[:-1]), initial=1)
    batch = {
        "facts": [
            {
                "id": one.id,
                "case_id": one.case,
                "version": one.version,
                "name": one.name,
                "start": start,
                "length": len(one.body),
            }
            for one, start in zip(entries, starts, strict=True)
        ],
        "rows": [
            {"view": one.view, "key": one.key, "case_id": one.case, "doc": one.doc, "nth": one.nth}
            for one in beside.rows
        ],
        "claims": list(beside.claims),
        "releases": list(beside.releases),
        "answer": answer._asdict() if answer else None,
    }
    return authority.encode(), orjson.dumps(batch), b"".join(one.body for one in entries)


def _clash(error: UniqueViolation) -> Exception:
    if error.diag.constraint_name == "claim_once":
        return Claimed(error.diag.message_detail or "")
    return Conflict("somebody else decided about this case first: read it again and decide anew")
