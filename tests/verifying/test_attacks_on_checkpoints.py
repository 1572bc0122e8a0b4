# ruff: noqa: S608 - SQL as an attacker writes it

"""Attacks on what was signed: keys, checkpoints, tiles, and histories told twice."""

from pathlib import Path

import pytest
from sealed import REHASH, Record, signed, signer_of

from concerns.evidence.keys import Kind, Signer
from concerns.evidence.note import Note
from concerns.verifying import anchors, checkpoints
from concerns.verifying.finding import CannotCheck
from concerns.verifying.policy import LogKey, Policy, read_policy

_REWRITE = (
    "UPDATE concerns.fact SET entry = convert_to(replace(convert_from(entry, 'UTF8'),"
    " 'three alerts', 'no alerts'), 'UTF8') WHERE position = 2"
)


def _rebuilt(record: Record, signer: Signer) -> None:
    """One decision is another, every hash is made anew, and every checkpoint signed again."""
    with record.attacked() as owner:
        owner.execute(_REWRITE)
        owner.execute(f"UPDATE concerns.fact SET {REHASH}")
        owner.execute("DELETE FROM concerns.checkpoint")
    every, notes = record.entries(), record.notes
    record.notes = []
    for size in (4, 8):
        with record.attacked() as owner:
            owner.execute(
                f"CREATE TEMP TABLE later AS SELECT * FROM concerns.fact WHERE position > {size}"
            )
            owner.execute(f"DELETE FROM concerns.fact WHERE position > {size}")
        record.seals(signer)
        with record.attacked() as owner:
            owner.execute("INSERT INTO concerns.fact SELECT * FROM later")
            owner.execute("DROP TABLE later")
    assert record.entries() == every
    record.notes = notes


def test_11_another_database_under_another_key(record: Record) -> None:
    """Attack 11: the key is not the one that is known, and the roots are not those anchored."""
    before = record.anchors()
    _rebuilt(record, signer_of(record.origin, first=50))
    found = record.found(views=False, anchors=before)
    assert {("UNKNOWN_OR_BAD_KEY", "checkpoint 4"), ("UNKNOWN_OR_BAD_KEY", "checkpoint 8")} <= found
    assert {("ROOT_MISMATCH", "anchor 0.note"), ("ROOT_MISMATCH", "anchor 1.note")} <= found


def test_12_a_rebuilt_log_signed_with_the_stolen_key(record: Record) -> None:
    """Attack 12: nothing inside the database shows it. One copy of one checkpoint outside does."""
    before = record.anchors(record.notes[0])
    _rebuilt(record, record.signer)
    assert record.found(views=False) == set()
    assert record.found(views=False, anchors=before) == {
        ("ROOT_MISMATCH", "anchor 0.note"),
        ("CHECKPOINT_EDITED", "checkpoint 4"),
        ("EQUIVOCATION", "checkpoint 4"),
    }


def test_13_an_old_backup_with_a_new_future(record: Record) -> None:
    """Attack 13: restored to four facts and gone on from there; one anchor of eight is enough."""
    with record.attacked() as owner:
        owner.execute("DELETE FROM concerns.fact WHERE position > 4")
        owner.execute("DELETE FROM concerns.checkpoint WHERE size > 4")
        owner.execute("DELETE FROM concerns.claim")
        owner.execute("DELETE FROM concerns.view_row WHERE from_position > 4")
        owner.execute("UPDATE concerns.progress SET position = 4")
    anchored = record.anchors(record.notes[1])
    record.opens(6)
    record.seals()
    assert record.found(views=False) == set()
    assert record.found(views=False, anchors=anchored) == {
        ("CHECKPOINT_MISSING", "checkpoint 8"),
        ("ROOT_MISMATCH", "anchor 0.note"),
    }


def test_14_two_auditors_are_shown_two_histories(record: Record) -> None:
    """Attack 14: two signed notes of one size and two roots prove it by themselves."""
    other, _, _ = signed([b"another past %d" % n for n in range(8)], record.signer)
    report = record.verified(anchors=record.anchors(record.notes[1], other))
    told = [one for one in report.findings.kept if one.code == "EQUIVOCATION"]
    assert [one.place for one in told] == ["checkpoint 8"]
    assert told[0].notes == (record.notes[1], other)


def test_15_a_stored_checkpoint_is_edited_or_gone(record: Record) -> None:
    """Attack 15: its columns against its note, its note against the anchor, its absence."""
    with record.attacked() as owner:
        owner.execute("UPDATE concerns.checkpoint SET root = sha256('x') WHERE size = 8")
    expected = {
        ("CHECKPOINT_EDITED", "checkpoint 8"),
        ("ROOT_MISMATCH", "checkpoint 8"),
        ("CONSISTENCY_FAILS", "checkpoint 8"),
    }
    assert record.found(views=False) == expected
    with record.attacked() as owner:
        owner.execute("DELETE FROM concerns.checkpoint WHERE size = 8")
    assert record.found(views=False) == set()
    assert record.found(views=False, anchors=record.anchors()) == {
        ("CHECKPOINT_MISSING", "checkpoint 8")
    }


