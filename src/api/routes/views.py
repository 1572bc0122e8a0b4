"""Two addresses for each view, of a case and of the council, made from the list of views."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic.json_schema import SkipJsonSchema
from starlette.responses import Response

from api.asking import AsAt
from api.fresh import ANSWERS, Fresh
from api.paging import Paged
from api.reading import Chosen, Page, as_at, page, page_of, written
from concerns.projections import VIEWS, View

router = APIRouter(prefix="/v1", tags=["Views"])

NOUNS: Mapping[str, str] = {"case-story": "story", "rag-status": "rag"}
"""Where a view's address is not its name."""

APART = {"rag-status"}
"""Views of the whole council that have a file of their own."""


async def _every() -> Chosen:
    return Chosen()


async def _of_role(
    role: Annotated[
        str | SkipJsonSchema[None],
        Query(description="Only what this role's own log must hold, such as crm (DER-RC-02)."),
    ] = None,
) -> Chosen:
    if role is None:
        return Chosen()
    return Chosen({"log_of": [role]}, lambda doc: role in doc["log_of"])


async def _of_log(
    log: Annotated[
        Literal["request", "action", "risk", "movement", "decision"] | SkipJsonSchema[None],
        Query(description="Only entries of this log."),
    ] = None,
) -> Chosen:
    return Chosen() if log is None else Chosen({"log": log}, lambda doc: doc["log"] == log)


async def _overdue(
    overdue: Annotated[
        bool | SkipJsonSchema[None], Query(description="Only what is late, or only what is not.")
    ] = None,
) -> Chosen:
    if overdue is None:
        return Chosen()
    open_rows = {"state": "open"} if overdue else None
    return Chosen(open_rows, lambda doc: doc["overdue"] is overdue)


async def _suspended(
    suspended: Annotated[
        bool | SkipJsonSchema[None], Query(description="Only where placements are suspended now.")
    ] = None,
) -> Chosen:
    if suspended is None:
        return Chosen()
    return Chosen({"suspended": suspended}, lambda doc: doc["suspended"] is suspended)


CHOICES: Mapping[str, Callable[..., Awaitable[Chosen]]] = {
    "decision-log": _of_role,
    "logs": _of_log,
    "duties": _overdue,
    "suspensions": _suspended,
}
"""What may be chosen from a view; from the others, nothing."""


def _offer(view: View) -> None:
    choose = CHOICES.get(view.name, _every)
    noun = NOUNS.get(view.name, view.name)

    def of_case(
        case: UUID,
        fresh: Fresh,
        paging: Paged,
        chosen: Annotated[Chosen, Depends(choose)],
        day: Annotated[AsAt, Query(alias="as_at")] = None,
    ) -> Response:
        fresh.unless_the_same()
        if day is not None or not view.kept:
            found = as_at(view, fresh.asked, paging, chosen, case, day)
        else:
            found = page_of(view, fresh.asked, paging, chosen, case)
        return written(found, paging.response)

    def of_council(
        fresh: Fresh,
        paging: Paged,
        chosen: Annotated[Chosen, Depends(choose)],
    ) -> Response:
        fresh.unless_the_same()
        return written(page(view, fresh.asked, paging, chosen), paging.response)

    name = noun.replace("-", "_")
    router.add_api_route(
        f"/cases/{{case}}/{noun}",
        of_case,
        name=f"case_{name}",
        summary=view.question,
        response_model=Page,
        responses=ANSWERS,
    )
    if view.kept and view.name not in APART:
        router.add_api_route(
            f"/{noun}",
            of_council,
            name=name,
            summary=view.question,
            responses=ANSWERS,
        )


for _view in VIEWS.values():
    _offer(_view)
