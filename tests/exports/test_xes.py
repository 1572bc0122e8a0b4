"""XES: one trace a case, read by the rules of the schema of IEEE 1849-2016."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest
from export_logs import ASH, ELM, LOG, NINE, every_kind, leaves, stored, two_cases, written

from concerns.exports.leaf import Leaf
from concerns.exports.xes import xes

NS = "{http://www.xes-standard.org/}"
_NAME = re.compile(r"[A-Za-z_:][A-Za-z0-9_:.-]*")  # xs:Name, of the letters used here
_ATTRIBUTES = ("string", "date", "int", "boolean", "id")
_ORDER = ("extension", "global", "classifier", *_ATTRIBUTES, "trace")


def read(found: Sequence[Leaf]) -> ET.Element:
    """An export, read back."""
    return ET.fromstring(written("xes", found))  # noqa: S314 - our own


def _said(node: ET.Element) -> dict[str, str]:
    return {str(one.get("key")): str(one.get("value")) for one in node if one.get("key")}


def _traces(log: ET.Element) -> list[list[dict[str, str]]]:
    return [
        [_said(event) for event in trace.iter(f"{NS}event")] for trace in log.iter(f"{NS}trace")
    ]


def test_the_parts_stand_in_the_order_of_the_schema() -> None:
    """Extensions, globals, classifiers, attributes, traces; in a trace attributes before events."""
    log = read(two_cases())
    tags = [one.tag.removeprefix(NS) for one in log]
    assert tags == sorted(
        tags, key=lambda tag: min(_ORDER.index(tag), 3 if tag in _ATTRIBUTES else 99)
    )
    assert {tag for tag in tags if tag not in _ATTRIBUTES} == {*_ORDER} - {*_ATTRIBUTES}
    for trace in log.iter(f"{NS}trace"):
        inner = [one.tag == f"{NS}event" for one in trace]
        assert inner == sorted(inner)
    assert float(str(log.get("xes.version"))) == 1849.2016


def test_every_attribute_has_a_name_a_known_type_and_a_value_of_it() -> None:
    """IEEE 1849-2016: key is an xs:Name and stands once; whole numbers are numbers."""
    for event in read(every_kind()).iter(f"{NS}event"):
        keys = [str(one.get("key")) for one in event]
        assert len(keys) == len({*keys})
        assert [key for key in keys if not _NAME.fullmatch(key)] == []
        assert {one.tag.removeprefix(NS) for one in event} <= {*_ATTRIBUTES}
        assert all(str(one.get("value")).isdigit() for one in event if one.tag == f"{NS}int")


def test_every_date_has_its_offset_from_utc() -> None:
    """Evidence 3: readers guess a zone where none is told."""
    dates = list(read(every_kind()).iter(f"{NS}date"))
    assert len(dates) > len(every_kind())
    assert all(datetime.fromisoformat(str(one.get("value"))).tzinfo for one in dates)


def test_every_event_has_what_the_globals_declare() -> None:
    """A global attribute is there on each event, so its stand-in is never used."""
    log = read(every_kind())
    (scope,) = [one for one in log.iter(f"{NS}global") if one.get("scope") == "event"]
    declared = {(one.tag, one.get("key")) for one in scope}
    for event in log.iter(f"{NS}event"):
        assert declared <= {(one.tag, one.get("key")) for one in event}
    assert "position" in _said(scope)


def test_a_case_is_a_trace_and_its_facts_are_in_order() -> None:
    """Two cases whose facts take turns in the log: by the positions, each case's together."""
    log = read(two_cases())
    assert [_said(trace)["concept:name"] for trace in log.iter(f"{NS}trace")] == [
        str(ELM),
        str(ASH),
    ]
    assert [[event["position"] for event in trace] for trace in _traces(log)] == [
        ["1", "3", "4", "6"],
        ["2", "5"],
    ]
    assert [event["concept:name"] for event in _traces(log)[1]] == ["case-opened", "case-closed"]


def test_an_event_says_when_it_was_recorded_and_when_it_happened() -> None:
    """A day begins at midnight in London; British Summer Time began on 29 March 2026."""
    agreed = _traces(read(two_cases()))[0][1]
    assert agreed["time:timestamp"] == "2026-03-02T09:02:00.000000+00:00"
    assert agreed["occurred_earliest"] == "2026-01-01T00:00:00.000000+00:00"
    assert agreed["occurred_latest"] == "2026-03-31T00:00:00.000000+01:00"


def test_a_moment_is_told_to_the_minute() -> None:
    """Where somebody noted the time, it is not lost."""
    facts = leaves([stored("case-opened/1", ELM, 1, occurred="2026-06-02T14:05:00Z")])
    ((event,),) = _traces(read(facts))
    assert event["occurred_earliest"] == "2026-06-02T15:05:00.000000+01:00"


def test_a_case_told_in_two_parts_is_refused() -> None:
    """Else a reader would see two cases of one name."""
    with pytest.raises(ValueError, match=f"case {ELM} are not told together"):
        list(xes(LOG, two_cases()))


def test_the_log_says_where_it_is_from_and_as_known_when() -> None:
    """An export travels without us."""
    told = b"".join(xes(LOG._replace(as_known=NINE), []))
    said = _said(ET.fromstring(told))  # noqa: S314 - our own
    assert said == {
        "origin": LOG.origin,
        "as_known": "2026-03-02T09:00:00.000000+00:00",
    }


@pytest.mark.parametrize("name", ['Elm & Oak <"House">', "Elm\x01House", "Elm\nHouse\t2", "Élm 屋"])
def test_any_name_can_be_told(name: str) -> None:
    """What XML cannot say is shown as such, and everything else comes back."""
    person: dict[str, Any] = {"issuer": "https://id.example", "subject": "x", "name": name}
    by = {"person": person, "role": "qmo", "title": name}
    facts = leaves([stored("case-opened/1", uuid4(), 1, by=by)])
    ((event,),) = _traces(read(facts))
    assert event["org:resource"] == event["org:role"] == name.replace("\x01", "\ufffd")
