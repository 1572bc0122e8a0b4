"""A case's papers: which can be made from the record, and each as HTML or PDF."""

import hashlib
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, FastAPI, Header, Query, Request, Response
from pydantic import BaseModel, Field
from pydantic.json_schema import SkipJsonSchema
from starlette.concurrency import run_in_threadpool

from api.asking import Asked
from api.desk import Desk
from api.reading import known
from api.service import Service
from concerns.papers.as_html import content_security_policy
from concerns.papers.definition import Definition, Kind
from concerns.papers.formats import Format, laid_out
from concerns.papers.library import Papers, of_case, papers
from concerns.papers.making import available, make
from concerns.papers.settings import Settings
from concerns.procedures.procedure import Procedure
from concerns.register import Recorded
from concerns.vocabulary import Refusal

NOT_MODIFIED = 304
MEDIA: Mapping[Format, str] = {"html": "text/html; charset=utf-8", "pdf": "application/pdf"}


@asynccontextmanager
async def _read_at_the_start(app: FastAPI) -> AsyncGenerator[None]:
    """A faulty definition stops the program when it starts, not when somebody needs a letter."""
    here: Service = app.state.service
    roots, own = here.settings.own_procedures(), Settings().papers
    app.state.papers = await run_in_threadpool(papers, here.councils.procedures, roots, own)
    yield


router = APIRouter(prefix="/v1/cases", tags=["Papers"], lifespan=_read_at_the_start)


class AboutFact(BaseModel):
    """A fact that a paper can be about; its version is what `of` asks for."""

    of: int
    occurred: str
    sentence: str


class PaperNow(BaseModel):
    """A paper of the case's procedure, and whether it can be made."""

    name: str
    title: str
    kind: Kind
    can_be_made: bool
    why_not: str | None = None
    about: list[AboutFact]
    own_text: bool
    """Whether the council's own text replaced the one that comes with the program."""
    sha256: str
    """Of the definition, byte for byte."""
    requirements: list[str]


class PapersNow(BaseModel):
    """The papers of a case, made from the record up to a position."""

    case: UUID
    position: int
    papers: list[PaperNow]


@router.get("/{case}/papers", name="case_papers")
def case_papers(case: UUID, asked: Asked, request: Request) -> PapersNow:
    """Which letters, reports, plans, minutes and logs can be made now, and why not the others?"""
    facts = known(asked.desk, case, asked.as_known)
    procedure, defined = _defined(asked.desk, facts, request)
    return PapersNow(
        case=case,
        position=facts[-1].position,
        papers=[_now(name, one, facts, procedure) for name, one in defined.items()],
    )


@router.get(
    "/{case}/papers/{paper}",
    name="case_paper",
    response_class=Response,
    responses={
        200: {"content": {"text/html": {}, "application/pdf": {}}},
        304: {"description": "As seen"},
        409: {"description": "It cannot be made yet"},
    },
)
def case_paper(
    case: UUID,
    paper: str,
    asked: Asked,
    request: Request,
    of: Annotated[
        Annotated[int, Field(ge=1)] | SkipJsonSchema[None],
        Query(description="About which fact, by version; the last one if left out."),
    ] = None,
    accept: Annotated[str, Header(description="text/html or application/pdf")] = "text/html",
    if_none_match: Annotated[str | SkipJsonSchema[None], Header()] = None,
) -> Response:
    """The paper, made from the record; the same bytes for the same position, for ever."""
    facts = known(asked.desk, case, asked.as_known)
    procedure, defined = _defined(asked.desk, facts, request)
    if paper not in defined:
        raise Refusal("there is no such paper", kind="not found", where="paper")
    form = _wanted(accept)
    body = laid_out(make(paper, defined[paper], facts, procedure, of=of), form)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = _headers(paper, form, tag)
    if if_none_match == tag:
        return Response(status_code=NOT_MODIFIED, headers=headers)
    return Response(body, media_type=MEDIA[form], headers=headers)


def _defined(
    desk: Desk, facts: list[Recorded], request: Request
) -> tuple[Procedure, Mapping[str, Definition]]:
    read: Papers = request.app.state.papers
    return of_case(facts, desk.council.casework.procedures, read)


def _now(
    name: str, definition: Definition, facts: list[Recorded], procedure: Procedure
) -> PaperNow:
    found = available(definition, facts, procedure)
    return PaperNow(
        name=name,
        title=definition.title,
        kind=definition.kind,
        can_be_made=found.why_not is None,
        why_not=found.why_not.why if found.why_not else None,
        about=[
            AboutFact(of=fact.version, occurred=fact.occurred.text, sentence=str(fact))
            for fact in found.about
        ],
        own_text=definition.own,
        sha256=definition.digest,
        requirements=list(definition.requirement),
    )


def _wanted(accept: str) -> Format:
    """What the caller would rather have of the two; HTML where either will do."""
    best: tuple[float, Format] | None = None
    for named in accept.lower().split(","):
        media, _, parameters = named.partition(";")
        weight = _weight(parameters)
        form = _FORMS.get(media.strip())
        if form and weight > 0 and (best is None or weight > best[0]):
            best = weight, form
    if best is None:
        raise Refusal(
            "a paper is text/html or application/pdf",
            kind="not understood",
            where="header.Accept",
        )
    return best[1]


_FORMS: Mapping[str, Format] = {
    "text/html": "html",
    "text/*": "html",
    "*/*": "html",
    "application/pdf": "pdf",
    "application/*": "pdf",
}


def _weight(parameters: str) -> float:
    for one in parameters.split(";"):
        name, _, value = one.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def _headers(paper: str, form: Format, tag: str) -> dict[str, str]:
    return {
        "ETag": tag,
        "Vary": "Accept, Authorization",
        "Cache-Control": "private, no-cache",
        "Content-Disposition": f'inline; filename="{paper}.{form}"',
        "Content-Security-Policy": content_security_policy(),
        "X-Content-Type-Options": "nosniff",
    }
