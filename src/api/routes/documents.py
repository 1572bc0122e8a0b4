"""Documents: lodged as they are, listed by their view, and given back as they were lodged."""

import mimetypes
from base64 import b64encode
from collections.abc import Iterator
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Header, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field
from pydantic.json_schema import SkipJsonSchema
from starlette.concurrency import run_in_threadpool

from api import idempotency
from api.acting import Done, act, answered
from api.desk import OnCase, Own
from api.reading import known
from api.versions import Seen
from concerns.commands.lodge_document import LodgeDocument
from concerns.custody.reading_documents import ReadDocument
from concerns.documents.spool import Spool
from concerns.events import DocumentLodged, MediaType, Text
from concerns.vocabulary import Frozen
from concerns.when import When

router = APIRouter(prefix="/v1/cases", tags=["Documents"])

NOT_MODIFIED = 304
_BYTES = {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}
Sha256 = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$", description="As the record names it.")]
Words = Annotated[Text, Field(max_length=500)]


class Said(Frozen):
    """What is said of a document beside its bytes. It stands in the address, so it names nobody."""

    title: Words
    source: Words = Field(description="From whom or where it came.")
    about: str = Field(default="", description="Whom it is about, such as R12: then it is sealed.")
    retention: str = Field(default="", description="The retention class, if it is sealed.")
    reason: str = Field(default="", max_length=2_000, description="Why it is lodged.")
    occurred: When | None = Field(default=None, description="When it came; today if not given.")
    role: str | None = Field(default=None, description="In which of your roles, if several fit.")


@router.post(
    "/{case}/documents",
    name="lodge_document",
    response_model=Done,
    openapi_extra={"requestBody": {"required": True, **_BYTES}},
)
async def lodge_document(
    case: UUID,
    request: Request,
    said: Annotated[Said, Query()],
    desk: OnCase,
    seen: Seen,
    content_type: Annotated[MediaType, Header(description="What kind of bytes these are.")],
    key: idempotency.Key = None,
) -> Response:
    """Lodge a document with a case: the body is the document. Kept first, then recorded."""
    with Spool(in_memory=bool(said.about)) as brought:
        async for chunk in request.stream():
            await run_in_threadpool(brought.write, chunk)
        asked = LodgeDocument(**dict(said), media_type=content_type, sha256=brought.sha256)
        return answered(await run_in_threadpool(act, desk, asked, case, seen, key, brought))


@router.get(
    "/{case}/documents/{sha256}",
    name="case_document",
    response_class=Response,
    responses={200: _BYTES, 304: {"description": "As seen"}},
)
def case_document(
    case: UUID,
    sha256: Sha256,
    desk: Own,
    if_none_match: Annotated[str | SkipJsonSchema[None], Header()] = None,
) -> Response:
    """A document as it was lodged, byte for byte; one that is sealed has a door of its own."""
    facts = [one.fact for one in known(desk, case, None)]
    found, kept = desk.council.casework.document(sha256, facts)
    headers = _headers(found) | {
        "ETag": f'"{sha256}"',
        "Repr-Digest": f"sha-256=:{b64encode(bytes.fromhex(sha256)).decode()}:",
        "Cache-Control": "private, no-cache",
        "Vary": "Authorization",
    }
    if if_none_match == headers["ETag"]:
        kept.close()
        return Response(status_code=NOT_MODIFIED, headers=headers)
    headers["Content-Length"] = str(kept.length)
    return StreamingResponse(_sent(kept), headers=headers)


def _sent(kept: Spool) -> Iterator[bytes]:
    with kept:
        yield from kept.chunks()


@router.post(
    "/{case}/documents/{sha256}/readings",
    name="read_document",
    response_class=Response,
    responses={200: _BYTES},
)
def read_document(case: UUID, sha256: Sha256, asked: ReadDocument, desk: OnCase) -> Response:
    """A sealed document, asked for with a purpose, which is recorded before it is answered."""
    found, content = desk.council.casework.read_document(asked, sha256, desk.officer, case)
    return Response(content, headers=_headers(found) | {"Cache-Control": "no-store"})


def _headers(found: DocumentLodged) -> dict[str, str]:
    """To be saved under its title (RFC 6266), never shown as if it were a page of ours."""
    ending = mimetypes.guess_extension(found.media_type.partition(";")[0].strip()) or ""
    return {
        "Content-Type": found.media_type,
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.title + ending, '')}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
