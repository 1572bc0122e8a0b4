"""A witness (C2SP tlog-witness): for each log it knows one past, and cosigns nothing else."""

from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from threading import Lock
from typing import NamedTuple

from concerns.anchoring.add_checkpoint import SIZE_TYPE, AddCheckpoint
from concerns.anchoring.log import Log
from concerns.anchoring.witness_state import StateFaulty, WitnessState
from concerns.evidence.checkpoint import Checkpoint, read_text
from concerns.evidence.consistency import verify_consistency
from concerns.evidence.keys import Signer
from concerns.evidence.note import Note
from concerns.evidence.signed_checkpoint import Opened
from concerns.evidence.unsound import Fault, Unsound


class Reply(NamedTuple):
    """A status of HTTP, a body, and its media type."""

    status: int
    body: bytes
    media_type: str = "text/plain"


class Witness:
    """The witness's decisions, one at a time. `logs` are those it knows, by origin."""

    def __init__(
        self,
        signer: Signer,
        logs: Mapping[str, Log],
        state: WitnessState,
        now: Callable[[], datetime],
    ) -> None:
        self._signer = signer
        self._logs = logs
        self._state = state
        self._now = now
        self._one_at_a_time = Lock()

    def add(self, raw: bytes) -> Reply:
        """The answer to a request: 200 with the cosignature, which is remembered before.

        400 where it is malformed or its old size too large, 404 for an unknown log, 403 where no
        known key has signed, 409 with the size cosigned before where the old size is another, 409
        for another root of the same size, 422 where the proof fails; 503 where this witness cannot
        rely on its state or clock.
        """
        try:
            request = AddCheckpoint.parse(raw)
            origin = read_text(Note.parse(request.note).text).origin
        except Unsound as wrong:
            return _refused(400, str(wrong))
        log = self._logs.get(origin)
        if log is None:
            return _refused(404, "this witness does not know the log")
        try:
            opened = log.opened(request.note)
        except Unsound as wrong:
            return _refused(403, str(wrong))
        with self._one_at_a_time:
            before = self._state.checkpoint(origin)
            return _unfit(request, before, opened.checkpoint) or self._cosigned(opened)

    def held(self, origin_hash: str) -> Reply:
        """The last checkpoint cosigned of the log whose origin has this SHA-256; 404 if none."""
        for origin in self._logs:
            note = self._state.note(origin)
            if note and sha256(origin.encode()).hexdigest() == origin_hash:
                return Reply(200, bytes(note))
        return _refused(404, "nothing was cosigned")

    def _cosigned(self, opened: Opened) -> Reply:
        at = int(self._now().timestamp())
        if at < self._state.last_time():
            return _refused(503, "the clock is behind the last cosignature")
        own = Note(opened.note.text, tuple(one.signature for one in opened.signed))
        note = own.signed(self._signer, at)
        try:
            self._state.keep(opened.checkpoint.origin, note)
        except StateFaulty as wrong:
            return _refused(503, str(wrong))
        return Reply(200, note.signatures[-1].line().encode())


def _unfit(request: AddCheckpoint, before: Checkpoint | None, tree: Checkpoint) -> Reply | None:
    """Why a checkpoint is not cosigned; None where it continues the one cosigned before."""
    if request.old > tree.size:
        return _refused(400, "the old size is larger than the checkpoint's")
    known = before.size if before else 0
    if request.old != known:
        return Reply(409, b"%d\n" % known, SIZE_TYPE)
    if before and known == tree.size and before.root != tree.root:
        return _refused(409, "another root of the same size was cosigned")
    try:
        _check_continues(request, before, tree)
    except Unsound as wrong:
        return _refused(422, str(wrong))
    return None


def _check_continues(request: AddCheckpoint, before: Checkpoint | None, tree: Checkpoint) -> None:
    if before and before.size:
        verify_consistency(before.size, tree.size, before.root, tree.root, request.proof)
    elif request.proof:
        raise Unsound(Fault.CONSISTENCY_FAILS, "nothing is to be proved from an empty log")


def _refused(status: int, why: str) -> Reply:
    return Reply(status, f"{why}\n".encode())
