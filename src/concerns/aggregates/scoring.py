"""Apply a scoring tool: indicators met suggest a colour; a named person decides."""

from collections.abc import Iterator
from datetime import date

from concerns.procedures.procedure import Band, Indicator, Measure, ScoringTool
from concerns.vocabulary import Refusal, worst
from concerns.working_days import months_after

Measured = int | str | None


def score(
    key: str,
    tool: ScoringTool,
    answers: dict[str, bool],
    measures: dict[str, Measured],
    today: date,
) -> dict[str, object]:
    """The fields of a RiskScored fact. What is not answered stays unanswered, never "no" or zero.

    Raises:
        Refusal: an indicator or measure the tool does not have, or a value outside its scale.
    """
    for name in answers.keys() - tool.indicators.keys():
        raise Refusal(f"the tool has no indicator {name!r}", kind="not understood", where="answers")
    for name in measures.keys() - tool.measures.keys():
        raise Refusal(f"the tool has no measure {name!r}", kind="not understood", where="measures")
    known = {
        name: _read(tool.measures[name], name, value, today) for name, value in measures.items()
    }
    found = {name: _met(one, name, answers, known, today) for name, one in tool.indicators.items()}
    met = tuple(name for name, answer in found.items() if answer)
    return {
        "tool": key,
        "tool_title": tool.title,
        "met": met,
        "not_met": tuple(name for name, answer in found.items() if answer is False),
        "unanswered": tuple(name for name, answer in found.items() if answer is None),
        "measures": measures,
        "contradictions": tuple(_contradictions(tool, met)),
        "suggested": worst([tool.indicators[name].colour for name in met]),
    }


def _read(measure: Measure, name: str, value: Measured, today: date) -> int | date | None:
    wrong = Refusal(
        f"{name}: {value!r} is not a {measure.kind}",
        kind="not understood",
        where=f"measures.{name}",
    )
    if value is None:
        return None
    if measure.kind == "date":
        return _past(value, today, wrong)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise wrong
    if measure.kind == "percent" and value > 100:  # noqa: PLR2004 - of a hundred
        raise wrong
    return value


def _past(value: Measured, today: date, wrong: Refusal) -> date:
    try:
        found = date.fromisoformat(str(value))
    except ValueError:
        raise wrong from None
    if found > today:
        raise wrong  # a visit to come is no visit
    return found


def _met(
    indicator: Indicator,
    name: str,
    answers: dict[str, bool],
    known: dict[str, "int | date | None"],
    today: date,
) -> bool | None:
    if indicator.alias_of and name not in answers:
        return answers.get(indicator.alias_of)
    if indicator.measured and name not in answers:
        value = known.get(indicator.measured.measure)
        return None if value is None else _within(indicator.measured, value, today)
    return answers.get(name)


def _within(band: Band, value: "int | date", today: date) -> bool:
    """Numbers by value; a date by its age: beyond `above` months, at most `at_most` months."""
    if isinstance(value, date):
        beyond = band.above is None or months_after(value, band.above) < today
        inside = band.at_most is None or today <= months_after(value, band.at_most)
        return beyond and inside
    above = band.above is None or value > band.above
    return above and (band.at_most is None or value <= band.at_most)


def _contradictions(tool: ScoringTool, met: tuple[str, ...]) -> Iterator[str]:
    for one, other in tool.contradictions:
        if one in met and other in met:
            yield f"{one} and {other} cannot both hold"
