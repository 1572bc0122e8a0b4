"""Logs to export, framed here by hand as the record frames them: two cases, and every fact."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import orjson

from concerns.exports.formats import FORMATS, FormatName
from concerns.exports.leaf import Leaf, Log, leaf

LOG = Log("concerns.example/northtown-1")
NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""Monday 2 March 2026, nine in the morning."""
MINUTE = timedelta(minutes=1)
ELM, ASH = (uuid5(NAMESPACE_URL, name) for name in ("elm", "ash"))
"""Two cases."""

_RECORDED = Path(__file__).parents[1] / "recorded"


def stored(name: str, case: UUID, version: int, **said: Any) -> tuple[str, bytes]:
    """A fact's name and body, after its sample but for what is said; None leaves a part out."""
    sample = orjson.loads((_RECORDED / f"{name.replace('/', '.')}.json").read_bytes())
    content = sample | {"case": str(case), "version": version, **said}
    content["id"] = said.get("id") or str(fact_id(name, case, version))
    kept = {key: value for key, value in content.items() if value is not None}
    return name, orjson.dumps(kept, option=orjson.OPT_SORT_KEYS)


def fact_id(name: str, case: UUID, version: int) -> UUID:
    """The id that `stored` gives."""
    return uuid5(case, f"{name} {version}")


def entry(position: int, name: str, body: bytes, origin: str = LOG.origin) -> bytes:
    """The bytes that are hashed, a minute after those of the position before."""
    content = orjson.loads(body)
    at = (NINE + (position - 1) * MINUTE).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    lines = (origin, str(position - 1), at, content["case"], str(content["version"]), name)
    return "\n".join(("provider-concerns-entry/1", *lines, "")).encode() + body


def leaves(facts: Iterable[tuple[str, bytes]]) -> list[Leaf]:
    """Facts as a log from position 1 holds them."""
    return [leaf(entry(nth, *one)) for nth, one in enumerate(facts, start=1)]


@cache
def two_cases() -> Sequence[Leaf]:
    """Two cases of one provider, their facts in turn; a plan, a decision, and its annulment."""
    none: dict[str, Any] = {"consequence": None, "departure": None, "evidence": None}
    plain = none | {"choices": None}
    ash = [{"id": "1-22", "name": "Ash Court", "type": "care home"}]
    agreed = fact_id("plan-agreed/1", ELM, 2)
    return leaves(
        [
            stored("case-opened/1", ELM, 1),
            stored("case-opened/1", ASH, 1, services=ash, **plain),
            stored("plan-agreed/1", ELM, 2, plan="improvement", occurred="2026-02~", **none),
            stored("plan-extended/1", ELM, 3, plan="improvement", occurred="unknown", **plain),
            stored("case-closed/1", ASH, 2, **(plain | {"consequence": {"closes": True}})),
            stored("decision-annulled/1", ELM, 4, fact=str(agreed), **plain),
        ]
    )


@cache
def every_kind() -> Sequence[Leaf]:
    """A case that begins with its opening and then holds every kind of fact that has a sample."""
    names = sorted(file.stem.replace(".", "/") for file in _RECORDED.glob("*.json"))
    opened_first = sorted(names, key=lambda name: name != "case-opened/1")
    return leaves([stored(name, ELM, nth) for nth, name in enumerate(opened_first, start=1)])


def by_case(found: Sequence[Leaf]) -> list[Leaf]:
    """Each case's facts together, in the order of their openings."""
    cases = list(dict.fromkeys(one.fact.case for one in found))
    return sorted(found, key=lambda one: cases.index(one.fact.case))


def of_case(found: Sequence[Leaf], case: UUID) -> list[Leaf]:
    """One case's facts."""
    return [one for one in found if one.fact.case == case]


def written(form: FormatName, found: Sequence[Leaf]) -> bytes:
    """An export of some facts, in the order that the format wants them."""
    chosen = FORMATS[form]
    return b"".join(chosen.write(LOG, by_case(found) if chosen.by_case else found))
