"""Read what was filled in: sheets by name, measures of their kind, and bands they lie in."""

from collections.abc import Mapping
from datetime import date
from types import UnionType
from typing import Any, cast

from concerns.procedures.tools import Band, Measure
from concerns.vocabulary import Refusal
from concerns.working_days import months_after

Measured = int | str | None
Known = Mapping[str, "int | date | None"]


def sheet(given: object, where: str, kind: type | UnionType) -> dict[str, Any]:
    """A sheet as filled in; a word such as "no" is not read as a yes, nor true as a 1.

    Raises:
        Refusal: not a sheet by name, or a value of another kind, naming it.
    """
    if not isinstance(given, dict):
        raise Refusal(f"{where} must be given by name", kind="not understood", where=where)
    filled = cast("dict[str, Any]", given)
    for name, value in filled.items():
        unread = isinstance(value, bool) and kind is not bool
        if value is not None and (unread or not isinstance(value, kind)):
            raise Refusal(
                f"{name}: {value!r} cannot be read", kind="not understood", where=f"{where}.{name}"
            )
    return filled


def only_known(given: Mapping[str, Any], known: Mapping[str, Any], what: str, where: str) -> None:
    """Refuse what the tool does not have, by name."""
    for name in given.keys() - known.keys():
        raise Refusal(f"the tool has no {what} {name!r}", kind="not understood", where=where)


def measures(given: object, known: Mapping[str, Measure], today: date) -> tuple[Any, Known]:
    """The measures as given, and as numbers and dates.

    Raises:
        Refusal: a measure the tool does not have, or a value that is not of its kind.
    """
    filled = sheet(given, "measures", int | str)
    only_known(filled, known, "measure", "measures")
    return filled, {name: _read(known[name], name, one, today) for name, one in filled.items()}


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
    if not isinstance(value, int) or value < 0:
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


def within(band: Band, value: "int | date", today: date) -> bool:
    """Numbers by value; a date by its age: beyond `above` months, at most `at_most` months."""
    if isinstance(value, date):
        beyond = band.above is None or months_after(value, band.above) < today
        inside = band.at_most is None or today <= months_after(value, band.at_most)
        return beyond and inside
    above = band.above is None or value > band.above
    return above and (band.at_most is None or value <= band.at_most)
