"""The witness and its client: C2SP tlog-witness, attack 31."""

from collections.abc import Callable, Generator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from growing_log import LOG, MOMENT, ORIGIN, SIGNER, STRANGER, WITNESS, GrowingLog
from starlette.testclient import TestClient

from concerns.anchoring.add_checkpoint import AddCheckpoint
from concerns.anchoring.http import Answer, Request
from concerns.anchoring.log import Log
from concerns.anchoring.refused import NotAnchored, Why
from concerns.anchoring.witness import Reply, Witness
from concerns.anchoring.witness_app import LARGEST, witness_app
from concerns.anchoring.witness_client import WitnessAnchor
from concerns.anchoring.witness_state import StateFaulty, WitnessState
from concerns.evidence.consistency import consistency_proof
from concerns.evidence.keys import Kind, Signer
from concerns.evidence.note import Note
from concerns.evidence.signed_checkpoint import open_checkpoint
from concerns.evidence.unsound import Fault, Unsound

OURS, OTHERS = GrowingLog(), GrowingLog(fork=3)
URL = "https://witness.example"
ANOTHER = Signer("witness.example/other", Kind.COSIGNATURE, bytes(range(65, 97)))


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.at = datetime.fromtimestamp(MOMENT, UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def state(tmp_path: Path) -> Generator[WitnessState]:
    found = WitnessState.new(tmp_path / "state.json", WITNESS.key)
    yield found
    found.close()


@pytest.fixture
def witness(state: WitnessState, clock: Clock) -> Witness:
    return Witness(WITNESS, {ORIGIN: LOG}, state, clock)


def asked(
    old: int, size: int, log: GrowingLog = OURS, signer: Signer = SIGNER, proof: int | None = None
) -> bytes:
    """A request as a log would send it; `proof` from another size than it says."""
    start = old if proof is None else proof
    hashes: list[bytes] = []
    if 0 < start <= size:
        hashes = consistency_proof(log.tree_of(log.checkpoint(size)), start, size)
    return bytes(AddCheckpoint(old, tuple(hashes), log.note(size, signer)))


def cosigned(reply: Reply, note: bytes) -> None:
    """The answer is a signature line that completes the note."""
    assert (reply.status, reply.media_type) == (200, "text/plain")
    opened = open_checkpoint(note + reply.body, ORIGIN, LOG.keys, [WITNESS.key])
    assert [one.key for one in opened.signed] == [SIGNER.key, WITNESS.key]


def test_a_checkpoint_that_continues_is_cosigned(witness: Witness) -> None:
    """First at any size; then only with the proof; the same once more with none."""
    cosigned(witness.add(asked(0, 5)), OURS.note(5))
    cosigned(witness.add(asked(5, 300)), OURS.note(300))
    cosigned(witness.add(asked(300, 300)), OURS.note(300))


def test_an_old_size_that_is_not_the_witnesss_gets_the_size(witness: Witness) -> None:
    """Attack 31: 409, in the standard's own media type."""
    assert witness.add(asked(4, 5)) == Reply(409, b"0\n", "text/x.tlog.size")
    witness.add(asked(0, 5))
    for old in (0, 4, 6):
        assert witness.add(asked(old, 7)) == Reply(409, b"5\n", "text/x.tlog.size")


def test_what_does_not_continue_is_not_cosigned(witness: Witness, state: WitnessState) -> None:
    """Attack 31: 422 for a bad proof, also one from nothing; 409 for another root of one size."""
    assert witness.add(asked(0, 7, proof=5)).status == 422
    witness.add(asked(0, 5))
    for bad in (
        asked(5, 7, OTHERS),
        asked(5, 7, proof=4),
        bytes(AddCheckpoint(5, (), OURS.note(7))),
        bytes(AddCheckpoint(5, (bytes(32),), OURS.note(5))),
    ):
        assert witness.add(bad).status == 422
    same_size = witness.add(asked(5, 5, OTHERS))
    assert (same_size.status, same_size.media_type) == (409, "text/plain")
    assert state.checkpoint(ORIGIN) == OURS.checkpoint(5)


def test_a_rollback_is_refused(witness: Witness, state: WitnessState) -> None:
    """Attack 31: a smaller checkpoint, with whatever old size."""
    witness.add(asked(0, 7))
    assert witness.add(asked(7, 5)).status == 400
    assert witness.add(asked(5, 5)) == Reply(409, b"7\n", "text/x.tlog.size")
    assert state.checkpoint(ORIGIN) == OURS.checkpoint(7)


def test_unknown_logs_and_keys(state: WitnessState, clock: Clock) -> None:
    """Attack 31: 404 for an origin that is not known, 403 where no known key has signed."""
    elsewhere = Witness(WITNESS, {"another.example": Log("another.example", ())}, state, clock)
    assert elsewhere.add(asked(0, 5)).status == 404
    here = Witness(WITNESS, {ORIGIN: LOG}, state, clock)
    assert here.add(asked(0, 5, signer=STRANGER)).status == 403
    both = bytes(Note.parse(OURS.note(5)).signed(STRANGER, 0))
    assert here.add(bytes(AddCheckpoint(0, (), both))).status == 200


NOTE = OURS.note(5).decode()
_, _SIZE, _ROOT, *_ = NOTE.split("\n")
_LINE = NOTE.partition("\n\n")[2]


@pytest.mark.parametrize(
    "raw",
    [
        "",
        NOTE,
        f"old 0\n{NOTE}",
        f"old 00\n\n{NOTE}",
        f"old -1\n\n{NOTE}",
        f"old  0\n\n{NOTE}",
        f"Old 0\n\n{NOTE}",
        f"old 0\r\n\r\n{NOTE}",
        f"old 0\nAAAA\n\n{NOTE}",
        "old 5\n" + f"{_ROOT}\n" * 64 + f"\n{NOTE}",
        "old 0\n\n" + NOTE.replace(f"{_ROOT}\n", f"{_ROOT}\nextension\n"),
        "old 0\n\n" + NOTE.replace("\n5\n", "\n05\n"),
        "old 0\n\n" + NOTE.replace(f"\n{_ROOT}", "\nAAAA"),
        "old 0\n\n" + NOTE.replace("\n5\n", "\n5\x01\n"),
        f"old 0\n\n{NOTE}{_LINE}",
        f"old 0\n\n{NOTE.rstrip()}",
    ],
)
def test_what_is_malformed_is_refused_before_anything_else(witness: Witness, raw: str) -> None:
    """Attack 26: extension lines, leading zeros, short hashes, controls, lines twice."""
    assert witness.add(raw.encode()).status == 400


def test_every_flipped_bit_of_a_request_is_refused(witness: Witness, state: WitnessState) -> None:
    """Attack 27: no request but the one that was signed and proved moves the witness."""
    witness.add(asked(0, 5))
    request = asked(5, 7)
    for at in range(len(request)):
        flipped = request[:at] + bytes([request[at] ^ 1 << at % 8]) + request[at + 1 :]
        assert witness.add(flipped).status in {400, 403, 404, 409, 422}
    assert state.checkpoint(ORIGIN) == OURS.checkpoint(5)


def test_requests_come_back() -> None:
    """As they were written."""
    request = AddCheckpoint(5, (bytes(32), bytes(range(32))), OURS.note(7))
    assert AddCheckpoint.parse(bytes(request)) == request
    with pytest.raises(Unsound) as refused:
        AddCheckpoint.parse(b"old 5\n\xff\n\n")
    assert refused.value.fault == Fault.PROOF_MALFORMED


def test_the_state_survives_and_is_never_guessed(
    witness: Witness, state: WitnessState, tmp_path: Path, clock: Clock
) -> None:
    """A witness without its memory does not start: it could cosign another past."""
    witness.add(asked(0, 5))
    file = tmp_path / "state.json"
    with pytest.raises(StateFaulty, match="in use"):
        WitnessState(file, WITNESS.key)
    state.close()
    again = WitnessState(file, WITNESS.key)
    assert Witness(WITNESS, {ORIGIN: LOG}, again, clock).add(asked(5, 7)).status == 200
    again.close()
    with pytest.raises(StateFaulty, match="there already"):
        WitnessState.new(file, WITNESS.key)
    file.unlink()
    with pytest.raises(StateFaulty, match="missing"):
        WitnessState(file, WITNESS.key)


def test_a_state_that_somebody_else_wrote_is_refused(
    witness: Witness, state: WitnessState, tmp_path: Path
) -> None:
    """Attack 31: the witness's own state set back: each line in it must be its own cosignature."""
    file = tmp_path / "state.json"
    empty = file.read_bytes()
    witness.add(asked(0, 5))
    older = file.read_bytes()
    witness.add(asked(5, 7))
    for changed in (empty, older):
        file.unlink()
        file.write_bytes(changed)
        assert witness.add(asked(7, 9)).status == 503
    assert state.checkpoint(ORIGIN) == OURS.checkpoint(7)
    state.close()
    foreign = WitnessState.new(tmp_path / "foreign.json", ANOTHER.key)
    Witness(ANOTHER, {ORIGIN: LOG}, foreign, Clock()).add(asked(0, 300))
    for content in ((tmp_path / "foreign.json").read_bytes(), b"{", b"[]", b'{"a": 5}', b""):
        file.unlink()
        file.write_bytes(content)
        with pytest.raises(StateFaulty):
            WitnessState(file, WITNESS.key)
    foreign.close()


def test_no_cosignature_is_earlier_than_the_one_before(witness: Witness, clock: Clock) -> None:
    """Attack 30: the clock was set back; nothing is remembered, and later it goes on."""
    witness.add(asked(0, 5))
    clock.at -= timedelta(seconds=1)
    assert witness.add(asked(5, 7)).status == 503
    clock.at += timedelta(seconds=1)
    assert witness.add(asked(5, 7)).status == 200


def over_http(witness: Witness) -> Callable[[Request], Answer]:
    """The witness as a server, without a network."""
    client = TestClient(witness_app(witness), base_url=URL)

    def send(request: Request) -> Answer:
        if request.body is None:
            came = client.get(request.url)
        else:
            headers = {"Content-Type": request.media_type}
            came = client.post(request.url, content=request.body, headers=headers)
        return Answer(came.status_code, came.headers["content-type"].split(";")[0], came.content)

    return send


def client(
    send: Callable[[Request], Answer], clock: Clock, log: GrowingLog = OURS, known: int = 0
) -> WitnessAnchor:
    return WitnessAnchor(LOG, URL, WITNESS.key, log.tree_of, send, clock, lambda: known)


def test_the_client_finds_the_size_and_brings_the_proof(witness: Witness, clock: Clock) -> None:
    """Without knowing anything of the witness; the evidence is its line, the time its time."""
    send = over_http(witness)
    assert client(send, clock).held() is None
    client(send, clock).anchor(OURS.note(5))
    clock.at += timedelta(seconds=10)
    found = client(send, clock).anchor(OURS.note(300))
    assert (found.kind, found.where, found.size, found.time) == ("witness", URL, 300, clock.at)
    assert found.evidence.startswith("\u2014 witness.example/audit ".encode())
    held = client(send, clock).held()
    assert held == OURS.note(300) + found.evidence
    assert client(send, clock, known=300).anchor(OURS.note(300)) == found


def test_the_server_by_its_addresses(witness: Witness) -> None:
    """Where the standard puts them; what is far too large is not read to its end."""
    server = TestClient(witness_app(witness), base_url=URL)
    hashed = sha256(ORIGIN.encode()).hexdigest()
    assert server.get(f"/{hashed}/checkpoint").status_code == 404
    assert server.post("/add-checkpoint", content=asked(0, 5)).status_code == 200
    assert server.get(f"/{hashed}/checkpoint").status_code == 200
    assert server.get(f"/{'0' * 64}/checkpoint").status_code == 404
    conflict = server.post("/add-checkpoint", content=asked(4, 5))
    assert (conflict.status_code, conflict.text) == (409, "5\n")
    assert conflict.headers["content-type"] == "text/x.tlog.size"
    assert server.post("/add-checkpoint", content=b"x" * (LARGEST + 1)).status_code == 413
    assert server.get("/add-checkpoint").status_code == 405


@pytest.mark.parametrize(
    ("first", "then", "known", "why"),
    [
        ((OURS, 5), (OTHERS, 5), 0, Why.EQUIVOCATION),
        ((OURS, 5), (OTHERS, 7), 0, Why.CONSISTENCY_FAILS),
        ((OURS, 7), (OURS, 5), 0, Why.BEHIND),
        ((OURS, 5), (OURS, 9), 7, Why.WITNESS_SET_BACK),
        ((OURS, 5), (OURS, 5), 7, Why.BEHIND),
    ],
)
def test_the_client_names_what_the_witness_refuses(
    witness: Witness,
    clock: Clock,
    first: tuple[GrowingLog, int],
    then: tuple[GrowingLog, int],
    known: int,
    why: Why,
) -> None:
    """Attack 31: two pasts, a rollback of ours, a rollback of the witness's own state."""
    send = over_http(witness)
    log, size = first
    client(send, clock, log).anchor(log.note(size))
    log, size = then
    with pytest.raises(NotAnchored) as refused:
        client(send, clock, log, known).anchor(log.note(size))
    assert refused.value.why == why


def test_unknown_to_the_witness(state: WitnessState, clock: Clock) -> None:
    """404 and 403 as the client says them."""
    for logs, why in (
        ({}, Why.LOG_UNKNOWN),
        ({ORIGIN: Log(ORIGIN, (STRANGER.key,))}, Why.KEY_NOT_TRUSTED),
    ):
        send = over_http(Witness(WITNESS, logs, state, clock))
        with pytest.raises(NotAnchored) as refused:
            client(send, clock).anchor(OURS.note(5))
        assert refused.value.why == why


def test_a_cosignature_that_cannot_be_believed(
    witness: Witness, clock: Clock, tmp_path: Path
) -> None:
    """By another key, of another checkpoint, of no checkpoint, or from the future."""
    other = WitnessState.new(tmp_path / "other.json", ANOTHER.key)
    wrong_key = Witness(ANOTHER, {ORIGIN: LOG}, other, clock).add(asked(0, 5)).body
    other_tree = witness.add(asked(0, 6)).body
    for body in (wrong_key, other_tree, b"", b"fine\n"):
        with pytest.raises(NotAnchored) as refused:
            client(lambda _, said=body: Answer(200, "text/plain", said), clock).anchor(OURS.note(5))
        assert refused.value.why == Why.COSIGNATURE_BAD
    early = Clock()
    early.at -= timedelta(seconds=61)
    with pytest.raises(NotAnchored) as future:
        client(lambda _: Answer(200, "text/plain", other_tree), early).anchor(OURS.note(6))
    assert future.value.why == Why.COSIGNATURE_FROM_FUTURE
    other.close()


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(500, "text/plain", b"broken"), Why.ANSWER_MALFORMED),
        (Answer(400, "text/plain", b"no"), Why.ANSWER_MALFORMED),
        (Answer(409, "text/x.tlog.size", b"05\n"), Why.ANSWER_MALFORMED),
        (Answer(409, "text/x.tlog.size", b"\xff\n"), Why.ANSWER_MALFORMED),
        (Answer(409, "text/x.tlog.size", b"0\n"), Why.UNREACHABLE),
    ],
)
def test_answers_that_the_standard_does_not_know(clock: Clock, answer: Answer, why: Why) -> None:
    """Never taken for a cosignature, and never asked for ever."""
    with pytest.raises(NotAnchored) as refused:
        client(lambda _: answer, clock).anchor(OURS.note(5))
    assert refused.value.why == why