def test_15_a_note_with_a_signature_that_does_not_hold(record: Record) -> None:
    """Attack 15: another text above a good signature."""
    forged = record.notes[1].replace(b"\n8\n", b"\n7\n")
    with record.attacked() as owner:
        owner.execute("UPDATE concerns.checkpoint SET note = %s WHERE size = 8", (forged,))
    assert record.found(views=False) == {("CHECKPOINT_BAD_SIGNATURE", "checkpoint 8")}
    with record.attacked() as owner:
        owner.execute("UPDATE concerns.checkpoint SET note = 'no note' WHERE size = 8")
    assert record.found(views=False) == {("CHECKPOINT_MALFORMED", "checkpoint 8")}


def test_41_the_verifier_is_handed_the_attackers_key(record: Record, tmp_path: Path) -> None:
    """Attack 41: keys come only from the policy; a key stored beside the record counts nothing, and
    without a policy the report says that nobody's signature was checked.
    """
    attacker = signer_of(record.origin, first=50)
    _rebuilt(record, attacker)
    assert ("UNKNOWN_OR_BAD_KEY", "checkpoint 8") in record.found(views=False)
    report = record.verified(views=False, policy=None)
    assert any(one.startswith("who signed") for one in report.not_checked)
    weak = f"log {record.origin}+00000000+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    for line in (weak, f"key {attacker.key}", f"log {attacker.key} until=4", "# nothing"):
        file = tmp_path / "policy"
        file.write_text(f"# keys\n{line}\n", encoding="utf-8")
        with pytest.raises(CannotCheck, match="policy"):
            read_policy(file)


def test_32_a_key_is_relied_on_only_for_its_sizes(record: Record, tmp_path: Path) -> None:
    """Attack 32: what a key signed before it was stolen stays good; what it signed after, not."""
    file = tmp_path / "policy"
    file.write_text(f"log {record.signer.key} to=4  # stolen\n", encoding="utf-8")
    policy = read_policy(file)
    assert policy == Policy((LogKey(record.signer.key, 1, 4),))
    assert record.found(policy=policy) == {("UNKNOWN_OR_BAD_KEY", "checkpoint 8")}


def test_a_witness_whose_line_does_not_hold(record: Record) -> None:
    """Attack 26: a line by a witness that is relied on must hold; by others it proves nothing."""
    witness = Signer("witness.example/audit", Kind.COSIGNATURE, bytes(range(64, 96)))
    good = Note.parse(record.notes[1]).signed(witness, 1_772_443_800)
    wrong = Note.parse(record.notes[0]).with_signatures(good.signatures[1:])
    policy = record.policy()._replace(witnesses=(witness.key,))
    assert record.found(policy=policy, anchors=record.anchors(bytes(good))) == set()
    folder = record.anchors(bytes(good), bytes(wrong))
    assert record.found(policy=policy, anchors=folder) == {
        ("CHECKPOINT_BAD_SIGNATURE", "anchor 1.note")
    }


def test_an_anchor_of_another_log_or_by_nobody(record: Record) -> None:
    """Attacks 11 and 26: a file that somebody put among the anchors accuses nobody by itself."""
    stranger = signer_of("elsewhere.example/log")
    other, _, _ = signed([b"x"], stranger)
    by_nobody, _, _ = signed([b"x"] * 8, signer_of(record.origin, first=90))
    assert record.found(anchors=record.anchors(*record.notes, other, by_nobody, b"torn")) == {
        ("WRONG_ORIGIN", "anchor 2.note"),
        ("UNKNOWN_OR_BAD_KEY", "anchor 3.note"),
        ("CHECKPOINT_MALFORMED", "anchor 4.note"),
    }


def test_a_tile_is_not_of_these_entries(record: Record) -> None:
    """Attack 37: tiles are stored for others to read: one that is wrong or missing is told."""
    record.opens(252)
    record.seals()
    assert record.found(views=False) == set()
    with record.attacked() as owner:
        owner.execute(
            "UPDATE concerns.tile SET hashes = set_byte(hashes, 77, get_byte(hashes, 77) # 1)"
        )
    assert record.found(views=False) == {("TILE_MISMATCH", "tile/0/000")}
    with record.attacked() as owner:
        owner.execute("UPDATE concerns.tile SET nth = 1")
    assert record.found(views=False) == {
        ("TILE_MISMATCH", "tile/0/000"),
        ("TILE_MISMATCH", "tile/0/001"),
    }


@pytest.mark.parametrize(
    ("module", "detector", "code"),
    [
        (checkpoints, "check_root", "ROOT_MISMATCH"),
        (anchors, "_check_stored", "CHECKPOINT_EDITED"),
        (anchors, "check_one_history", "EQUIVOCATION"),
    ],
)
def test_without_its_detector_nothing_of_it_is_found(
    record: Record, monkeypatch: pytest.MonkeyPatch, module: object, detector: str, code: str
) -> None:
    """Attack 12: the known-positive depends on each of its three checks."""
    before = record.anchors()
    _rebuilt(record, record.signer)
    assert code in {found for found, _ in record.found(views=False, anchors=before)}
    monkeypatch.setattr(module, detector, lambda *_: None)
    if detector == "check_root":
        monkeypatch.setattr(anchors, detector, lambda *_: None)
    assert code not in {found for found, _ in record.found(views=False, anchors=before)}
