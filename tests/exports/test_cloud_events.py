"""CloudEvents: each line by the rules of the specification, and a proof's worth in itself."""

import re
from hashlib import sha256
from typing import Any

import orjson
from export_logs import LOG, every_kind, two_cases, written

REQUIRED = {"id", "source", "specversion", "type"}


def _lines() -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in written("cloudevents", every_kind()).splitlines()]


def test_each_line_is_a_cloud_event() -> None:
    """CloudEvents 1.0: what is required is there; names are of a-z and 0-9; values are text."""
    for one in _lines():
        assert one.keys() >= REQUIRED
        assert one["specversion"] == "1.0"
        assert [name for name in one if not re.fullmatch(r"[a-z0-9]{1,20}", name)] == []
        assert all(
            isinstance(value, str) and value for name, value in one.items() if name != "data"
        )
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", one["time"])
        assert one["datacontenttype"] == "application/json"


def test_source_and_id_together_name_one_fact() -> None:
    """CloudEvents 1.0: whoever sees both again has seen the fact before."""
    assert len({(one["source"], one["id"]) for one in _lines()}) == len(every_kind())


def test_the_leaf_hash_can_be_worked_out_from_the_line_alone() -> None:
    """Evidence 3: with nothing but the line and SHA-256, by somebody who never saw our code."""
    for one in _lines():
        body = orjson.dumps(one["data"], option=orjson.OPT_SORT_KEYS)
        head = "\n".join(
            (
                "provider-concerns-entry/1",
                one["source"],
                one["leafindex"],
                one["time"],
                one["subject"],
                str(one["data"]["version"]),
                one["type"],
                "",
            )
        )
        assert sha256(b"\0" + head.encode() + body).hexdigest() == one["leafhash"]


def test_the_facts_stand_in_the_order_of_the_log() -> None:
    """Cases take turns here as they did there."""
    lines = [orjson.loads(line) for line in written("cloudevents", two_cases()).splitlines()]
    assert [one["sequence"] for one in lines] == ["1", "2", "3", "4", "5", "6"]
    assert {one["source"] for one in lines} == {LOG.origin}
