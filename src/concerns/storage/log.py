"""The log of one authority, in SQL: append through the one door, read in order."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

import orjson
from psycopg import Connection, OperationalError
from psycopg.errors import UniqueViolation, error_from_result
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus
from psycopg.pq.abc import PGconn
from psycopg.rows import TupleRow

from concerns.storage.pool import Pool, ReadBy, as_authority

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


class Stored(NamedTuple):
    """A stored fact as the log gives it back."""

    position: int
    case: UUID
    version: int
    name: str
    body: bytes
    recorded_at: datetime


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


_END = 2**62
_OF_CASE: LiteralString = "SELECT * FROM concerns.facts_of_case(%(authority)s, %(case)s, %(after)s)"
_OF_CASE_AS: LiteralString = (
    "SELECT * FROM concerns.facts_of_case_as(%(authority)s, %(reader)s, %(case)s, %(after)s)"
)
_STORED = "position, case_id, version, name, substring(entry FROM body_start), recorded_at"


def of_case(pool: Pool, authority: str, case: UUID, after: int = 0) -> list[Stored]:
    """A case's facts after a version, in order, in one round trip."""
    reader = pool.reader if isinstance(pool, ReadBy) else None
    with pool.connection() as connection:
        rows = connection.execute(
            _OF_CASE if reader is None else _OF_CASE_AS,
            {"authority": authority, "reader": reader, "case": case, "after": after},
            binary=True,
        ).fetchall()
    return [Stored(*row) for row in rows]


def holds(pool: Pool, authority: str, case: UUID) -> bool:
    """Whether there is such a case for whoever reads: one look, whether there is or not."""
    with as_authority(pool, authority) as connection:
        row = connection.execute(
            "SELECT FROM concerns.fact WHERE authority = %s AND case_id = %s AND version = 1",
            (authority, case),
        ).fetchone()
    return row is not None


def known_of_case(pool: Pool, authority: str, case: UUID, as_known: datetime) -> list[Stored]:
    """A case's facts recorded by an instant, in order."""
    with as_authority(pool, authority) as connection:
        rows = connection.execute(
            f"SELECT {_STORED} FROM concerns.fact"  # noqa: S608 - our own words
            " WHERE authority = %(authority)s AND case_id = %(case)s AND recorded_at <= %(known)s"
            # one look at the first fact: a case that may not be seen is not read through
            " AND EXISTS (SELECT FROM concerns.fact WHERE authority = %(authority)s"
            " AND case_id = %(case)s AND version = 1) ORDER BY version",
            {"authority": authority, "case": case, "known": as_known},
            binary=True,
        ).fetchall()
    return [Stored(*row) for row in rows]


def after(
    pool: Pool,
    authority: str,
    position: int,
    limit: int,
    stop: int | None = None,
    names: Sequence[str] = (),
) -> list[Stored]:
    """Facts of the authority after a position, in log order: up to `stop`, at most `limit`."""
    with as_authority(pool, authority) as connection:
        return after_in(connection, authority, position, limit, stop, names)


def after_in(
    connection: Connection[TupleRow],
    authority: str,
    position: int,
    limit: int,
    stop: int | None = None,
    names: Sequence[str] = (),
) -> list[Stored]:
    """As `after`, in the caller's transaction."""
    rows = connection.execute(
        f"SELECT {_STORED} FROM concerns.fact"  # noqa: S608 - our own words
        " WHERE authority = %s AND position > %s AND position <= %s"
        " AND (cardinality(%s::text[]) = 0 OR name = ANY (%s::text[]))"
        " ORDER BY position LIMIT %s",
        (authority, position, stop or _END, list(names), list(names), limit),
        binary=True,
    ).fetchall()
    return [Stored(*row) for row in rows]


def head(pool: Pool, authority: str) -> int:
    """The last position of the authority's log; 0 while it is empty."""
    with as_authority(pool, authority) as connection:
        row = connection.execute(
            "SELECT position FROM concerns.fact WHERE authority = %s"
            " ORDER BY position DESC LIMIT 1",
            (authority,),
        ).fetchone()
    return row[0] if row else 0


def in_batches(pool: Pool, authority: str, start: int, size: int = 2_000) -> Iterator[list[Stored]]:
    """All facts after a position, batch by batch, until none is left."""
    while batch := after(pool, authority, start, size):
        yield batch
        start = batch[-1].position


def answered(pool: Pool, authority: str, subject: str, key: str) -> tuple[str, int, Any] | None:
    """What an Idempotency-Key was answered with: request hash, status, body; None if it is new."""
    with as_authority(pool, authority) as connection:
        row = connection.execute(
            "SELECT request_sha256, status, answer FROM concerns.idempotency"
            " WHERE authority = %s AND subject = %s AND key = %s",
            (authority, subject, key),
        ).fetchone()
    return (row[0], row[1], row[2]) if row else None
