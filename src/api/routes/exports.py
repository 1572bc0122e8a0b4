"""Exports of a council's own record: whole or in part, as other programs and analysts read it."""

from collections.abc import Iterable, Iterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic.json_schema import SkipJsonSchema
from starlette.responses import Response, StreamingResponse

from api.asking import AsKnown
from api.desk import Own
from concerns.exports.formats import FORMATS, FormatName
from concerns.exports.prov import prov
from concerns.exports.reading import Wanted, read

router = APIRouter(prefix="/v1", tags=["Exports"])

PIECE = 1 << 16
"""Bytes sent at once, or a little more."""


@router.get(
    "/exports/{form}",
    name="export",
    response_class=Response,
    responses={200: {"content": {one.media_type: {} for one in FORMATS.values()}}},
)
def export(
    form: FormatName,
    desk: Own,
    as_known: AsKnown = None,
    provider: Annotated[
        str | SkipJsonSchema[None], Query(description="Only cases about the provider of this id.")
    ] = None,
    case: Annotated[UUID | SkipJsonSchema[None], Query(description="Only this case.")] = None,
) -> Response:
    """The record (cloudevents, parquet), or a view of it without its words (ocel, xes).

    The same question with `as_known` gives the same bytes for ever. An answer that ends early was
    broken off, and is not an export.
    """
    chosen, council = FORMATS[form], desk.council
    wanted = Wanted(as_known, provider, case)
    found = read(council.pool, council.authority, wanted, by_case=chosen.by_case)
    pieces = _together(chosen.write(found.log, found.leaves))
    name = f"{council.authority}{chosen.suffix}"
    return StreamingResponse(pieces, media_type=chosen.media_type, headers=_headers(name))


@router.get("/cases/{case}/provenance/{decision}", name="provenance", response_class=Response)
def provenance(case: UUID, decision: UUID, desk: Own, as_known: AsKnown = None) -> Response:
    """Where one decision came from, as PROV-JSON: what was known, on what it rests, who decided."""
    council = desk.council
    found = read(council.pool, council.authority, Wanted(as_known, case=case))
    body = prov(found.log, list(found.leaves), decision)
    return Response(body, media_type="application/json", headers=_headers(f"{decision}.prov.json"))


def _headers(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }


def _together(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Small pieces in larger ones: each costs a turn of the server."""
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) >= PIECE:
            yield bytes(held)
            held.clear()
    yield bytes(held)
