"""XES (IEEE 1849-2016): the log flattened by case, a trace for each. For analysts."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import chain, groupby
from xml.sax.saxutils import quoteattr
from zoneinfo import ZoneInfo

from concerns.events import CaseOpened
from concerns.exports.attributes import activity, attributes, earliest, latest
from concerns.exports.leaf import Leaf, Log

_LONDON = ZoneInfo("Europe/London")
_NUMBERS = ("position", "leaf_index", "case_version")
_DAYS = ("occurred_earliest", "occurred_latest")
_NOT_A_NAME = re.compile(r"[^A-Za-z0-9_.-]")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Identity" prefix="identity" uri="http://www.xes-standard.org/identity.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<global scope="trace">
<string key="concept:name" value="unknown"/>
</global>
<global scope="event">
<string key="concept:name" value="unknown"/>
<date key="time:timestamp" value="1970-01-01T00:00:00.000000+00:00"/>
<string key="lifecycle:transition" value="complete"/>
<int key="position" value="0"/>
<int key="leaf_index" value="-1"/>
<string key="leaf_hash" value=""/>
</global>
<classifier name="Activity" scope="event" keys="concept:name"/>
"""


def xes(log: Log, leaves: Iterable[Leaf]) -> Iterator[bytes]:
    """One XML document. The facts of each case must follow one another, as a reader by case tells.

    `time:timestamp` is when a fact was recorded; `occurred_earliest` and `occurred_latest` are the
    first and last day, or the moment, when it can have happened. Each has its offset from UTC.

    Raises:
        ValueError: the facts of one case are not told together.
    """
    yield _HEAD.encode()
    yield _lines(_string("origin", log.origin))
    if log.as_known:
        yield _lines(_date("as_known", log.as_known))
    told = set[str]()
    for case, of_case in groupby(leaves, key=lambda one: str(one.fact.case)):
        if case in told:
            raise ValueError(f"the facts of case {case} are not told together")
        told.add(case)
        yield from _trace(case, of_case)
    yield b"</log>\n"


def _trace(case: str, leaves: Iterator[Leaf]) -> Iterator[bytes]:
    first = next(leaves)
    about = _about(first.fact) if isinstance(first.fact, CaseOpened) else ()
    yield _lines("<trace>", _string("concept:name", case), *about)
    for one in chain([first], leaves):
        yield _lines("<event>", *_event(one), "</event>")
    yield _lines("</trace>")


def _about(opened: CaseOpened) -> list[str]:
    return [
        _string("provider", opened.provider.id),
        _string("services", " ".join(one.id for one in opened.services)),
        _string("procedure", opened.clause.procedure),
    ]


def _event(one: Leaf) -> Iterator[str]:
    fact, told = one.fact, attributes(one)
    yield _string("concept:name", activity(fact))
    yield _date("time:timestamp", one.recorded_at)
    yield _string("lifecycle:transition", "complete")
    yield _element("id", "identity:id", str(fact.id))
    yield _string("org:resource", fact.by.person.name)
    yield _string("org:role", fact.by.title)
    for name in _NUMBERS:
        yield _element("int", name, told.pop(name))
    for name, day in zip(_DAYS, (earliest(fact.occurred), latest(fact.occurred)), strict=True):
        told.pop(name, None)
        if day is not None:
            yield _date(name, fact.occurred.moment or _begin(day))
    for name, value in told.items():
        yield _string(name, value)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), _LONDON)


def _date(key: str, at: datetime) -> str:
    return _element("date", key, at.isoformat(timespec="microseconds"))


def _string(key: str, value: str) -> str:
    return _element("string", key, value)


def _element(kind: str, key: str, value: str) -> str:
    """An attribute; what XML 1.0 cannot say at all is shown as a replacement character."""
    prefix, colon, name = key.rpartition(":")
    key = f"{prefix}{colon}{_NOT_A_NAME.sub('_', name)}"
    return f'<{kind} key="{key}" value={quoteattr(_NOT_XML.sub(chr(0xFFFD), value))}/>'


def _lines(*found: str) -> bytes:
    return "".join(f"{one}\n" for one in found).encode()
