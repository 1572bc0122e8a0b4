"""Asks an address and hears no more than its status: quick, and not kept by an endless answer."""

from typing import Any
from urllib.parse import unquote

import anyio
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import Message


def knock(
    client: TestClient, method: str, address: str, token: str | None, body: bytes = b"{}"
) -> int:
    """The status with which the address answers, on the loop of the program that is at work."""
    path, _, query = address.partition("?")
    headers = [(b"content-type", b"application/json"), (b"if-match", b'"v1"')]
    if token is not None:
        headers.append((b"authorization", f"Bearer {token}".encode()))
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": unquote(path),
        "raw_path": path.encode(),
        "root_path": "",
        "scheme": "http",
        "query_string": query.encode(),
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
    }
    assert client.portal is not None, "the program is not at work"
    return client.portal.call(_status, client.app, scope, body if method != "GET" else b"")


async def _status(app: FastAPI, scope: dict[str, Any], body: bytes) -> int:
    told, sent = 0, False

    async def receive() -> Message:
        nonlocal sent
        if sent:
            await anyio.sleep_forever()  # whoever asks stays on the line
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        nonlocal told
        if message["type"] == "http.response.start":
            told = message["status"]
            if (b"content-type", b"text/event-stream") in {
                (k, v[:17]) for k, v in message["headers"]
            }:
                visit.cancel()  # it would go on for ever

    with anyio.CancelScope() as visit:
        await app(scope, receive, send)
    return told
