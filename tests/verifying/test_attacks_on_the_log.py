# ruff: noqa: S608 - SQL as an attacker writes it

"""Attacks by somebody who may do anything to the database: each is found by its code and place.

Numbers are those of the list of attacks. Places are positions in the log, from 1.
"""

import psycopg
import pytest
from sealed import REFRAME, REHASH, Record

from authorities import new_authority
from concerns.verifying import entry, guard
from concerns.verifying.receipts import Receipt

_OTHER_WORDS = (
    "convert_to(replace(convert_from(entry, 'UTF8'), 'three alerts', 'nine alerts'), 'UTF8')"
)
ROOTS = {("ROOT_MISMATCH", "checkpoint 4"), ("ROOT_MISMATCH", "checkpoint 8")}


def test_01_a_body_is_edited_and_its_hash_left(record: Record) -> None:
    """Attack 1: SCHEMA_DRIFT (the CHECK is no longer validated), LEAF_HASH, ROOT_MISMATCH."""
    approved = guard.described(record.pool)
    with record.attacked() as owner:
        owner.execute(f"UPDATE concerns.fact SET entry = {_OTHER_WORDS} WHERE position = 3")
    found = record.found(approved=approved)
    assert found >= ROOTS
    assert found - ROOTS == {
        ("LEAF_HASH", "position 3"),
        ("SCHEMA_DRIFT", "database constraints"),
        ("VIEW_MISMATCH", "view decision-log"),
    }


def test_02_a_body_is_edited_with_its_hash(record: Record) -> None:
    """Attack 2: only signed roots tell, from the first checkpoint over it; those before hold."""
    with record.attacked() as owner:
        owner.execute(f"UPDATE concerns.fact SET entry = {_OTHER_WORDS} WHERE position = 6")
        owner.execute(f"UPDATE concerns.fact SET {REHASH} WHERE position = 6")
    assert record.found(views=False) == {("ROOT_MISMATCH", "checkpoint 8")}


def test_03_a_fact_is_deleted(record: Record) -> None:
    """Attack 3: the gap has a place."""
    with record.attacked() as owner:
        owner.execute("DELETE FROM concerns.fact WHERE position = 3")
    found = record.found(views=False)
    assert ("GAP", "position 3") in found
    assert ("ROOT_MISMATCH", "checkpoint 4") in found
    assert ("TRUNCATED", "checkpoint 8") in found


def test_04_a_fact_is_deleted_and_the_others_renumbered(record: Record) -> None:
    """Attack 4: the bytes hold their own number; framed anew as well, the roots do not."""
    with record.attacked() as owner:
        owner.execute("DELETE FROM concerns.fact WHERE position = 3")
        for n in range(4, 9):
            owner.execute("UPDATE concerns.fact SET position = %s WHERE position = %s", (n - 1, n))
    found = record.found(views=False)
    assert {("COLUMN_MISMATCH", f"position {n}") for n in range(3, 8)} <= found
    assert ("GAP", "position 3") not in found
    with record.attacked() as owner:
        owner.execute(REFRAME, {"of": record.authority})
    assert record.found(views=False) == {
        ("ROOT_MISMATCH", "checkpoint 4"),
        ("TRUNCATED", "checkpoint 8"),
    }


def test_05_the_tail_is_cut_off_with_its_checkpoint(record: Record) -> None:
    """Attack 5: undetected by the database alone; an anchor says how much there was."""
    with record.attacked() as owner:
        owner.execute("DELETE FROM concerns.fact WHERE position > 4")
        owner.execute("DELETE FROM concerns.checkpoint WHERE size > 4")
    assert record.found(views=False) == set()
    assert record.found(views=False, anchors=record.anchors()) == {
        ("TRUNCATED", "anchor 1.note"),
        ("CHECKPOINT_MISSING", "checkpoint 8"),
    }


def test_06_a_fact_is_forged_into_the_middle(record: Record) -> None:
    """Attack 6: those moved up say another number than their columns, and no root holds."""
    with record.attacked() as owner:
        for n in range(8, 2, -1):
            owner.execute("UPDATE concerns.fact SET position = %s WHERE position = %s", (n + 1, n))
        owner.execute(
            "INSERT INTO concerns.fact (authority, position, id, case_id, version, name,"
            " recorded_at, entry, body_start, leaf_hash)"
            " SELECT authority, 3, gen_random_uuid(), gen_random_uuid(), 1, name, recorded_at,"
            " entry, body_start, leaf_hash FROM concerns.fact WHERE position = 2"
        )
    found = record.found(views=False)
    assert {("COLUMN_MISMATCH", f"position {n}") for n in range(3, 10)} <= found
    assert found >= ROOTS


