"""Parquet: the record itself in columns, for SQL over many facts. Needs the extra `export`."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from io import BytesIO
from itertools import islice
from typing import Any

from concerns.exports.attributes import activity, earliest, latest
from concerns.exports.leaf import Leaf, Log
from concerns.vocabulary import Refusal

ROWS = 10_000
"""Facts in a row group, and so in memory at once."""

_COLUMNS = {
    "position": "int64",
    "leaf_index": "int64",
    "leaf_hash": "binary",
    "entry": "binary",
    "recorded_at": "timestamp",
    "case": "string",
    "case_version": "int64",
    "fact": "string",
    "name": "string",
    "activity": "string",
    "decision": "bool_",
    "occurred": "string",
    "occurred_earliest": "date32",
    "occurred_latest": "date32",
    "officer_issuer": "string",
    "officer_subject": "string",
    "officer": "string",
    "role": "string",
    "on_behalf_of": "string",
    "procedure": "string",
    "procedure_version": "string",
    "procedure_digest": "string",
    "step": "string",
    "requirements": "strings",
    "reason": "string",
    "departure": "string",
    "stage_after": "string",
    "colour_after": "string",
    "sentence": "string",
    "body": "string",
}


def parquet(log: Log, leaves: Iterable[Leaf]) -> Iterator[bytes]:
    """One Parquet file in pieces: a row a fact, `entry` byte for byte, the rest read out of it.

    SHA-256 over a zero byte and `entry` is `leaf_hash`. Days and instants are of their own types;
    instants in UTC. The same facts give the same bytes with the same version of pyarrow.

    Raises:
        Refusal: pyarrow is not installed; said before anything is written.
    """
    return _pieces(_pyarrow(), log, leaves)


def _pyarrow() -> Any:  # noqa: ANN401 - it has no types of its own
    try:
        import_module("pyarrow.parquet")
    except ImportError:
        raise Refusal(
            "Parquet needs pyarrow, which is not installed here: install this program with its "
            "extra “export”, or take another format"
        ) from None
    return import_module("pyarrow")


def _pieces(pa: Any, log: Log, leaves: Iterable[Leaf]) -> Iterator[bytes]:  # noqa: ANN401 - as above
    schema = pa.schema(
        [(name, _type(pa, kind)) for name, kind in _COLUMNS.items()],
        metadata={"origin": log.origin},
    )
    written, rows = BytesIO(), iter(leaves)
    with pa.parquet.ParquetWriter(pa.PythonFile(written, "w"), schema, compression="zstd") as file:
        while found := [_row(one) for one in islice(rows, ROWS)]:
            file.write_table(pa.Table.from_pylist(found, schema=schema))
            yield _taken(written)
    yield _taken(written)


def _type(pa: Any, kind: str) -> Any:  # noqa: ANN401 - as above
    match kind:
        case "timestamp":
            return pa.timestamp("us", tz="UTC")
        case "strings":
            return pa.list_(pa.string())
        case _:
            return getattr(pa, kind)()


def _row(one: Leaf) -> dict[str, Any]:
    fact, by, left = one.fact, one.fact.by, one.fact.consequence
    return {
        "position": one.position,
        "leaf_index": one.leaf_index,
        "leaf_hash": one.hash,
        "entry": one.entry,
        "recorded_at": one.recorded_at,
        "case": str(fact.case),
        "case_version": fact.version,
        "fact": str(fact.id),
        "name": fact.name,
        "activity": activity(fact),
        "decision": fact.decision,
        "occurred": fact.occurred.text,
        "occurred_earliest": earliest(fact.occurred),
        "occurred_latest": latest(fact.occurred),
        "officer_issuer": by.person.issuer,
        "officer_subject": by.person.subject,
        "officer": by.person.name,
        "role": by.role,
        "on_behalf_of": by.on_behalf_of.name if by.on_behalf_of else None,
        "procedure": fact.clause.procedure,
        "procedure_version": fact.clause.version,
        "procedure_digest": fact.clause.digest,
        "step": fact.clause.step,
        "requirements": list(fact.clause.requirements),
        "reason": fact.reason,
        "departure": fact.departure.reason if fact.departure else None,
        "stage_after": left.stage,
        "colour_after": left.rag.colour if left.rag else None,
        "sentence": str(fact),
        "body": one.body.decode(),
    }


def _taken(written: BytesIO) -> bytes:
    """What was written since this was last asked; pyarrow counts for itself how far it has come."""
    piece = written.getvalue()
    written.seek(0)
    written.truncate()
    return piece
