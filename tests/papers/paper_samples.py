"""One case that holds every kind of fact, from the samples that stand for ever."""

from pathlib import Path

from concerns.events import FACTS, Fact
from concerns.register import decode

_RECORDED = Path(__file__).parents[1] / "recorded"
_OPENED = "case-opened/1"


def every_fact() -> list[Fact]:
    """The opening first, the others by name, their versions in that order."""
    names = [_OPENED, *sorted(set(FACTS) - {_OPENED})]
    return [_sample(name, version) for version, name in enumerate(names, start=1)]


def _sample(name: str, version: int) -> Fact:
    file = _RECORDED / f"{name.replace('/', '.')}.json"
    return decode(name, file.read_bytes()).model_copy(update={"version": version})
