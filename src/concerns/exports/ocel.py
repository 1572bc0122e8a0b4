"""OCEL 2.0 as JSON: events, and the many objects that each is about. For analysts."""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from concerns.evidence.entry import instant
from concerns.exports.attributes import activity, attributes
from concerns.exports.leaf import Leaf, Log
from concerns.exports.objects import Link, Thing, Things

_Types = dict[str, dict[str, None]]
"""The names of what each type of event or object tells, in the order first met."""


def ocel(_log: Log, leaves: Iterable[Leaf]) -> Iterator[bytes]:
    """One JSON document. Every value is text: the published schema refuses numbers.

    An event's time is when it was recorded, the one date always known; when it happened is among
    its attributes. Events are told as they come; objects and types, of which there are fewer, last.
    """
    things, types = Things(), _Types()
    yield b'{"events":['
    for nth, one in enumerate(leaves):
        event = _event(one, things.take(one))
        _note(types, event["type"], (told["name"] for told in event["attributes"]))
        yield (b",\n" if nth else b"\n") + orjson.dumps(event)
    yield b'],\n"eventTypes":' + _declared(types)
    yield b',\n"objectTypes":' + _declared(_kinds(things.found.values()))
    yield b',\n"objects":['
    for nth, key in enumerate(sorted(things.found)):
        yield (b",\n" if nth else b"\n") + orjson.dumps(_object(key, things.found[key]))
    yield b"]}\n"


def _event(one: Leaf, links: Iterable[Link]) -> dict[str, Any]:
    told = attributes(one)
    return {
        "id": str(one.fact.id),
        "type": activity(one.fact),
        "time": instant(one.recorded_at),
        "attributes": [{"name": name, "value": value} for name, value in told.items()],
        "relationships": _related(links),
    }


def _object(key: str, thing: Thing) -> dict[str, Any]:
    said = [{"name": one.name, "time": one.since, "value": one.value} for one in thing.values]
    return {
        "id": key,
        "type": thing.kind,
        "attributes": said,
        "relationships": _related(thing.links),
    }


def _related(links: Iterable[Link]) -> list[dict[str, str]]:
    return [{"objectId": one.to, "qualifier": one.how} for one in links]


def _kinds(things: Iterable[Thing]) -> _Types:
    types = _Types()
    for one in things:
        _note(types, one.kind, (value.name for value in one.values))
    return types


def _note(types: _Types, name: str, told: Iterable[str]) -> None:
    types.setdefault(name, {}).update(dict.fromkeys(told))


def _declared(types: _Types) -> bytes:
    return orjson.dumps(
        [
            {"name": name, "attributes": [{"name": one, "type": "string"} for one in told]}
            for name, told in sorted(types.items())
        ]
    )
