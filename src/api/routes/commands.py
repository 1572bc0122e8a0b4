"""An address for each command, made from the list of commands."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api import idempotency
from api.acting import ACCEPTED, CASES, CREATED, OK, Done, act, answered, in_time
from api.desk import Acting, OnCase
from api.naming import name_of, summary_of
from api.versions import Seen
from api.waiting import Wait
from concerns.commands import COMMANDS
from concerns.commands.command import Command
from concerns.commands.lodge_document import LodgeDocument
from concerns.commands.open_case import OpenCase
from concerns.commands.share_item import ShareItem

router = APIRouter(prefix=CASES, tags=["Commands"])

ELSEWHERE = {LodgeDocument, ShareItem}
"""Commands of which a part is no JSON or comes from the record: each has a file of its own."""


def _offer(command: type[Command]) -> None:
    async def about_a_case(
        case: UUID,
        asked: Command,
        desk: OnCase,
        seen: Seen,
        key: idempotency.Key = None,
        wait: Wait = None,
    ) -> Response:
        acted = await run_in_threadpool(act, desk, asked, case, seen, key)
        return await in_time(desk, acted, wait)

    async def about_an_unseen_case(
        case: UUID, asked: Command, desk: Acting, key: idempotency.Key = None
    ) -> Response:
        return answered(await run_in_threadpool(act, desk, asked, case, None, key))

    async def open_a_case(
        asked: Command, desk: Acting, key: idempotency.Key = None, wait: Wait = None
    ) -> Response:
        acted = await run_in_threadpool(act, desk, asked, None, None, key)
        return await in_time(desk, acted, wait)

    opens = command is OpenCase
    about = about_an_unseen_case if command.unseen else about_a_case
    endpoint: Callable[..., Awaitable[Response]] = open_a_case if opens else about
    endpoint.__annotations__["asked"] = command  # what FastAPI reads, checks and describes
    router.add_api_route(
        "" if opens else f"/{{case}}/{command.path}",
        endpoint,
        methods=["POST"],
        name=name_of(command),
        summary=summary_of(command),
        description=command.__doc__,
        response_model=Done,
        status_code=CREATED if opens else OK,
        responses={ACCEPTED: {"model": Done, "description": "Recorded, and still waited for"}},
    )


for _command in COMMANDS.values():
    if _command not in ELSEWHERE:
        _offer(_command)
