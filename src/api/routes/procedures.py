"""The councils' procedures, as data."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from api.desk import Own
from api.service import Here
from concerns.aggregates.taking import described
from concerns.procedures.procedure import Procedure
from concerns.vocabulary import Refusal

router = APIRouter(prefix="/v1/procedures", tags=["Procedures"])


class Summary(BaseModel):
    """A procedure, with the digest of its content that every decision under it carries."""

    procedure: str
    title: str
    version: str
    digest: str
    in_force_from: str
    source: str


@router.get("", name="procedures")
def procedures(desk: Own, here: Here) -> list[Summary]:  # noqa: ARG001 - a token is needed
    """Under which procedures can a case be opened?"""
    return [_summary(one) for _, one in sorted(here.councils.procedures.items())]


@router.get("/{procedure}", name="procedure")
def one_procedure(procedure: str, desk: Own, here: Here) -> dict[str, Any]:  # noqa: ARG001
    """What does a procedure say: stages, roles, steps, duties, time limits?

    `roles` are the keys that a token names. `takes` has a JSON Schema for each step, of the
    `details` that a decision gives with it; `choices` of a step are yes-or-no questions to answer.
    """
    found = here.councils.procedures.get(procedure)
    if found is None:
        raise Refusal("there is no such procedure", kind="not found", where="procedure")
    return {
        **found.model_dump(mode="json", by_alias=True),
        "digest": found.digest,
        "takes": {key: described(step, found) for key, step in found.steps.items()},
    }


def _summary(one: Procedure) -> Summary:
    return Summary(
        procedure=one.procedure,
        title=one.title,
        version=one.version,
        digest=one.digest,
        in_force_from=one.in_force_from,
        source=one.source,
    )
