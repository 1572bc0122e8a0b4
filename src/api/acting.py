"""An act on a case: done once, however often it is sent, and what is answered to it."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from pydantic import BaseModel
from starlette.responses import Response

from api import idempotency
from api.desk import Desk
from api.problems import ProblemFound
from api.versions import etag
from api.waiting import Sealed, Until, Witnessed, still_missing, wait_for
from concerns.casework import Decided
from concerns.commands.command import Command
from concerns.commands.take_step import TakeStep
from concerns.documents.spool import Spool
from concerns.events import Consequence, Fact
from concerns.ids import new_case
from concerns.storage.door import Answer
from concerns.vocabulary import Refusal

CASES = "/v1/cases"
"""The address below which each case has its own."""

OK, CREATED, ACCEPTED = 200, 201, 202


class Recorded(BaseModel):
    """A fact that a command left."""

    id: UUID
    name: str
    version: int
    sentence: str
    consequence: Consequence


class Done(BaseModel):
    """What a command led to. `position` is that of its last fact: ask views for no less.

    `leaf_hashes` are the caller's receipt: one for each fact, in order, as the tree holds them.
    """

    case: UUID
    version: int
    position: int
    recorded_at: datetime
    leaf_hashes: list[str]
    facts: list[Recorded]
    sealed: Sealed | None = None
    """Only if it was waited for; null where it took too long (202)."""
    witnessed: Witnessed | None = None
    """As `sealed`."""
    sentence: str | None = None
    """What is still missing (202)."""


class Acted(NamedTuple):
    """An act that is recorded, and what is answered to it however often it is sent."""

    body: dict[str, Any]
    status: int
    replayed: bool = False


def act(
    desk: Desk,
    asked: Command,
    case: UUID | None,
    expected: int | None,
    key: str | None,
    content: Spool | None = None,
) -> Acted:
    """Do it once, and answer it alike however often it is sent.

    Raises:
        Refusal: the procedure's "no". ProblemFound: the key, or the version, does not fit.
    """
    request = idempotency.digest(desk.council.casework.blinded(asked, case) if key else asked, case)
    if earlier := idempotency.kept(desk, key, request):
        return Acted(earlier.body, earlier.status, replayed=True)
    status = OK if case else CREATED
    try:
        decided = desk.council.casework.ask(
            asked,
            desk.officer,
            case or new_case(),
            expected=expected,
            answer=_to_keep(desk, key, request, status),
            trace=desk.trace,
            content=content,
        )
    except Refusal as no:
        if earlier := idempotency.kept(desk, key, request):  # sent twice at the same moment
            return Acted(earlier.body, earlier.status, replayed=True)
        raise _explained(desk, case, _placed(asked, no)) from None
    when = _when(decided)
    desk.noted["position"] = when["position"]
    return Acted({**_said(decided.facts), **when}, status)


async def in_time(desk: Desk, acted: Acted, until: Until | None) -> Response:
    """The answer, once what is waited for is there or has taken too long."""
    if until is None:
        return answered(acted)
    position = acted.body["position"]
    found = await wait_for(desk.council, position, until)
    more = {name: said and said.model_dump() for name, said in found.items()}
    if None in more.values():
        return answered(acted, {**more, "sentence": still_missing(position, until)}, ACCEPTED)
    return answered(acted, more)


def _to_keep(
    desk: Desk, key: str | None, request: str, status: int
) -> Callable[[list[Fact]], Answer] | None:
    if key is None:
        return None
    return lambda facts: Answer(idempotency.subject(desk), key, request, status, _said(facts))


def _said(facts: list[Fact]) -> dict[str, Any]:
    """The part of the answer known before the record gives position and time."""
    last = facts[-1]
    return {
        "case": str(last.case),
        "version": last.version,
        "facts": [
            {
                "id": str(fact.id),
                "name": fact.name,
                "version": fact.version,
                "sentence": str(fact),
                "consequence": fact.consequence.model_dump(mode="json"),
            }
            for fact in facts
        ],
    }


def _when(decided: Decided) -> dict[str, Any]:
    """Position and time, written as the record writes them into the answer it keeps."""
    first, at, leaf_hashes = decided.receipt
    return {
        "position": first + len(decided.facts) - 1,
        "recorded_at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "leaf_hashes": list(leaf_hashes),
    }


def answered(
    acted: Acted, more: Mapping[str, Any] | None = None, status: int | None = None
) -> Response:
    """What is answered to an act, perhaps with more."""
    headers = {"ETag": etag(acted.body["version"])}
    if acted.status == CREATED:
        headers["Location"] = f"{CASES}/{acted.body['case']}"
    if acted.replayed:
        headers["Idempotency-Replayed"] = "true"
    content = orjson.dumps({**acted.body, **(more or {})}, option=orjson.OPT_SORT_KEYS)
    return Response(content, status or acted.status, headers, "application/json")


def _explained(desk: Desk, case: UUID | None, no: Refusal) -> Exception:
    """A stale version is answered with the one that holds now; of no case, nothing is told."""
    if no.kind != "changed" or case is None:
        return no
    version = desk.council.casework.version(case)
    if version == 0:
        return Refusal("there is no such case", kind="not found")
    return ProblemFound("case-has-changed", no.why, where=no.where or None, current=etag(version))


def _placed(asked: Command, no: Refusal) -> Refusal:
    """What is wrong with a field of a step's fact is wrong below `details`, as it was sent."""
    if isinstance(asked, TakeStep):
        no.where = _below_details(no.where)
        no.each = tuple((_below_details(where), said) for where, said in no.each)
    return no


def _below_details(where: str) -> str:
    own = where.partition(".")[0] in {"", *TakeStep.model_fields}
    return where if own else f"details.{where}"
