"""Tokens of a time-stamping authority, and attack 25: each false one refused by its name."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from growing_log import LOG, GrowingLog
from local_tsa import LocalTsa, Root
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder, decode_timestamp_response

from concerns.anchoring.http import Answer, Request
from concerns.anchoring.refused import NotAnchored, Why
from concerns.anchoring.timestamp import TimestampAnchor
from concerns.anchoring.token import Trust, verify_token

NOTE = GrowingLog().note(5)
GRANTED, WITH_MODS = b"\x30\x03\x02\x01\x00", b"\x30\x03\x02\x01\x01"


@pytest.fixture(scope="module")
def root() -> Root:
    """What everybody relies on."""
    return Root()


@pytest.fixture
def tsa(root: Root, tmp_path: Path) -> LocalTsa:
    """The authority that is relied on."""
    return root.authority(tmp_path / "tsa", "Test Authority")


def now() -> datetime:
    return datetime.now(UTC)


def query(note: bytes = NOTE, algorithm: HashAlgorithm = HashAlgorithm.SHA256) -> bytes:
    return TimestampRequestBuilder(note, algorithm).build().as_bytes()


def refusal(raw: bytes, trust: Trust, at: datetime | None = None, nonce: int | None = None) -> Why:
    """The name under which a response is refused."""
    with pytest.raises(NotAnchored) as refused:
        verify_token(raw, NOTE, trust, at or now(), nonce)
    return refused.value.why


def test_a_note_is_stamped_and_openssl_agrees(tsa: LocalTsa) -> None:
    """Over the whole signed note; the time is the authority's; nothing is given back."""
    before = now()
    places = TimestampAnchor(LOG, "https://tsa.example", tsa.trust, tsa.send, now)
    found = places.anchor(NOTE)
    assert (found.kind, found.where, found.size) == ("rfc3161", "https://tsa.example", 5)
    assert found.time is not None
    assert before - timedelta(seconds=1) <= found.time <= now()
    assert found.time.tzinfo is not None
    assert tsa.openssl_accepts(NOTE, found.evidence)
    assert places.held() is None


def test_a_token_is_judged_at_the_time_it_says(tsa: LocalTsa) -> None:
    """Evidence 2.4: years later, with all certificates expired, it still holds."""
    raw = tsa.reply(query(algorithm=HashAlgorithm.SHA512))
    assert verify_token(raw, NOTE, tsa.trust, now() + timedelta(days=20 * 365)) <= now()


def test_the_token_of_another_checkpoint(tsa: LocalTsa) -> None:
    """Attack 25: stamped, and over other bytes."""
    other = query(GrowingLog().note(6))
    assert refusal(tsa.reply(other), tsa.trust) == Why.TIMESTAMP_OF_OTHER_NOTE


def test_the_answer_to_another_request(tsa: LocalTsa) -> None:
    """Attack 25: an old token given again, also over the network."""
    raw = tsa.reply(query())
    said = decode_timestamp_response(raw).tst_info.nonce
    assert verify_token(raw, NOTE, tsa.trust, now(), said)
    assert refusal(raw, tsa.trust, nonce=said + 1) == Why.TIMESTAMP_OTHER_NONCE

    def again(_: Request) -> Answer:
        return Answer(200, "application/timestamp-reply", raw)

    with pytest.raises(NotAnchored) as refused:
        TimestampAnchor(LOG, "https://tsa.example", tsa.trust, again, now).anchor(NOTE)
    assert refused.value.why == Why.TIMESTAMP_OTHER_NONCE


def test_granted_with_modifications(tsa: LocalTsa) -> None:
    """Attack 25: the status stands outside the signature; only plain GRANTED counts."""
    raw = tsa.reply(query())
    assert raw.count(GRANTED) == 1
    changed = raw.replace(GRANTED, WITH_MODS)
    assert refusal(changed, tsa.trust) == Why.TIMESTAMP_NOT_GRANTED


def test_a_refusal_of_the_authority_is_told(tsa: LocalTsa) -> None:
    """A request that it does not take: its words are handed on."""
    raw = tsa.reply(query()[:-3])
    with pytest.raises(NotAnchored, match="REJECTION") as refused:
        verify_token(raw, NOTE, tsa.trust, now())
    assert refused.value.why == Why.TIMESTAMP_NOT_GRANTED


