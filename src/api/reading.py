"""Rows of a view as somebody asks for them: now, as known then, as at a day, page by page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from pydantic import BaseModel
from starlette.responses import Response

from api.asking import Question
from api.desk import Desk
from api.paging import Paging
from concerns.projections import Doc, View
from concerns.projections.duties import lateness
from concerns.projector import Weaving
from concerns.register import Recorded
from concerns.replay import Stood, stood
from concerns.storage import rows
from concerns.storage.rows import Standing
from concerns.vocabulary import Refusal

BATCH = 500
"""Rows read at once where most may be left out."""


def _all(_: Doc) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which rows: what they must hold (looked up in the database), and what they must show."""

    where: dict[str, Any] | None = None
    keep: Callable[[Doc], bool] = _all


class Page(BaseModel):
    """Rows of a view, each with the position and the instant since when it has said this."""

    question: str
    as_known: datetime | None
    as_at: date | None = None
    rows: list[dict[str, Any]]
    uncertain: list[str] = []
    """Facts that may or may not have happened by `as_at`; the rows leave them out."""
    next: str | None = None


def shown(view: View, row: Standing, day: date) -> dict[str, Any]:
    """A row with what depends on the day, and since when it has been known."""
    doc = lateness(row.doc, day) if view.on_the_day else row.doc
    return {**doc, "known_since": row.from_at, "position": row.from_position}


def page(
    view: View,
    question: Question,
    paging: Paging,
    chosen: Chosen,
    case: UUID | None = None,
) -> Page:
    """One page of the rows chosen, of one case or of all."""
    council, found, after = question.desk.council, list[tuple[str, Doc]](), paging.after
    size = paging.limit + 1 if chosen.keep is _all else BATCH
    while len(found) <= paging.limit:
        batch = rows.read(
            council.pool,
            council.authority,
            view.name,
            case=case,
            where=chosen.where,
            as_known=question.as_known,
            after=after,
            limit=size,
        )
        docs = ((row.key, shown(view, row, question.today)) for row in batch)
        found += [(key, doc) for key, doc in docs if chosen.keep(doc)]
        if len(batch) < size:
            break
        after = batch[-1].key
    return cut(view.question, question, paging, found)


def cut(
    asked: str, question: Question, paging: Paging, found: list[tuple[str, dict[str, Any]]]
) -> Page:
    """The first rows, and the cursor of those after them."""
    taken = found[: paging.limit]
    return Page(
        question=asked,
        as_known=question.as_known,
        rows=[doc for _, doc in taken],
        next=paging.next(taken[-1][0]) if len(found) > len(taken) else None,
    )


def written(told: Page, response: Response) -> Response:
    """A page in JSON, with the headers found for it: several times quicker than by its model."""
    content = orjson.dumps(vars(told), option=orjson.OPT_UTC_Z)
    return Response(content, headers=dict(response.headers), media_type="application/json")


def known(desk: Desk, case: UUID, as_known: datetime | None) -> list[Recorded]:
    """A case's facts as the record held them.

    Raises:
        Refusal: there is no such case, or there was none then, or it is another authority's.
    """
    register = desk.council.register
    found = register.known_of_case(case, as_known) if as_known else register.of_case(case)
    if not found:
        raise Refusal("there is no such case" + _then(as_known), kind="not found")
    return found


def _then(as_known: datetime | None) -> str:
    return f" as known at {as_known.isoformat()}" if as_known else ""


def page_of(view: View, question: Question, paging: Paging, chosen: Chosen, case: UUID) -> Page:
    """One page of a case's rows.

    Raises:
        Refusal: as `known`.
    """
    found = page(view, question, paging, chosen, case)
    if not found.rows:  # else there is such a case
        _exists(question, case)
    return found


def _exists(question: Question, case: UUID) -> None:
    council, as_known = question.desk.council, question.as_known
    if not rows.read(
        council.pool, council.authority, "rag-status", case=case, as_known=as_known, limit=1
    ):
        raise Refusal("there is no such case" + _then(as_known), kind="not found")


def as_at(
    view: View,
    question: Question,
    paging: Paging,
    chosen: Chosen,
    case: UUID,
    day: date | None,
) -> Page:
    """One page of a case's rows, worked out from its facts: of those that had happened by a day."""
    then = stood(known(question.desk, case, question.as_known), day)
    found = [
        (row.key, doc)
        for row in folded(view, then)
        if row.key > paging.after and chosen.keep(doc := shown(view, row, day or question.today))
    ]
    told = cut(view.question, question, paging, found)
    return told.model_copy(
        update={"as_at": day, "uncertain": [str(one.fact) for one in then.uncertain]}
    )


def folded(view: View, then: Stood) -> list[Standing]:
    """The rows that facts leave, in key order, as the storage would hold them."""
    weaving = Weaving([view])
    for one in then.facts:
        weaving.take(one)
    standing = sorted(weaving.standing.values(), key=lambda row: row.key)
    return [Standing(row.key, row.doc, row.from_position, row.from_at) for row in standing]
