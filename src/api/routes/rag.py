"""How worried to be: by case, service, provider, or about the council as a whole."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.responses import Response

from api.asking import Asked, Question
from api.paging import Paged, Paging
from api.reading import Chosen, Page, cut, page, written
from concerns.projections import VIEWS
from concerns.projections.rag_status import by_provider, by_service, of_council
from concerns.storage import rows

router = APIRouter(prefix="/v1", tags=["Views"])
VIEW = VIEWS["rag-status"]


class Overview(BaseModel):
    """The council's open cases by colour, and since when that has been so."""

    question: str
    as_known: datetime | None
    open_cases: int
    by_colour: dict[str, int]
    known_since: datetime | None
    position: int


@router.get("/rag", name="rag", summary=VIEW.question, response_model=Page | Overview)
def rag(
    asked: Asked,
    paging: Paged,
    by: Annotated[Literal["case", "service", "provider", "council"], Query()] = "case",
) -> Response | Overview:
    """The colour of cases, or the worst of the open cases of each service or provider."""
    match by:
        case "case":
            return written(page(VIEW, asked, paging, Chosen()), paging.response)
        case "council":
            return _overview(asked)
        case "service" | "provider":
            return written(_rolled_up(asked, paging, by), paging.response)


def _rolled_up(asked: Question, paging: Paging, by: str) -> Page:
    standing = {row.doc["case"]: row for row in _standing(asked)}
    docs = [row.doc for row in standing.values()]
    found = list[tuple[str, dict[str, Any]]]()
    for one in by_service(docs) if by == "service" else by_provider(docs):
        newest = max((standing[row["case"]] for row in one["cases"]), key=_position)
        since = {"known_since": newest.from_at, "position": newest.from_position}
        if one["id"] > paging.after:
            found.append((one["id"], {**one, **since}))
    return cut(VIEW.question, asked, paging, found)


def _overview(asked: Question) -> Overview:
    standing = _standing(asked)
    newest = max(standing, key=_position, default=None)
    return Overview(
        question=VIEW.question,
        as_known=asked.as_known,
        **of_council([row.doc for row in standing]),
        known_since=newest.from_at if newest else None,
        position=newest.from_position if newest else 0,
    )


def _standing(asked: Question) -> list[rows.Standing]:
    council = asked.desk.council
    return rows.read(council.pool, council.authority, VIEW.name, as_known=asked.as_known)


def _position(row: rows.Standing) -> int:
    return row.from_position
