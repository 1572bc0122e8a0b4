"""Measured thresholds: any test that is met suffices. Whole numbers, so edges are exact."""

from typing import Any

from concerns.aggregates.scoring.reading import Known, measures
from concerns.aggregates.situation import Situation
from concerns.procedures.tools import Condition, Test


def apply(key: str, given: dict[str, Any], situation: Situation) -> dict[str, object]:
    """The fields of a ThresholdsTested fact; a test on a number not given cannot be told.

    Raises:
        Refusal: a measure the tool does not have, or one that is not a whole number.
    """
    tool = situation.procedure.thresholds[key]
    filled, known = measures(given.pop("measures", {}), tool.measures, situation.today)
    found = {name: _met(test, known) for name, test in tool.tests.items()}
    return {
        "tool": key,
        "tool_title": tool.title,
        "met": tuple(name for name, met in found.items() if met),
        "not_met": tuple(name for name, met in found.items() if met is False),
        "unanswered": tuple(name for name, met in found.items() if met is None),
        "measures": filled,
    }


def _met(test: Test, known: Known) -> bool | None:
    """No, if one condition is known to fail; yes, if all are known to hold; else not told."""
    held = [_holds(one, known) for one in test.all]
    if False in held:
        return False
    return None if None in held else True


def _holds(condition: Condition, known: Known) -> bool | None:
    value, factor = known.get(condition.measure), _factor(condition, known)
    if not isinstance(value, int) or factor is None:
        return None
    least, above, below = condition.at_least, condition.more_than, condition.less_than
    return (
        (least is None or value >= least * factor)
        and (above is None or value > above * factor)
        and (below is None or value < below * factor)
    )


def _factor(condition: Condition, known: Known) -> int | None:
    if condition.times is None:
        return 1
    factor = known.get(condition.times)
    return factor if isinstance(factor, int) else None
