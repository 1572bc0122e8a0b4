"""The formats of an export, by the names that are typed and asked for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from concerns.exports.cloud_events import cloud_events
from concerns.exports.leaf import Leaf, Log
from concerns.exports.ocel import ocel
from concerns.exports.parquet import parquet
from concerns.exports.xes import xes

FormatName = Literal["cloudevents", "ocel", "parquet", "xes"]


class Format(NamedTuple):
    """How facts are written: in pieces, so that a large log needs little memory."""

    write: Callable[[Log, Iterable[Leaf]], Iterator[bytes]]
    media_type: str
    suffix: str
    by_case: bool = False
    """Whether it wants each case's facts together, and not the log's own order."""


FORMATS: Mapping[FormatName, Format] = {
    "cloudevents": Format(cloud_events, "application/x-ndjson", ".jsonl"),
    "ocel": Format(ocel, "application/json", ".ocel.json"),
    "parquet": Format(parquet, "application/vnd.apache.parquet", ".parquet"),
    "xes": Format(xes, "application/xml", ".xes", by_case=True),
}
