"""CloudEvents 1.0, one JSON document a line: the record itself, for other programs."""

from collections.abc import Iterable, Iterator

import orjson

from concerns.evidence.entry import instant
from concerns.exports.leaf import Leaf, Log


def cloud_events(log: Log, leaves: Iterable[Leaf]) -> Iterator[bytes]:
    """A line for each fact, with all that its leaf hash is made of.

    `data` is the fact as it was stored, `sequence` its position from 1, `leafindex` that from 0
    and `leafhash` the hash in hexadecimal. Numbers are text: an Integer of CloudEvents has 32 bits.
    """
    for one in leaves:
        yield orjson.dumps(_event(log, one), option=orjson.OPT_SORT_KEYS) + b"\n"


def _event(log: Log, one: Leaf) -> dict[str, object]:
    return {
        "specversion": "1.0",
        "id": str(one.fact.id),
        "source": log.origin,
        "type": one.fact.name,
        "time": instant(one.recorded_at),
        "subject": str(one.fact.case),
        "sequence": str(one.position),
        "leafindex": str(one.leaf_index),
        "leafhash": one.hash.hex(),
        "datacontenttype": "application/json",
        "data": orjson.Fragment(one.body),
    }