def test_another_authority_of_the_same_root(root: Root, tsa: LocalTsa, tmp_path: Path) -> None:
    """Attack 25: GHSA-3xxc-pwj6-jgrj, also with the right certificate put into the token."""
    other = root.authority(tmp_path / "other", "B")  # shorter, so that DER's order is kept
    assert refusal(other.reply(query()), tsa.trust) == Why.TIMESTAMP_OTHER_AUTHORITY
    disguised = other.reply(query(), chain=[tsa.own])
    assert refusal(disguised, tsa.trust) == Why.TIMESTAMP_OTHER_AUTHORITY


def test_an_authority_of_another_root(tsa: LocalTsa, tmp_path: Path) -> None:
    """Attack 25: the certificate is known, and does not lead to the root that is pinned."""
    elsewhere = Root("Another Root").authority(tmp_path / "elsewhere", "Test Authority")
    trust = Trust.read(elsewhere.own.pem, tsa.root.pem)
    raw = elsewhere.reply(query())
    assert verify_token(raw, NOTE, elsewhere.trust, now())
    assert refusal(raw, trust) == Why.TIMESTAMP_SIGNATURE_BAD


def test_injected_certificates(tsa: LocalTsa) -> None:
    """Attack 25: what nobody has signed may not come along."""
    stranger = Root(f"A stranger {'of long name ' * 8}".strip()[:60]).own
    raw = tsa.reply(query(), chain=[tsa.root, stranger])
    assert refusal(raw, tsa.trust) == Why.TIMESTAMP_EXTRA_CERTIFICATES
    assert verify_token(tsa.reply(query(), chain=[tsa.root]), NOTE, tsa.trust, now())


def test_an_expired_chain(root: Root, tmp_path: Path) -> None:
    """Attack 25: stamped after the certificate had ended."""
    expired = root.authority(tmp_path / "expired", "Expired", until=timedelta(hours=-1))
    assert refusal(expired.reply(query()), expired.trust) == Why.TIMESTAMP_CHAIN_EXPIRED


def test_a_time_in_the_future(tsa: LocalTsa) -> None:
    """Attack 25: no fact is before a moment that has not come; one minute is forgiven."""
    raw = tsa.reply(query())
    assert verify_token(raw, NOTE, tsa.trust, now() - timedelta(seconds=50))
    early = now() - timedelta(seconds=70)
    assert refusal(raw, tsa.trust, early) == Why.TIMESTAMP_FROM_FUTURE


def test_every_flipped_byte_is_refused(tsa: LocalTsa) -> None:
    """Attack 27: or it changes nothing of what is signed, and then the time is the same."""
    raw = tsa.reply(query())
    time = verify_token(raw, NOTE, tsa.trust, now())
    accepted = [at for at in range(0, len(raw), 7) if _still_says(raw, at, tsa.trust, time)]
    assert len(accepted) <= len(raw) // 50
    for cut in range(0, len(raw), 97):
        assert refusal(raw[:cut], tsa.trust) == Why.TIMESTAMP_MALFORMED


def _still_says(raw: bytes, at: int, trust: Trust, time: datetime) -> bool:
    flipped = raw[:at] + bytes([raw[at] ^ 0x10]) + raw[at + 1 :]
    try:
        found = verify_token(flipped, NOTE, trust, now())
    except NotAnchored:
        return False
    assert found == time
    return True


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(500, "text/plain", b""), Why.ANSWER_MALFORMED),
        (Answer(200, "text/html", b"<p>Log in"), Why.ANSWER_MALFORMED),
        (Answer(200, "application/timestamp-reply", b"none"), Why.TIMESTAMP_MALFORMED),
    ],
)
def test_an_answer_that_is_no_token(tsa: LocalTsa, answer: Answer, why: Why) -> None:
    """Refused before it is looked into."""
    places = _answered(tsa, lambda _: answer)
    with pytest.raises(NotAnchored) as refused:
        places.anchor(NOTE)
    assert refused.value.why == why


def _answered(tsa: LocalTsa, send: Callable[[Request], Answer]) -> TimestampAnchor:
    return TimestampAnchor(LOG, "https://tsa.example", tsa.trust, send, now)
