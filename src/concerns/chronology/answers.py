"""Answer an auditor's question from the record: counted, never guessed."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import product
from typing import NamedTuple

from concerns.chronology.findings import (
    Answer,
    Count,
    DatedBy,
    Dates,
    Days,
    Gaps,
    Known,
    KnownItem,
    Span,
    Suspended,
)
from concerns.chronology.questions import Counting, DaysBetween, KnownOn, Point, Question
from concerns.projections.view import Doc
from concerns.when import When

Items = Mapping[str, Doc]
"""Rows of the view `chronology` by item, in the order in which they were recorded."""


def answer(question: Question, rows: Iterable[Doc]) -> Answer:
    """The answer, from one case's rows of the view `chronology`.

    Raises:
        LookupError: the record holds no item that the question names.
    """
    items = {row["item"]: row for row in sorted(rows, key=lambda row: row["version"])}
    for _, item in question.named():
        if item not in items:
            raise LookupError(f"the record holds no item {item!r}")
    if question.days_between:
        return _days_between(question.days_between, items)
    if question.known_on:
        return _known_on(question.known_on, items)
    if question.count:
        return _count(question.count, items)
    if question.required_but_not_shown:
        row = items[question.required_but_not_shown.item]
        return Gaps(steps=tuple(row["not_shown"]), note=row["note"])
    if question.conflict:
        return Dates(said=tuple(_dates(items[question.conflict.item])))
    assert question.suspended_at, "a question asks exactly one thing"
    return _suspended_at(items[question.suspended_at.item], items)


def _days_between(asked: DaysBetween, items: Items) -> Days:
    """One span for each pair of dates that the sources give."""
    pairs = product(_at(asked.start, items), _at(asked.end, items))
    return Days(spans=tuple(_span(start, end) for start, end in pairs))


def _span(start: DatedBy, end: DatedBy) -> Span:
    first, last = When(start.date), When(end.date)
    told = tuple(dict.fromkeys(one.source for one in (start, end) if one.source))
    return Span(
        least=_apart(first.latest, last.earliest),
        most=_apart(first.earliest, last.latest),
        sources=told,
    )


def _apart(first: date, last: date) -> int | None:
    """Days from one to the other; None where either is only the end of all dates."""
    return None if {first, last} & {date.min, date.max} else (last - first).days


def _at(point: Point, items: Items) -> list[DatedBy]:
    """Every date that a point has by some source."""
    if point.date is not None:
        return [DatedBy(date=point.date.text, source="")]
    if point.item is not None:
        return _dates(items[point.item])
    assert point.known is not None, "a point is exactly one thing"
    row = items[point.known]
    return [DatedBy(date=row["known_to_authority"] or "unknown", source=row["source"])]


def _dates(row: Doc) -> list[DatedBy]:
    main = DatedBy(date=row["occurred"], source=row["source"])
    return [main, *(DatedBy.model_validate(one) for one in row["other_dates"])]


class _Bounds(NamedTuple):
    earliest: date
    latest: date


def _bounds(dates: Iterable[DatedBy]) -> _Bounds:
    """The first and last day it can have been, whichever source is right."""
    whens = [When(one.date) for one in dates]
    return _Bounds(min(one.earliest for one in whens), max(one.latest for one in whens))


def _known_on(asked: KnownOn, items: Items) -> Known:
    """Sort every other item by whether the authority knew it then."""
    at = _bounds(_at(asked.at, items))
    sorted_out: dict[str, list[KnownItem]] = {}
    for name, row in items.items():
        if name not in (asked.at.item, asked.at.known):
            since = row["known_to_authority"]
            one = KnownItem(item=name, text=row["text"], since=since)
            sorted_out.setdefault(_whether_known(row, at), []).append(one)
    return Known.model_validate(sorted_out)


def _whether_known(row: Doc, at: _Bounds) -> str:
    since = When(row["known_to_authority"]) if row["known_to_authority"] else None
    if since and since.latest <= at.earliest:
        return "known"
    if _bounds(_dates(row)).earliest > at.latest or (since and since.earliest > at.latest):
        return "not_yet"
    return "cannot_be_told" if since else "not_shown"


def _count(asked: Counting, items: Items) -> Count:
    """Add up what fits; what may lie outside the period counts only towards the most."""
    fitting = [row for row in items.values() if _fits(asked, row)]
    first = asked.start.earliest if asked.start else date.min
    last = asked.end.latest if asked.end else date.max
    surely, perhaps = 0, 0
    counted: list[str] = []
    for row in fitting:
        one, number = _bounds(_dates(row)), 1 if row["count"] is None else row["count"]
        if one.latest < first or one.earliest > last:
            continue
        counted.append(row["item"])
        perhaps += number
        surely += number if first <= one.earliest and one.latest <= last else 0
    return Count(least=surely, most=perhaps, items=tuple(counted))


def _fits(asked: Counting, row: Doc) -> bool:
    return (
        (not asked.items or row["item"] in asked.items)
        and (not asked.kinds or row["kind"] in asked.kinds)
        and (asked.about is None or row["about"] == asked.about)
    )


def _suspended_at(row: Doc, items: Items) -> Suspended:
    """The last surely earlier suspension or lifting decides, unless another may come between."""
    at = _bounds(_dates(row))
    suspended, doubts = False, list[str]()
    for other in items.values():
        if other["kind"] not in ("suspension", "lifting") or other["about"] != "this service":
            continue
        turned, when = other["kind"] == "suspension", _bounds(_dates(other))
        if when.latest < at.earliest:
            suspended, doubts = turned, []
        elif when.earliest <= at.latest and (turned != suspended or doubts):
            doubts.append(other["item"])
    return Suspended(suspended=None if doubts else suspended, depends_on=tuple(doubts))
