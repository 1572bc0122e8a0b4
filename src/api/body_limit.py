from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class BodyLimit:
    """Reads no more of a request's body than the record could ever take."""

    def __init__(self, app: ASGIApp, largest: int) -> None:
        self.app = app
        self.largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what arrives; whatever the headers promise, the bytes decide."""
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self.largest:
                said = f"a request may hold {self.largest} bytes; lodge long material as a document"
                raise HTTPException(413, said)
            return message

        await self.app(scope, counted if scope["type"] == "http" else receive, send)
