"""Cases with the times at which the record would have come to hold each fact."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from concerns.dossier.dossier import Dossier, make
from concerns.events import Fact
from concerns.procedures.reader import library
from concerns.register import Recorded, decode
from given import Story

FIRST = 101
"""The position of a case's first fact: positions count for a whole council."""
BEGAN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
GOLDEN = Path(__file__).parent / "decision-dossier.1.json"
"""A dossier of samples that stand for ever. Never written again: another content, another form."""
_SAMPLES = Path(__file__).parents[1] / "recorded"
_TOLD = (
    "case-opened/1",
    "risk-scored/1",
    "interest-declared/1",
    "suspension-recommended/1",
    "escalation-declined/1",
    "signature-given/1",
    "suspension-signed-off/1",
    "history-recorded/1",
    "fact-corrected/1",
    "decision-annulled/1",
    "dossier-made/1",
)
_DECIDED = _TOLD.index("suspension-signed-off/1")


def as_recorded(facts: Iterable[Fact]) -> list[Recorded]:
    """Each fact a minute after the one before, and not before the day on which it happened."""
    found, at = list[Recorded](), BEGAN
    for nth, fact in enumerate(facts):
        day = fact.occurred.latest
        if day < date.max:
            at = max(at, datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC))
        found.append(Recorded(FIRST + nth, at + timedelta(minutes=nth), fact))
    return found


def decided(story: Story, name: str) -> UUID:
    """The last decision of some stored name."""
    return next(one.id for one in reversed(story.facts) if one.name.startswith(f"{name}/"))


def dossier(story: Story, decision: UUID, up_to: int | None = None) -> Dossier:
    """The dossier of a decision of a story, under the procedures as they are."""
    return make(as_recorded(story.facts), decision, library(), up_to)


def read(made: Dossier) -> dict[str, Any]:
    """What the dossier says, from its bytes."""
    return json.loads(made.json)


def names(entries: Sequence[dict[str, Any]]) -> list[str]:
    """The stored names of a dossier's entries, without their versions."""
    return [one["name"].partition("/")[0] for one in entries]


def of_samples() -> tuple[list[Recorded], UUID]:
    """A case of the samples that stand for ever, and its decision."""
    ids = [uuid5(NAMESPACE_URL, f"https://council.example/dossier/{name}") for name in _TOLD]
    decision = ids[_DECIDED]
    facts = [
        _sample(name, id_, version, decision)
        for version, (name, id_) in enumerate(zip(_TOLD, ids, strict=True), start=1)
    ]
    return as_recorded(facts), decision


def _sample(name: str, id_: UUID, version: int, decision: UUID) -> Fact:
    stored = json.loads((_SAMPLES / f"{name.replace('/', '.')}.json").read_bytes())
    stored |= {"id": str(id_), "version": version}
    stored["clause"]["step"] = "sign_off" if "sign" in name else "a_step"
    stored["consequence"].pop("closes")
    if name == "history-recorded/1":
        stored["occurred"] = "2026-02-14"
    if "fact" in stored:
        stored["fact"] = str(decision)
    return decode(name, json.dumps(stored).encode())
