from http import HTTPStatus

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from concerns.anchoring.witness import Reply, Witness

LARGEST = 1 << 18
"""Bytes of a request: far more than 63 hashes and a note with many signatures."""


def witness_app(witness: Witness) -> Starlette:
    """The witness over HTTP: `POST /add-checkpoint`, `GET /<origin hash>/checkpoint`."""

    async def add(request: Request) -> Response:
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > LARGEST:
                return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return _response(await run_in_threadpool(witness.add, bytes(body)))

    async def held(request: Request) -> Response:
        return _response(await run_in_threadpool(witness.held, request.path_params["hash"]))

    return Starlette(
        routes=[
            Route("/add-checkpoint", add, methods=["POST"]),
            Route("/{hash}/checkpoint", held, methods=["GET"]),
        ]
    )


def _response(reply: Reply) -> Response:
    headers = {"Content-Type": reply.media_type}
    return Response(reply.body, reply.status, headers)
