import re

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_DOCUMENTS = re.compile(r"/v1/cases/[^/]+/documents")


class BodyLimit:
    """Reads no more of a request's body than the record, or the store of documents, would take."""

    def __init__(self, app: ASGIApp, largest: int, document: int) -> None:
        self.app = app
        self.largest = largest
        self.document = document

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what arrives; whatever the headers promise, the bytes decide."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        largest, said = self._limit(scope["path"])
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > largest:
                raise HTTPException(413, said)
            return message

        await self.app(scope, counted, send)

    def _limit(self, path: str) -> tuple[int, str]:
        if _DOCUMENTS.fullmatch(path):
            return self.document, f"a document may hold {self.document} bytes"
        said = f"a request may hold {self.largest} bytes; lodge long material as a document"
        return self.largest, said
