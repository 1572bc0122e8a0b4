"""An address for each request about the council's own arrangements, made from their list."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel
from pydantic.json_schema import SkipJsonSchema

from api.asking import Asked
from api.desk import Acting, Desk
from api.naming import name_of, summary_of
from api.paging import Paged
from api.reading import Chosen, Page, page
from concerns.aggregates.delegating import ARRANGEMENTS
from concerns.commands.command import CouncilCommand
from concerns.projections import VIEWS

router = APIRouter(prefix="/v1", tags=["Arrangements"])

CREATED = 201


class Arranged(BaseModel):
    """The fact that a request left, and where it is in the record."""

    id: UUID
    name: str
    sentence: str
    position: int
    recorded_at: datetime
    leaf_hashes: list[str]


def arranged(desk: Desk, asked: CouncilCommand) -> Arranged:
    """Have it decided and recorded.

    Raises:
        Refusal: what is wrong, and where.
    """
    fact, receipt = desk.council.casework.arrangements.ask(asked, desk.officer)
    return Arranged(
        id=fact.id,
        name=fact.name,
        sentence=str(fact),
        position=receipt.position,
        recorded_at=receipt.recorded_at,
        leaf_hashes=list(receipt.leaf_hashes),
    )


def _offer(command: type[CouncilCommand]) -> None:
    def arrange(asked: CouncilCommand, desk: Acting) -> Arranged:
        return arranged(desk, asked)

    arrange.__annotations__["asked"] = command  # what FastAPI reads, checks and describes
    router.add_api_route(
        f"/{command.path}",
        arrange,
        methods=["POST"],
        name=name_of(command),
        summary=summary_of(command),
        description=command.__doc__,
        response_model=Arranged,
        status_code=CREATED,
    )


for _command in ARRANGEMENTS:
    _offer(_command)


@router.get("/my-delegations", name="my_delegations")
def my_delegations(
    asked: Asked,
    paging: Paged,
    made: Annotated[
        bool | SkipJsonSchema[None], Query(description="Those that I made; else those made to me.")
    ] = None,
) -> Page:
    """For whom may I act, or who may act for me?"""
    person = asked.desk.officer.person
    whose = {"issuer": person.issuer, "subject": person.subject}
    chosen = Chosen({"principal" if made else "delegate": whose})
    return page(VIEWS["delegations"], asked, paging, chosen)