def test_08_two_facts_change_places(record: Record) -> None:
    """Attack 8: the number in the bytes is not the column's."""
    with record.attacked() as owner:
        for old, new in ((2, 99), (3, 2), (99, 3)):
            owner.execute("UPDATE concerns.fact SET position = %s WHERE position = %s", (new, old))
    found = record.found(views=False)
    assert {("COLUMN_MISMATCH", "position 2"), ("COLUMN_MISMATCH", "position 3")} <= found
    assert found >= ROOTS


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ("case_id = gen_random_uuid()", "case_id"),
        ("recorded_at = recorded_at + interval '1 microsecond'", "recorded_at"),
        ("recorded_at = 'infinity'", "recorded_at"),
        ("recorded_at = '0044-03-15 BC'", "recorded_at"),
        ("name = 'case-closed/1'", "name"),
        ("version = 7", "version"),
        ("version = -1", "version"),
        ("id = gen_random_uuid()", "id"),
        ("body_start = body_start + 1", "body_start"),
    ],
)
def test_09_and_10_a_copy_is_changed(record: Record, change: str, column: str) -> None:
    """Attacks 9 and 10: what is read by a column, not from the bytes, is told with the column."""
    with record.attacked() as owner:
        owner.execute(f"UPDATE concerns.fact SET {change} WHERE position = 3")
    findings = record.verified(views=False).findings.kept
    assert [(one.code, one.place) for one in findings] == [("COLUMN_MISMATCH", "position 3")]
    assert column in findings[0].why


def test_20_an_old_fact_is_recorded_again(record: Record) -> None:
    """Attack 20: its own bytes say another place; framed anew, its id is there twice."""
    with record.attacked() as owner:
        owner.execute(
            "INSERT INTO concerns.fact (authority, position, id, case_id, version, name,"
            " recorded_at, entry, body_start, leaf_hash)"
            " SELECT authority, 9, gen_random_uuid(), case_id, version + 1, name,"
            " clock_timestamp(), entry, body_start, leaf_hash FROM concerns.fact"
            " WHERE position = 2"
        )
    expected = {("COLUMN_MISMATCH", "position 9"), ("DUPLICATE_ID", "position 9")}
    assert expected <= record.found(views=False)
    with record.attacked() as owner:
        owner.execute(REFRAME, {"of": record.authority})
    assert ("DUPLICATE_ID", "position 9") in record.found(views=False)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('{"reason":"a","reason":"b"}', "BODY_DUPKEY"),
        ('{"b":1,"a":2}', "NOT_CANONICAL"),
        ('{"a": 1}', "NOT_CANONICAL"),
        ('{"a":1.5}', "NOT_CANONICAL"),
        ('{"a":1e3}', "NOT_CANONICAL"),
        ('{"a":9007199254740993}', "NOT_CANONICAL"),
        ('[{"a":1}]', "NOT_CANONICAL"),
        ('{"a":1}{"b":2}', "NOT_CANONICAL"),
    ],
)
def test_21_a_body_that_two_readers_read_differently(record: Record, body: str, code: str) -> None:
    """Attack 21: hashed and framed right, it still has only one spelling (RFC 8785)."""
    with record.attacked() as owner:
        owner.execute(
            "UPDATE concerns.fact SET entry = substring(entry FOR body_start - 1)"
            " || convert_to(%s, 'UTF8') WHERE position = 5",
            (body,),
        )
        owner.execute(f"UPDATE concerns.fact SET {REHASH} WHERE position = 5")
    assert record.found(views=False) == {
        (code, "position 5"),
        ("ROOT_MISMATCH", "checkpoint 8"),
    }


def test_21_bytes_that_are_no_entry(record: Record) -> None:
    """Attack 21: hashed right, and framed as nothing is."""
    with record.attacked() as owner:
        owner.execute("UPDATE concerns.fact SET entry = 'no entry' WHERE position = 5")
        owner.execute(f"UPDATE concerns.fact SET {REHASH} WHERE position = 5")
    assert record.found(views=False) == {
        ("ENTRY_MALFORMED", "position 5"),
        ("ROOT_MISMATCH", "checkpoint 8"),
    }


