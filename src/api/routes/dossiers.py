"""Dossiers of a case's decisions: made, bound to the record, made again; what was known when."""

import base64
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Header, Query, Response
from pydantic import BaseModel, Field
from pydantic.json_schema import SkipJsonSchema

from api import idempotency
from api.acting import Done, act, answered
from api.asking import LAST, Asked
from api.desk import OnCase, Own
from api.reading import known
from api.versions import Seen
from concerns.commands.request_dossier import RequestDossier
from concerns.dossier.checking import check
from concerns.dossier.comparison import compare
from concerns.dossier.dossier import Dossier, make
from concerns.dossier.paper import as_paper
from concerns.dossier.parting import decisions
from concerns.events import DossierMade
from concerns.papers.as_html import content_security_policy
from concerns.papers.formats import laid_out
from concerns.register import Recorded

router = APIRouter(prefix="/v1/cases", tags=["Dossiers"])

NOT_MODIFIED = 304
Form = Literal["json", "html", "pdf"]
MEDIA: Mapping[Form, str] = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
}

UpTo = Annotated[
    Annotated[int, Field(ge=1, le=LAST)] | SkipJsonSchema[None],
    Query(description="Only what the record held up to this position."),
]


class Bound(BaseModel):
    """A dossier that was bound to the record by its digest."""

    fact: UUID
    up_to: int
    sha256: str
    by: str
    recorded_at: datetime


class DecisionTaken(BaseModel):
    """A decision of the case, which has a dossier."""

    fact: UUID
    version: int
    name: str
    occurred: str
    sentence: str
    position: int
    recorded_at: datetime
    bound: list[Bound]


class DossiersNow(BaseModel):
    """The decisions of a case, up to a position."""

    case: UUID
    position: int
    decisions: list[DecisionTaken]


class MadeAgain(BaseModel):
    """A bound dossier made again: the same or not; null where the procedure is not at hand."""

    fact: UUID
    decision: UUID
    up_to: int
    sha256: str
    same: bool | None
    why: str


@router.get("/{case}/dossiers", name="case_dossiers")
def case_dossiers(case: UUID, asked: Asked) -> DossiersNow:
    """Which decisions were taken, and which of their dossiers were bound to the record?"""
    facts = known(asked.desk, case, asked.as_known)
    taken = [_taken(one, facts) for one in decisions(facts)]
    return DossiersNow(case=case, position=facts[-1].position, decisions=taken)


def _taken(one: Recorded, facts: list[Recorded]) -> DecisionTaken:
    fact = one.fact
    return DecisionTaken(
        fact=fact.id,
        version=fact.version,
        name=fact.name,
        occurred=fact.occurred.text,
        sentence=str(fact),
        position=one.position,
        recorded_at=one.recorded_at,
        bound=[
            Bound(
                fact=made.id,
                up_to=made.up_to,
                sha256=made.sha256,
                by=str(made.by),
                recorded_at=at,
            )
            for _, at, made in facts
            if isinstance(made, DossierMade) and made.fact == fact.id
        ],
    )


@router.get("/{case}/dossier-checks", name="case_dossiers_made_again")
def case_dossiers_made_again(case: UUID, desk: Own) -> list[MadeAgain]:
    """Is each bound dossier, made again now, the same to the byte?"""
    found = check(known(desk, case, None), desk.council.casework.procedures)
    told = list[MadeAgain]()
    for one in found:
        made = one.made.fact
        assert isinstance(made, DossierMade), "only bound dossiers are checked"
        told.append(
            MadeAgain(
                fact=made.id,
                decision=made.fact,
                up_to=made.up_to,
                sha256=made.sha256,
                same=one.same,
                why=one.why,
            )
        )
    return told


@router.get(
    "/{case}/dossiers/{decision}",
    name="case_dossier",
    response_class=Response,
    responses={
        200: {"content": {media.partition(";")[0]: {} for media in MEDIA.values()}},
        304: {"description": "As seen"},
    },
)
def case_dossier(
    case: UUID,
    decision: UUID,
    asked: Asked,
    up_to: UpTo = None,
    form: Annotated[Form, Query(description="JSON is what the digest is of.")] = "json",
    if_none_match: Annotated[str | SkipJsonSchema[None], Header()] = None,
) -> Response:
    """What was known when this was decided, and what came afterwards; the same bytes for ever."""
    facts = known(asked.desk, case, asked.as_known)
    made = make(facts, decision, asked.desk.council.casework.procedures, up_to)
    body = made.json if form == "json" else laid_out(as_paper(made), form)
    headers = _headers(made, body, form)
    if if_none_match == headers["ETag"]:
        return Response(status_code=NOT_MODIFIED, headers=headers)
    return Response(body, media_type=MEDIA[form], headers=headers)


def _headers(made: Dossier, body: bytes, form: Form) -> dict[str, str]:
    """The digest of what is sent is told as RFC 9530 has it."""
    digest = sha256(body)
    version = made.known_then.parted.decision.fact.version
    return {
        "ETag": f'"{digest.hexdigest()[:32]}"',
        "Repr-Digest": f"sha-256=:{base64.b64encode(digest.digest()).decode()}:",
        "Vary": "Authorization",
        "Cache-Control": "private, no-cache",
        "Content-Disposition": f'inline; filename="dossier-{version}.{form}"',
        "Content-Security-Policy": content_security_policy(),
        "X-Content-Type-Options": "nosniff",
    }


@router.post("/{case}/dossiers/{decision}", name="bind_dossier", response_model=Done)
def bind_dossier(
    case: UUID, decision: UUID, desk: OnCase, seen: Seen, key: idempotency.Key = None
) -> Response:
    """Make the dossier of a decision from the case as you saw it, and bind its digest."""
    facts = [one for one in known(desk, case, None) if one.fact.version <= seen]
    made = make(facts, decision, desk.council.casework.procedures)
    asked = RequestDossier(fact=decision, up_to=made.up_to, sha256=made.digest)
    return answered(act(desk, asked, case, seen, key))


@router.get("/{case}/dossiers/{decision}/comparison", name="case_comparison")
def case_comparison(case: UUID, decision: UUID, asked: Asked, up_to: UpTo = None) -> dict[str, Any]:
    """What was known at this decision, what is known of that moment now, and how it stands now."""
    return compare(known(asked.desk, case, asked.as_known), decision, up_to).as_data()
