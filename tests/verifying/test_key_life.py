"""Attack 32: a key that was retired or revoked counts up to a size, and the record says so itself.

Attack 41 the other way round: what the record says of keys can only take trust away.
"""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sealed import MOMENT, Record, signer_of

from concerns.events import LogKeyStated
from concerns.evidence.keys import Kind, Signer
from concerns.evidence.note import Note
from concerns.evidence.proof import TlogProof
from concerns.record_keeping import tell
from concerns.register import Register
from concerns.storage import entries
from concerns.verifying import verify
from concerns.verifying.policy import LogKey, Policy
from concerns.verifying.proving import proof_of


def _states(record: Record, signer: Signer, state: str, size: int) -> int:
    """The record says it of a key; gives the fact's position."""
    said = tell(
        Register(record.pool, record.authority),
        LogKeyStated,
        clock=lambda: datetime.now(UTC),
        new_id=uuid4,
        vkey=str(signer.key),
        state=state,
        from_size=size,
        reason="as written",
    )
    return said.position


def _both(record: Record, newer: Signer) -> Policy:
    return Policy((LogKey(record.signer.key), LogKey(newer.key)))


def test_32_a_retired_key_signs_no_more(record: Record) -> None:
    """Up to the size that the record says it counts; what it signs alone after that does not."""
    newer = signer_of(record.origin, first=50)
    policy = _both(record, newer)
    added = _states(record, newer, "added", 8)
    record.seals()
    retired = _states(record, record.signer, "retired", 9)
    record.seals(newer)
    assert record.found(policy=policy, views=False) == set()
    record.opens()
    record.seals()
    assert record.found(policy=policy, views=False) == {("KEY_RETIRED", "checkpoint 11")}
    for position in (added, retired):
        raw = proof_of(record.pool, record.authority, position)
        entry = entries.at(record.pool, record.authority, position)
        assert raw is not None
        assert entry is not None
        proved = TlogProof.parse(raw).verify_entry(entry, record.origin, [record.signer.key])
        assert proved.entry.name == "log-key-stated/1"


def test_32_a_stolen_key_counts_up_to_the_size_before_the_theft(record: Record) -> None:
    """Before n valid, after n refused; a checkpoint that a good key signs too is as good as it."""
    newer = signer_of(record.origin, first=50)
    policy = _both(record, newer)
    assert record.found(policy=policy) == set()
    _states(record, record.signer, "revoked", 4)
    record.seals(newer)
    assert record.found(policy=policy, views=False) == {("KEY_REVOKED", "checkpoint 8")}
    vouched = bytes(Note.parse(record.notes[1]).signed(newer, MOMENT))
    folder = record.anchors(record.notes[1], vouched)
    assert record.found(policy=policy, views=False, anchors=folder) == {
        ("KEY_REVOKED", "checkpoint 8"),
        ("KEY_REVOKED", "anchor 0.note"),
    }


def test_32_nothing_said_later_takes_an_end_back(record: Record) -> None:
    """Not that it was added, not a larger size; that it was stolen weighs more than its end."""
    newer = signer_of(record.origin, first=50)
    policy = _both(record, newer)
    _states(record, record.signer, "revoked", 4)
    _states(record, record.signer, "retired", 4)
    _states(record, record.signer, "added", 0)
    _states(record, record.signer, "revoked", 100)
    record.seals(newer)
    assert record.found(policy=policy, views=False) == {("KEY_REVOKED", "checkpoint 8")}


def test_41_a_key_that_the_record_adds_is_not_relied_on(record: Record) -> None:
    """Whoever can write into the record cannot vouch for their own key."""
    attacker = signer_of(record.origin, first=50)
    _states(record, attacker, "added", 0)
    record.seals(attacker)
    assert record.found(views=False) == {("UNKNOWN_OR_BAD_KEY", "checkpoint 9")}
    assert record.verified(views=False, policy=None).clean


def test_32_the_end_of_another_key_ends_no_other(record: Record) -> None:
    """Of a key that nobody relies on, or of none at all."""
    _states(record, signer_of(record.origin, first=50), "revoked", 0)
    record.seals()
    assert record.found(views=False) == set()


def test_32_a_line_of_another_kind_counts_like_any_other(record: Record) -> None:
    """ML-DSA-44 beside Ed25519: when the first is no longer believed, the second still is."""
    lasting = Signer(record.origin, Kind.ML_DSA_44, bytes(range(32)))
    note = Note.parse(record.notes[1]).signed(lasting, MOMENT)
    _states(record, record.signer, "revoked", 4)
    folder = record.anchors(bytes(note))
    expected = {("KEY_REVOKED", "checkpoint 8"), ("KEY_REVOKED", "anchor 0.note")}
    assert record.found(views=False, anchors=folder) == expected
    found = record.found(policy=_both(record, lasting), views=False, anchors=folder)
    assert found == expected - {("KEY_REVOKED", "anchor 0.note")}
    text, line = note.text.encode(), note.signatures[1].content
    assert lasting.key.holds(text, line)
    assert not lasting.key.holds(text.replace(b"\n8\n", b"\n9\n"), line)


def test_without_its_detector_no_end_is_found(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The known-positive depends on the check."""
    _states(record, record.signer, "revoked", 4)
    assert record.found(views=False) == {("KEY_REVOKED", "checkpoint 8")}
    monkeypatch.setattr(verify, "check_keys", lambda *_: None)
    assert record.found(views=False) == set()
