"""Measure several ways of doing one thing, interleaved in one run, and compare medians."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

ROUNDS = 5


@dataclass(frozen=True)
class Figure:
    """A way of doing something: its median rate, the spread, and the ratio to the baseline."""

    what: str
    unit: str
    median: float
    lowest: float
    highest: float
    ratio: float


def rates(
    ways: dict[str, Callable[[], float]], unit: str, baseline: str, rounds: int = ROUNDS
) -> list[Figure]:
    """Run every way once a round, so that a noisy minute falls on all; each gives a rate."""
    seen: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            seen[name].append(way())
    return compared(seen, unit, baseline)


def compared(seen: dict[str, list[float]], unit: str, baseline: str) -> list[Figure]:
    """What was measured, each as a ratio of medians to the baseline."""
    base = median(seen[baseline])
    return [
        Figure(name, unit, median(found), min(found), max(found), median(found) / base)
        for name, found in seen.items()
    ]


def per_second(count: int, work: Callable[[], object]) -> float:
    """How many a second, where one call does `count`."""
    began = time.perf_counter()
    work()
    return count / (time.perf_counter() - began)


def told(figures: list[Figure]) -> list[Figure]:
    """Print the ratio, the median, and the lowest to the highest of each way; gives them on."""
    for one in figures:
        spread = f"{one.lowest:,.0f} to {one.highest:,.0f}"
        print(f"{one.ratio:8.2f} x  {one.median:12,.0f} ({spread}) {one.unit}: {one.what}")
    print()
    return figures