def test_22_the_last_fact_is_deleted_before_it_is_sealed(record: Record) -> None:
    """Attack 22: undetected, since nothing was signed over it; found with the caller's receipt."""
    record.opens()
    with record.attacked() as owner:
        owner.execute("DELETE FROM concerns.fact WHERE position = 9")
    receipts = [Receipt(n, bytes.fromhex(one)) for n, one in record.receipts]
    assert record.found(views=False, anchors=record.anchors()) == set()
    assert record.found(views=False, receipts=receipts) == {("RECEIPT_BROKEN", "position 9")}
    record.opens()
    assert record.found(views=False, receipts=receipts) == {("RECEIPT_BROKEN", "position 9")}


def test_24_a_fact_of_another_councils_log(record: Record) -> None:
    """Attack 24: the bytes name the log they belong to."""
    other = new_authority(record.owner.info.dsn)
    elsewhere = Record(record.pool, record.owner, other, f"x/{other}", record.signer)
    elsewhere.opens(5)
    with record.attacked() as owner:
        owner.execute(
            "UPDATE concerns.fact f SET entry = g.entry, leaf_hash = g.leaf_hash, id = g.id,"
            " case_id = g.case_id, recorded_at = g.recorded_at, body_start = g.body_start"
            " FROM concerns.fact g WHERE g.authority = %s AND g.position = 5"
            " AND f.authority = %s AND f.position = 5",
            (other, record.authority),
        )
    findings = record.verified(views=False).findings.kept
    assert ("WRONG_ORIGIN", "position 5") in {(one.code, one.place) for one in findings}
    assert other in next(one.why for one in findings if one.code == "WRONG_ORIGIN")


def test_40_history_is_rewritten_for_a_good_reason(record: Record) -> None:
    """Attack 40: a migration that tidies old facts, with every hash made anew, breaks the roots."""
    with psycopg.connect(record.owner.info.dsn) as migrator:
        migrator.execute("SELECT set_config('concerns.migrating', 'on', true)")
        migrator.execute("ALTER TABLE concerns.fact DISABLE TRIGGER USER")
        migrator.execute("ALTER TABLE concerns.fact DROP CONSTRAINT fact_leaf_of_entry")
        migrator.execute(
            "UPDATE concerns.fact SET entry = convert_to(replace(convert_from(entry, 'UTF8'),"
            " '\"reason\":\"', '\"reason\":\"(tidied) '), 'UTF8')"
        )
        migrator.execute(f"UPDATE concerns.fact SET {REHASH}")
    assert record.found(views=False) == ROOTS


def test_times_do_not_run_backwards(record: Record) -> None:
    """Attack 30: a fact framed with a time before its predecessor's is told, whoever framed it."""
    with record.attacked() as owner:
        owner.execute(
            "UPDATE concerns.fact SET recorded_at = recorded_at - interval '1 day'"
            " WHERE position = 6"
        )
        owner.execute(REFRAME, {"of": record.authority})
    assert record.found(views=False) == {
        ("TIME_BACKWARDS", "position 6"),
        ("ROOT_MISMATCH", "checkpoint 8"),
    }


def test_a_position_that_stands_there_twice(record: Record) -> None:
    """Somebody who drops the key of the table puts a second fact beside the first."""
    with record.attacked() as owner:
        owner.execute("ALTER TABLE concerns.fact DROP CONSTRAINT fact_pkey")
        owner.execute("ALTER TABLE concerns.fact DROP CONSTRAINT fact_id")
        owner.execute("ALTER TABLE concerns.fact DROP CONSTRAINT fact_case_version")
        owner.execute("INSERT INTO concerns.fact SELECT * FROM concerns.fact WHERE position = 3")
    expected = {("POSITION_TWICE", "position 3"), ("DUPLICATE_ID", "position 3")}
    assert expected <= record.found(views=False)


@pytest.mark.parametrize(
    ("detector", "attack"),
    [
        ("_hashed", f"UPDATE concerns.fact SET entry = {_OTHER_WORDS} WHERE position = 6"),
        ("_in_its_place", "DELETE FROM concerns.fact WHERE position = 6"),
        ("_copies_agree", "UPDATE concerns.fact SET version = 7 WHERE position = 6"),
    ],
)
def test_without_its_detector_nothing_of_it_is_found(
    record: Record, monkeypatch: pytest.MonkeyPatch, detector: str, attack: str
) -> None:
    """Each finding comes from its own check and no other: the tests above do not pass by chance."""
    with record.attacked() as owner:
        owner.execute(attack)
    of_log = {code for code, place in record.found(views=False) if place.startswith("position")}
    monkeypatch.setattr(entry.Reading, detector, lambda *_: None)
    without = {code for code, place in record.found(views=False) if place.startswith("position")}
    assert len(of_log) == 1
    assert without == set()
