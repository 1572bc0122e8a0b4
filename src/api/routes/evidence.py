"""What shows that the record holds a fact, for a caller to keep and to check without us."""

from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Header, Path
from pydantic.json_schema import SkipJsonSchema
from starlette.responses import Response

from api.asking import LAST
from api.desk import Desk, Own
from api.problems import ProblemFound
from concerns.storage import entries, tree
from concerns.verifying.proving import proof_of

router = APIRouter(prefix="/v1", tags=["Evidence"])

NOT_MODIFIED = 304
TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"

Position = Annotated[int, Path(ge=1, le=LAST, description="As your act was answered with.")]


@router.get(
    "/checkpoint",
    name="checkpoint",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}, 304: {"description": "As seen"}},
)
def checkpoint(
    desk: Own, if_none_match: Annotated[str | SkipJsonSchema[None], Header()] = None
) -> Response:
    """How far the record is signed: the newest checkpoint, a signed note (C2SP tlog-checkpoint)."""
    newest = tree.last_checkpoint(desk.council.pool, desk.council.authority)
    if newest is None:
        raise ProblemFound("not-sealed-yet", "the record has no signed checkpoint yet")
    tag = f'"{sha256(newest.note).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Vary": "Authorization", "Cache-Control": "private, no-cache"}
    if if_none_match == tag:
        return Response(status_code=NOT_MODIFIED, headers=headers)
    return Response(newest.note, media_type=TEXT, headers=headers)


@router.get(
    "/facts/{position}/proof",
    name="fact_proof",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}},
)
def fact_proof(position: Position, desk: Own) -> Response:
    """The proof that a fact is under the newest checkpoint (C2SP tlog-proof): keep it as a file."""
    _entry(desk, position)
    found = proof_of(desk.council.whole, desk.council.authority, position)
    if found is None:
        said = f"the fact at position {position} is recorded; no signed checkpoint covers it yet"
        raise ProblemFound("not-sealed-yet", said)
    return Response(found, media_type=TEXT, headers=_named(f"{position}.tlog-proof"))


@router.get(
    "/facts/{position}/entry",
    name="fact_entry",
    response_class=Response,
    responses={200: {"content": {BYTES: {}}}},
)
def fact_entry(position: Position, desk: Own) -> Response:
    """The exact bytes of a fact. SHA-256 over a zero byte and these is its leaf hash (RFC 9162)."""
    entry = _entry(desk, position)
    return Response(entry, media_type=BYTES, headers=_named(f"{position}.entry"))


def _entry(desk: Desk, position: int) -> bytes:
    found = entries.at(desk.council.pool, desk.council.authority, position)
    if found is None:
        raise ProblemFound("not-found", f"your record holds no fact at position {position}")
    return found


def _named(file: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{file}"', "Vary": "Authorization"}
