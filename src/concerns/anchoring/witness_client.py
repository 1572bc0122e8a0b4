from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus

from concerns.anchoring.add_checkpoint import SIZE_TYPE, AddCheckpoint
from concerns.anchoring.anchored import Anchored, TreeOf
from concerns.anchoring.beside import read_held
from concerns.anchoring.http import Answer, Request, Send
from concerns.anchoring.log import Log
from concerns.anchoring.refused import NotAnchored, Why
from concerns.anchoring.token import AHEAD
from concerns.evidence.checkpoint import Checkpoint
from concerns.evidence.consistency import consistency_proof
from concerns.evidence.cosignature import time_of
from concerns.evidence.keys import Key
from concerns.evidence.note import Note, Signature
from concerns.evidence.strict import decimal
from concerns.evidence.unsound import Fault, Unsound

_TRIES = 3  # another of our processes may be cosigned between two requests
_WORDS = 200


class WitnessAnchor:
    """A witness (C2SP tlog-witness): it cosigns only what continues all it has cosigned before.

    `cosigned` is the largest size for which we keep this witness's cosignature, 0 if none.
    """

    kind, keeps = "witness", False  # it keeps, and need not show it

    def __init__(
        self,
        log: Log,
        url: str,
        key: Key,
        tree_of: TreeOf,
        send: Send,
        now: Callable[[], datetime],
        cosigned: Callable[[], int] = lambda: 0,
    ) -> None:
        self._log = log
        self._key = key
        self._tree_of = tree_of
        self._send = send
        self._now = now
        self._cosigned = cosigned
        self.where = url

    def anchor(self, note: bytes) -> Anchored:
        """Have it cosigned; the evidence is the witness's signature line, with its time.

        Raises:
            NotAnchored: LOG_UNKNOWN, KEY_NOT_TRUSTED, BEHIND; EQUIVOCATION or CONSISTENCY_FAILS,
                it has cosigned what ours does not continue; WITNESS_SET_BACK, it no longer knows
                what it has cosigned; COSIGNATURE_BAD, COSIGNATURE_FROM_FUTURE, UNREACHABLE,
                ANSWER_MALFORMED. Unsound.
        """
        opened = self._log.opened(note)
        line = self._cosignature(opened.note, self._cosign(opened.checkpoint, note))
        time = datetime.fromtimestamp(time_of(line.content), UTC)
        if time > self._now() + AHEAD:
            raise NotAnchored(Why.COSIGNATURE_FROM_FUTURE, f"{self.where} says it is {time}")
        tree, evidence = opened.checkpoint, line.line().encode()
        return Anchored(self.kind, self.where, tree.size, tree.root, evidence, time)

    def held(self) -> bytes | None:
        """The last checkpoint it cosigned, with its cosignature; not every witness shows it.

        Raises:
            NotAnchored: UNREACHABLE, HELD_FAULTY.
        """
        url = f"{self.where}/{sha256(self._log.origin.encode()).hexdigest()}/checkpoint"
        answer = self._send(Request(url))
        if answer.status != HTTPStatus.OK:
            return None
        read_held(self._log, answer.body, url)
        return answer.body

    def _cosign(self, tree: Checkpoint, note: bytes) -> bytes:
        old = known = self._cosigned()
        for _ in range(_TRIES):
            if old > tree.size:
                why = f"{self.where} has cosigned a checkpoint of size {old}; this is {tree.size}"
                raise NotAnchored(Why.BEHIND, why)
            answer = self._asked(old, tree, note)
            if answer.status == HTTPStatus.OK:
                return answer.body
            old = self._conflicting(answer, old, tree)
            if old < known:
                why = f"{self.where} has cosigned size {known}, and now knows only of {old}"
                raise NotAnchored(Why.WITNESS_SET_BACK, why)
        raise NotAnchored(Why.UNREACHABLE, f"{self.where} is asked by others all the time")

    def _asked(self, old: int, tree: Checkpoint, note: bytes) -> Answer:
        proof: Sequence[bytes] = ()
        if old:
            proof = consistency_proof(self._tree_of(tree), old, tree.size)
        body = bytes(AddCheckpoint(old, tuple(proof), note))
        return self._send(Request(f"{self.where}/add-checkpoint", body, "text/plain"))

    def _conflicting(self, answer: Answer, old: int, tree: Checkpoint) -> int:
        """The size that the witness has cosigned, if that is why it refused."""
        if answer.status == HTTPStatus.CONFLICT and answer.media_type == SIZE_TYPE:
            try:
                said = answer.body.decode("ascii").removesuffix("\n")
                return decimal(said, Fault.SIZE_MALFORMED)
            except ValueError as wrong:
                raise NotAnchored(Why.ANSWER_MALFORMED, f"{self.where}: {wrong}") from None
        raise NotAnchored(_why(answer.status, same_size=old == tree.size), self._said(answer))

    def _said(self, answer: Answer) -> str:
        words = answer.body[:_WORDS].decode(errors="replace").strip()
        return f"{self.where} answered {answer.status}: {words}"

    def _cosignature(self, note: Note, body: bytes) -> Signature:
        try:
            cosigned = Note.parse(note.text.encode() + b"\n" + body)
            return cosigned.verified([self._key])[0].signature
        except Unsound as wrong:
            raise NotAnchored(Why.COSIGNATURE_BAD, f"{self.where}: {wrong}") from None


def _why(status: int, *, same_size: bool) -> Why:
    match status:
        case HTTPStatus.FORBIDDEN:
            return Why.KEY_NOT_TRUSTED
        case HTTPStatus.NOT_FOUND:
            return Why.LOG_UNKNOWN
        case HTTPStatus.CONFLICT | HTTPStatus.UNPROCESSABLE_ENTITY:
            return Why.EQUIVOCATION if same_size else Why.CONSISTENCY_FAILS
        case _:
            return Why.ANSWER_MALFORMED
