from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

from concerns.anchoring.anchored import Anchored
from concerns.anchoring.http import Request, Send
from concerns.anchoring.log import Log
from concerns.anchoring.refused import NotAnchored, Why
from concerns.anchoring.token import Trust, verify_token


class TimestampAnchor:
    """A time-stamping authority (RFC 3161): it keeps nothing, and signs when it saw a note."""

    kind, keeps = "rfc3161", False

    def __init__(
        self, log: Log, url: str, trust: Trust, send: Send, now: Callable[[], datetime]
    ) -> None:
        self._log = log
        self._trust = trust
        self._send = send
        self._now = now
        self.where = url

    def anchor(self, note: bytes) -> Anchored:
        """A token over the whole signed note; the evidence is the authority's response in DER.

        Raises:
            NotAnchored: UNREACHABLE, ANSWER_MALFORMED, one of TIMESTAMP_…. Unsound.
        """
        tree = self._log.read(note)
        request = TimestampRequestBuilder(note, HashAlgorithm.SHA256).build()
        answer = self._send(Request(self.where, request.as_bytes(), "application/timestamp-query"))
        if (answer.status, answer.media_type) != (HTTPStatus.OK, "application/timestamp-reply"):
            why = f"{self.where} answered {answer.status} with {answer.media_type}"
            raise NotAnchored(Why.ANSWER_MALFORMED, why)
        time = verify_token(answer.body, note, self._trust, self._now(), request.nonce)
        return Anchored(self.kind, self.where, tree.size, tree.root, answer.body, time)

    def held(self) -> None:
        """Nothing."""
