"""What every export promises: its place and proof on each event, and the same bytes each time."""

import io
import re
from collections.abc import Callable
from hashlib import sha256

import orjson
import pyarrow.parquet as pq
import pytest
from export_logs import every_kind, two_cases, written

from concerns.exports.formats import FORMATS, FormatName

every_format = pytest.mark.parametrize("form", sorted(FORMATS))
Places = list[tuple[int, str]]


def _of_ocel(body: bytes) -> Places:
    told = [{a["name"]: a["value"] for a in e["attributes"]} for e in orjson.loads(body)["events"]]
    return [(int(one["leaf_index"]), one["leaf_hash"]) for one in told]


def _of_xes(body: bytes) -> Places:
    found = re.findall(
        r'"leaf_index" value="(\d+)".*?"leaf_hash" value="(\w{64})"', body.decode(), re.DOTALL
    )
    return [(int(index), digest) for index, digest in found]


def _of_cloud_events(body: bytes) -> Places:
    lines = [orjson.loads(line) for line in body.splitlines()]
    return [(int(one["leafindex"]), one["leafhash"]) for one in lines]


def _of_parquet(body: bytes) -> Places:
    rows = pq.read_table(io.BytesIO(body)).to_pylist()
    return [(row["leaf_index"], row["leaf_hash"].hex()) for row in rows]


PLACES: dict[str, Callable[[bytes], Places]] = {
    "cloudevents": _of_cloud_events,
    "ocel": _of_ocel,
    "parquet": _of_parquet,
    "xes": _of_xes,
}


@every_format
def test_each_event_carries_its_place_and_its_leaf_hash(form: FormatName) -> None:
    """Evidence 3: an export is a copy, and each part of it leads to the record."""
    found = every_kind()
    assert PLACES[form](written(form, found)) == [
        (nth, sha256(b"\0" + one.entry).hexdigest()) for nth, one in enumerate(found)
    ]


@every_format
def test_no_fact_is_left_out_and_none_is_told_twice(form: FormatName) -> None:
    """Every place of two cases whose facts take turns."""
    assert sorted(index for index, _ in PLACES[form](written(form, two_cases()))) == list(range(6))


@every_format
def test_the_same_facts_give_the_same_bytes(form: FormatName) -> None:
    """So that an export can be made again years later, and compared by its digest."""
    assert written(form, every_kind()) == written(form, list(every_kind()))


@every_format
def test_another_fact_gives_other_bytes(form: FormatName) -> None:
    """The test above does not pass for an export that holds nothing."""
    assert written(form, two_cases()) != written(form, two_cases()[:-1])


@every_format
def test_a_log_without_facts_can_be_exported(form: FormatName) -> None:
    """A council that begins has an export too, and it can be read."""
    assert PLACES[form](written(form, [])) == []
