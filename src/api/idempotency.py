"""The same request twice is one act: same key and content, same answer."""

import hashlib
from typing import Annotated, Any, NamedTuple
from uuid import UUID

import orjson
from fastapi import Header
from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from api.desk import Desk
from api.problems import ProblemFound
from concerns.commands.command import Command
from concerns.storage import log

KeyText = Annotated[str, Field(min_length=1, max_length=255, pattern=r"^[\x21-\x7e]+$")]
Key = Annotated[
    KeyText | SkipJsonSchema[None],
    Header(
        alias="Idempotency-Key",
        description="Chosen by you, new for each act; send it again when no answer came.",
    ),
]


class Kept(NamedTuple):
    """What a key was answered with."""

    status: int
    body: dict[str, Any]


def digest(asked: Command, case: UUID | None) -> str:
    """SHA-256 of what is asked and about which case.

    Raises:
        ProblemFound: it holds something that JSON in the record cannot.
    """
    content = [asked.path, case, asked.model_dump(mode="json")]
    try:
        return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()
    except orjson.JSONEncodeError:
        raise ProblemFound(
            "not-understood", "a number is too large for the record, or a text is broken"
        ) from None


def subject(desk: Desk) -> str:
    """Whose key it is: a key means nothing in another's hands."""
    person = desk.officer.person
    return f"{person.issuer} {person.subject}"


def kept(desk: Desk, key: str | None, request: str) -> Kept | None:
    """What this key was answered with; None if it is new.

    Raises:
        ProblemFound: it was used for another request.
    """
    if key is None:
        return None
    council = desk.council
    found = log.answered(council.pool, council.authority, subject(desk), key)
    if found is None:
        return None
    earlier, status, body = found
    if earlier != request:
        raise ProblemFound(
            "key-already-used",
            "this key was used for another request; choose a new one for a new act",
            where="header.Idempotency-Key",
        )
    return Kept(status, body)
