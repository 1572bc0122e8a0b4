"""One case: how it stands, or stood; its facts; what the caller may do in it now."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query, Response
from pydantic import BaseModel
from pydantic.json_schema import SkipJsonSchema

from api.asking import AsAt, Asked, Question
from api.desk import OnCase
from api.paging import Paged
from api.reading import Page, cut, known
from api.versions import etag
from concerns.events import CaseOpened
from concerns.projections import VIEWS, fold
from concerns.register import Recorded
from concerns.replay import Stood, Told, stood
from concerns.vocabulary import Clause, Provider, Refusal, Service

router = APIRouter(prefix="/v1/cases", tags=["Cases"])

NOT_MODIFIED = 304


class Answer(BaseModel):
    """An answer, or why none can be given: uncertain dates are never resolved by guessing."""

    answer: str | None
    cannot_be_told: str = ""


class CaseStanding(BaseModel):
    """A case as it stands, or stood. `version` is that of the last fact that counts."""

    case: UUID
    version: int
    position: int
    known_since: datetime | None
    as_known: datetime | None
    as_at: date | None
    procedure: Clause
    provider: Provider
    services: tuple[Service, ...]
    opened: str
    stage: Answer
    colour: Answer
    beside: list[str]
    """What runs beside the stage, such as a suspension."""
    open: bool
    uncertain: list[str]
    """Facts that may or may not have happened by `as_at`."""


class Against(BaseModel):
    """A reason why not."""

    why: str
    clause: tuple[str, ...]
    departure_possible: bool
    your_role: bool
    """False where the step is for another role."""


class StepNow(BaseModel):
    """A step of the procedure, as it stands for the caller now."""

    step: str
    title: str
    permitted: bool
    against: list[Against]
    choices: list[str]
    """Yes-or-no questions that must be answered with it."""
    signed_by: list[str]
    """Who must sign it yet; more may, where a choice asks for it."""


class PermittedNow(BaseModel):
    """What the caller may do now and, for the rest, why not."""

    case: UUID
    version: int
    digest: str
    """Of the case as it is seen here: sent with a decision as `seen`, it binds what was signed."""
    steps: list[StepNow]


@router.get(
    "/{case}", name="case", response_model=CaseStanding, responses={304: {"description": "As seen"}}
)
def case_standing(
    case: UUID,
    asked: Asked,
    response: Response,
    day: Annotated[AsAt, Query(alias="as_at")] = None,
    if_none_match: Annotated[str | SkipJsonSchema[None], Header()] = None,
) -> CaseStanding | Response:
    """How does this case stand; or how did it, as known then, as at that day?"""
    facts = known(asked.desk, case, asked.as_known)
    if asked.as_known is None and day is None:
        tag = etag(facts[-1].fact.version)
        response.headers["ETag"] = tag
        if if_none_match == tag:
            return Response(status_code=NOT_MODIFIED, headers={"ETag": tag})
    return _standing(facts, stood(facts, day), asked, day)


def _standing(
    facts: list[Recorded], then: Stood, asked: Question, day: date | None
) -> CaseStanding:
    opened = facts[0].fact
    if not isinstance(opened, CaseOpened):
        raise TypeError(f"case {opened.case} begins with {opened.name}")
    row = fold(VIEWS["rag-status"], [one.fact for one in then.facts]).get(str(opened.case), {})
    last = then.facts[-1] if then.facts else None
    return CaseStanding(
        case=opened.case,
        version=then.version,
        position=last.position if last else 0,
        known_since=last.recorded_at if last else None,
        as_known=asked.as_known,
        as_at=day,
        procedure=opened.clause,
        provider=opened.provider,
        services=opened.services,
        opened=opened.occurred.text,
        stage=_told(then.stage),
        colour=_told(then.colour),
        beside=row.get("beside", []),
        open=row.get("open", False),
        uncertain=[str(one.fact) for one in then.uncertain],
    )


def _told(told: Told) -> Answer:
    return Answer(answer=told.answer, cannot_be_told=told.cannot_be_told)


@router.get("/{case}/facts", name="case_facts")
def case_facts(
    case: UUID,
    asked: Asked,
    paging: Paged,
    day: Annotated[AsAt, Query(alias="as_at")] = None,
) -> Page:
    """Every fact of the case as it is stored, in order."""
    then = stood(known(asked.desk, case, asked.as_known), day)
    found = [(f"{one.fact.version:09}", _raw(one)) for one in then.facts]
    told = cut(
        "What exactly does the record hold?",
        asked,
        paging,
        [(key, row) for key, row in found if key > paging.after],
    )
    return told.model_copy(
        update={"as_at": day, "uncertain": [str(one.fact) for one in then.uncertain]}
    )


def _raw(one: Recorded) -> dict[str, Any]:
    return {
        "name": one.fact.name,
        "sentence": str(one.fact),
        "fact": one.fact.model_dump(mode="json", exclude_defaults=True),
        "known_since": one.recorded_at,
        "position": one.position,
    }


@router.get("/{case}/permitted", name="case_permitted")
def case_permitted(
    case: UUID,
    desk: OnCase,
    asked: Asked,
    response: Response,
    delegation: Annotated[
        UUID | SkipJsonSchema[None], Query(description="Under which delegation you would act.")
    ] = None,
) -> PermittedNow:
    """What may I do in this case now, and why not the rest?"""
    if asked.as_known is not None:
        raise Refusal(
            "what is permitted is told for now only",
            kind="not understood",
            where="query.as_known",
        )
    seen, steps = desk.council.casework.permitted(desk.officer, case, delegation)
    response.headers["ETag"] = etag(seen.version)
    return PermittedNow(
        case=case,
        version=seen.version,
        digest=seen.digest,
        steps=[
            StepNow(
                step=one.step,
                title=one.title,
                permitted=not one.against,
                against=[_against(no) for no in one.against],
                choices=list(one.choices),
                signed_by=list(one.signed_by),
            )
            for one in steps
        ],
    )


def _against(no: Refusal) -> Against:
    return Against(
        why=no.why,
        clause=no.clause,
        departure_possible=no.departure,
        your_role=no.kind != "not your role",
    )
