"""What every fact promises, those not yet written included."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import orjson
import pytest
from pydantic import ValidationError

from concerns.events import FACTS, Decision, Fact, UnknownFact
from concerns.register import decode, encode
from concerns.storage.door import TooLarge

RECORDED = Path(__file__).parents[1] / "recorded"
SAMPLES = {file.stem.replace(".", "/"): file for file in RECORDED.glob("*.json")}
DECISIONS = [name for name, fact in FACTS.items() if fact.decision]

every_fact = pytest.mark.parametrize("name", sorted(FACTS))
every_decision = pytest.mark.parametrize("name", sorted(DECISIONS))


def _sample(name: str) -> Fact:
    return decode(name, SAMPLES[name].read_bytes())


def _classes(kind: type[Fact] = Fact) -> Iterator[type[Fact]]:
    for child in kind.__subclasses__():
        yield child
        yield from _classes(child)


def _within(node: object) -> Iterator[dict[str, Any]]:
    """Every mapping in a JSON document, at any depth."""
    if isinstance(node, dict):
        found = cast("dict[str, Any]", node)
        yield found
        for value in found.values():
            yield from _within(value)
    elif isinstance(node, list):
        for value in cast("list[object]", node):
            yield from _within(value)


def test_every_fact_has_a_sample_and_every_sample_a_fact() -> None:
    """A fact once recorded can be read for ever; run tests/recorded/make.py for a new one."""
    assert SAMPLES.keys() == FACTS.keys()


def test_names_are_pinned_unique_and_versioned() -> None:
    """A stored name belongs to one class: words, a stroke, a version."""
    names = [kind.name for kind in _classes() if kind.name]
    assert sorted(names) == sorted(FACTS)
    assert [name for name in names if not re.fullmatch(r"[a-z][a-z-]*/\d+", name)] == []


def test_a_name_cannot_be_given_twice() -> None:
    """Two facts of one name could not be told apart in the record."""
    with pytest.raises(TypeError, match="two facts are called case-closed/1"):
        type("Another", (Decision,), {"name": "case-closed/1"})


@every_fact
def test_a_recorded_sample_is_read_and_written_as_the_same_bytes(name: str) -> None:
    """Nothing is lost, added or put in another order, or the proof of the record would break."""
    stored = SAMPLES[name].read_bytes()
    assert encode(decode(name, stored)) == stored


@every_fact
def test_the_bytes_are_canonical(name: str) -> None:
    """RFC 8785: UTF-8, names in order, no spaces between; the facts hold no floats."""
    stored = SAMPLES[name].read_bytes()
    content = orjson.loads(stored)
    assert orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode("utf-8") == stored.decode()
    for one in _within(content):
        assert all(before < after for before, after in pairwise(one))
        assert not any(isinstance(value, float) for value in one.values())


@every_fact
def test_words_beyond_ascii_are_stored_as_they_are(name: str) -> None:
    """RFC 8785, 3.2.2.2: no escapes for letters that need none."""
    assert "“not yet safe”".encode() in SAMPLES[name].read_bytes()


@every_fact
def test_a_fact_is_never_changed(name: str) -> None:
    """What was recorded stays: a correction is another fact."""
    with pytest.raises(ValidationError, match="frozen"):
        _sample(name).reason = "something else"


@every_fact
def test_a_fact_holds_nothing_unasked(name: str) -> None:
    """An unknown field is an error and not silently dropped."""
    content = orjson.loads(SAMPLES[name].read_bytes()) | {"mood": "gloomy"}
    with pytest.raises(ValidationError, match="mood"):
        decode(name, orjson.dumps(content))


@every_fact
def test_a_fact_tells_itself_in_a_sentence(name: str) -> None:
    """Plain English, complete: no gap left, nothing of Python showing."""
    told = str(_sample(name))
    assert told.strip()
    assert not re.search(r"[{}]|None|UUID\(|<|object at", told)


@every_fact
def test_a_departure_is_told_with_the_fact(name: str) -> None:
    """Design: a departure is marked for ever, so whoever reads the sentence sees it."""
    assert "Two deaths overnight" in str(_sample(name))


@every_decision
@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_a_decision_has_a_reason(name: str, reason: str) -> None:
    """DER-RO-40, NWR-RC-01: blank is no reason."""
    content = orjson.loads(SAMPLES[name].read_bytes()) | {"reason": reason}
    with pytest.raises(ValidationError, match="reason"):
        decode(name, orjson.dumps(content))


@every_fact
def test_no_fact_can_hold_a_fraction(name: str) -> None:
    """Money is in pence and shares in whole percent: floats differ from machine to machine."""
    schema = FACTS[name].model_json_schema()
    assert [one for one in _within(schema) if one.get("type") == "number"] == []


def test_an_unknown_fact_stops_the_reader_and_is_named() -> None:
    """What it did is unknown, so whatever is read after it would be guesswork."""
    with pytest.raises(UnknownFact, match="provider-abducted/7"):
        decode("provider-abducted/7", b"{}")


def test_a_known_name_with_another_version_is_unknown() -> None:
    """A version is part of the name."""
    with pytest.raises(UnknownFact, match="case-opened/2"):
        decode("case-opened/2", SAMPLES["case-opened/1"].read_bytes())


def test_a_number_that_some_readers_would_round_is_refused() -> None:
    """RFC 8785: whole numbers keep to 53 bits, or two readers would hash two things."""
    sample = _sample("form-filled-in/1")
    entry = {"field": "total", "label": "Total", "value": 2**53}
    fact = type(sample).model_validate({**sample.model_dump(), "entries": [entry]})
    with pytest.raises(TooLarge, match="9,007,199,254,740,991"):
        encode(fact)
