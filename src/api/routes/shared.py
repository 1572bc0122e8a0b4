"""The guests' desk: what is shared with their organisation, and their right of reply.

No id of a case, no version and no position is told here.
"""

import base64
from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from api import idempotency
from api.acting import act
from api.desk import Desk, Guest
from api.paging import Paged
from api.problems import ProblemFound
from concerns.commands.acknowledge_item import AcknowledgeItem
from concerns.commands.command import AboutShared
from concerns.commands.reply_to_item import ReplyToItem
from concerns.events import Text
from concerns.storage.authorities import authorities
from concerns.vocabulary import Refusal

router = APIRouter(prefix="/v1/shared", tags=["For those outside the council"])

NOT_MODIFIED = 304
LONGEST = 15_000
"""Characters of a reply, which fit into one fact in any script."""


class Item(BaseModel):
    """Something shared with your organisation."""

    id: UUID
    title: str
    kind: str
    council: str
    services: list[str]
    shared_on: str
    reply_by: str | None
    sha256: str
    """Of what is read at its own address, byte for byte."""


class Items(BaseModel):
    """One page of what is shared, in the order in which it was."""

    question: str = "What has the council shared with us?"
    rows: list[Item]
    next: str | None


class Reply(BaseModel):
    """Your organisation's reply, in plain text. It names no resident, family or reporter."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[Text, Field(max_length=LONGEST)]


class Received(BaseModel):
    """What you said is in the council's record. `leaf_hash` is your receipt."""

    id: UUID
    item: UUID
    recorded_at: str
    leaf_hash: str


@router.get("", name="shared_with_us")
def shared_with_us(guest: Guest, paging: Paged, response: Response) -> Items:
    """What has the council shared with us?"""
    response.headers["Cache-Control"] = "private, no-cache"
    council = _name(guest.desk)
    found = guest.shared.items(paging.after, paging.limit + 1)
    taken = found[: paging.limit]
    more = paging.next(taken[-1].key) if len(found) > len(taken) else None
    return Items(rows=[_item(row.doc, council) for row in taken], next=more)


def _item(row: dict[str, Any], council: str) -> Item:
    told = {name: row[name] for name in Item.model_fields.keys() & row.keys()}
    return Item(id=row["item"], council=council, **told)


def _name(desk: Desk) -> str:
    council = desk.council
    return next(one.name for one in authorities(council.pool) if one.id == council.authority)


@router.get(
    "/{item}",
    name="shared_item",
    response_class=Response,
    responses={
        200: {"content": {"application/json": {}}},
        304: {"description": "As seen"},
    },
)
def shared_item(
    item: UUID,
    guest: Guest,
    if_none_match: Annotated[str | SkipJsonSchema[None], Header()] = None,
) -> Response:
    """Title and parts, the very bytes that were shared: their SHA-256 stands in the record."""
    body = guest.shared.item(item).content
    digest = sha256(body)
    headers = {
        "ETag": f'"{digest.hexdigest()}"',
        "Repr-Digest": f"sha-256=:{base64.b64encode(digest.digest()).decode()}:",
        "Vary": "Authorization",
        "Cache-Control": "private, no-cache",
    }
    if if_none_match == headers["ETag"]:
        return Response(status_code=NOT_MODIFIED, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


@router.post("/{item}/replies", name="reply_to_item", response_model=Received)
def reply_to_item(item: UUID, said: Reply, guest: Guest, key: idempotency.Key = None) -> Response:
    """Your right of reply: it stands in the case, and the council owes you an answer to it."""
    return _said(guest, ReplyToItem(item=item, text=said.text), key)


@router.post("/{item}/acknowledgements", name="acknowledge_item", response_model=Received)
def acknowledge_item(item: UUID, guest: Guest, key: idempotency.Key = None) -> Response:
    """Say, in your own name, that you have read it."""
    return _said(guest, AcknowledgeItem(item=item), key)


def _said(guest: Guest, asked: AboutShared, key: str | None) -> Response:
    """What was said goes into the case; of the case the answer tells nothing."""
    case = guest.shared.item(asked.item).case
    try:
        done = act(guest.desk, asked, case, None, key)
    except ProblemFound as problem:
        if problem.problem.current is None:
            raise
        raise ProblemFound("try-again", "others wrote at the same time") from None
    except Refusal as no:
        # The clause is the council's procedure's, and not for those outside it.
        raise Refusal(no.why, kind=no.kind, where=no.where) from None
    answer = Received(
        id=done.body["facts"][0]["id"],
        item=asked.item,
        recorded_at=done.body["recorded_at"],
        leaf_hash=done.body["leaf_hashes"][0],
    )
    headers = {"Idempotency-Replayed": "true"} if done.replayed else {}
    return Response(answer.model_dump_json(), headers=headers, media_type="application/json")
