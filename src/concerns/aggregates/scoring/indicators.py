"""Indicators met suggest a colour: the worst of them; a named person decides."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from concerns.aggregates.scoring.reading import Known, measures, only_known, sheet, within
from concerns.aggregates.situation import Situation
from concerns.procedures.tools import Indicator, ScoringTool
from concerns.vocabulary import worst


def apply(key: str, given: dict[str, Any], situation: Situation) -> dict[str, object]:
    """The fields of a RiskScored fact. What is not answered stays unanswered, never "no" or zero.

    Raises:
        Refusal: an indicator or measure the tool does not have, or a value outside its scale.
    """
    tool = situation.procedure.scoring[key]
    answers = sheet(given.pop("answers", {}), "answers", bool)
    only_known(answers, tool.indicators, "indicator", "answers")
    filled, known = measures(given.pop("measures", {}), tool.measures, situation.today)
    found = {
        name: _met(one, name, answers, known, situation.today)
        for name, one in tool.indicators.items()
    }
    met = tuple(name for name, answer in found.items() if answer)
    return {
        "tool": key,
        "tool_title": tool.title,
        "met": met,
        "not_met": tuple(name for name, answer in found.items() if answer is False),
        "unanswered": tuple(name for name, answer in found.items() if answer is None),
        "measures": filled,
        "contradictions": tuple(_contradictions(tool, met)),
        "suggested": worst([tool.indicators[name].colour for name in met]),
    }


def _met(
    indicator: Indicator, name: str, answers: dict[str, bool], known: Known, today: date
) -> bool | None:
    if indicator.alias_of and name not in answers:
        return answers.get(indicator.alias_of)
    if indicator.measured and name not in answers:
        value = known.get(indicator.measured.measure)
        return None if value is None else within(indicator.measured, value, today)
    return answers.get(name)


def _contradictions(tool: ScoringTool, met: tuple[str, ...]) -> Iterator[str]:
    for one, other in tool.contradictions:
        if one in met and other in met:
            yield f"{one} and {other} cannot both hold"
