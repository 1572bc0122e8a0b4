"""The sealer signs what continues the record, and refuses everything else, on a real PostgreSQL."""

# ruff: noqa: S608 - the attacker writes what they like

import os
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson
import psycopg
import pytest

from authorities import entries, new_authority
from concerns.evidence.consistency import verify_consistency
from concerns.evidence.inclusion import inclusion_proof, verify_inclusion
from concerns.evidence.keys import Kind, Signer
from concerns.evidence.signed_checkpoint import open_checkpoint
from concerns.evidence.tile_places import TilePlace
from concerns.evidence.tile_reader import TileReader
from concerns.evidence.tiles import ReadTile
from concerns.sealer import Sealer, WillNotSign
from concerns.sealers import alone
from concerns.storage import attest, door, tree
from concerns.storage.entries import origin
from concerns.storage.pool import Pool, open_pool
from unguarded import unguarded


@pytest.fixture
def authority(database: str) -> str:
    return new_authority(database)


@pytest.fixture
def reading(database: str) -> Generator[Pool]:
    """Connections that act as the sealer."""
    with open_pool(database, 2, role=tree.ROLE) as pool:
        yield pool


@pytest.fixture
def sealer(reading: Pool, authority: str, tmp_path: Path) -> Sealer:
    signer = Signer(origin(reading, authority), Kind.ED25519, os.urandom(32))
    with reading.connection() as connection:
        approved = attest.described(connection)
    return Sealer(reading, authority, [signer], tmp_path / "memory.json", approved)


def attack(database: str, *statements: str) -> None:
    """What somebody with all rights over the server can do, leaving no other trace."""
    with unguarded(database) as connection:
        connection.execute("ALTER TABLE concerns.fact DISABLE TRIGGER USER")
        connection.execute("ALTER TABLE concerns.checkpoint DISABLE TRIGGER USER")
        for statement in statements:
            connection.execute(statement.encode())
        for table, trigger in (
            ("fact", "fact_row_stays"),
            ("fact", "fact_statement_refused"),
            ("fact", "fact_not_truncated"),
            ("checkpoint", "checkpoint_stays"),
            ("checkpoint", "checkpoint_not_truncated"),
        ):
            connection.execute(
                f"ALTER TABLE concerns.{table} ENABLE ALWAYS TRIGGER {trigger}".encode()
            )


def add(pool: Pool, authority: str, count: int) -> None:
    door.append(pool, authority, entries(count))


def test_an_empty_log_has_no_checkpoint(sealer: Sealer) -> None:
    """No proof leads from nothing, so nothing is signed."""
    assert sealer.seal() is None


def test_every_checkpoint_continues_the_one_before(
    pool: Pool, authority: str, sealer: Sealer, reading: Pool
) -> None:
    """RFC 9162: the stored proof shows it, at sizes around whole tiles."""
    before = None
    for count in (1, 1, 253, 1, 1, 255, 1, 300):
        add(pool, authority, count)
        sealed = sealer.seal()
        assert sealed is not None
        opened = open_checkpoint(
            sealed.note, origin(reading, authority), [one.key for one in sealer.signers]
        )
        assert (opened.checkpoint.size, opened.checkpoint.root) == (sealed.size, sealed.root)
        if before is not None:
            verify_consistency(before.size, sealed.size, before.root, sealed.root, sealed.proof)
        before = sealed
    assert sealer.seal() is None
    assert [one.size for one in tree.checkpoints(reading, authority)][-1] == 813


def test_one_fact_is_proved_with_a_handful_of_hashes(
    pool: Pool, authority: str, sealer: Sealer, reading: Pool
) -> None:
    """An inclusion proof from the stored tiles, for the first, some and the last fact."""
    add(pool, authority, 600)
    sealed = sealer.seal()
    assert sealed is not None
    reader = TileReader(tree.stored_tiles(reading, authority), sealed.size, sealed.root)
    for raw in [tree.raw_after(reading, authority, at, 1)[0] for at in (0, 255, 256, 511, 599)]:
        proof = inclusion_proof(reader.hash_at, raw.position - 1, sealed.size)
        assert len(proof) <= 10
        verify_inclusion(raw.position - 1, sealed.size, raw.leaf_hash, proof, sealed.root)


def test_the_receipt_is_the_leaf(pool: Pool, authority: str, reading: Pool) -> None:
    """What the caller was given at once is what the tree holds."""
    receipt = door.append(pool, authority, entries(3))
    stored = tree.raw_after(reading, authority, 0, 10)
    assert receipt.leaf_hashes == tuple(one.leaf_hash.hex() for one in stored)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE concerns.fact SET leaf_hash = sha256('x') WHERE position = 3", "violates check"),
        ("DELETE FROM concerns.fact WHERE position = 3", "GAP: position 3"),
        (
            (
                "UPDATE concerns.fact SET recorded_at = recorded_at - interval '1 day'"
                " WHERE position = 3"
            ),
            "COLUMN_MISMATCH: the time at position 3",
        ),
        (
            (
                "UPDATE concerns.fact SET entry = f.entry, leaf_hash = f.leaf_hash FROM"
                " concerns.fact f WHERE concerns.fact.position = 3 AND f.position = 2"
            ),
            "position 3 belongs elsewhere",
        ),
        (
            (
                "UPDATE concerns.fact SET entry = 'x', leaf_hash = sha256('\\x00'::bytea || 'x')"
                " WHERE position = 3"
            ),
            "position 3: ENTRY_MALFORMED",
        ),
        (
            (
                "UPDATE concerns.fact SET recorded_at = made.at, entry = made.entry,"
                " leaf_hash = sha256('\\x00'::bytea || made.entry)"
                " FROM (SELECT f.authority AS whose, f.recorded_at - interval '1 day' AS at,"
                " concerns.frame(a.origin, 3, f.recorded_at - interval '1 day', f.case_id,"
                " f.version, f.name) || substring(f.entry FROM f.body_start) AS entry"
                " FROM concerns.fact f JOIN concerns.authority a ON a.id = f.authority"
                " WHERE f.position = 3) AS made"
                " WHERE position = 3 AND made.whose = concerns.fact.authority"
            ),
            "TIME_BACKWARDS: position 3",
        ),
    ],
)
def test_what_was_changed_before_the_first_signature_is_not_signed(
    database: str, pool: Pool, authority: str, sealer: Sealer, statement: str, said: str
) -> None:
    """Attacks 1, 3, 8, 10: every new leaf is recomputed from its bytes."""
    add(pool, authority, 5)
    here = f" AND concerns.fact.authority = '{authority}'"
    if "f.position = 2" in statement:
        here += f" AND f.authority = '{authority}'"
    if said == "violates check":
        with pytest.raises(psycopg.errors.CheckViolation):
            attack(database, statement + here)
        return
    attack(database, statement + here)
    with pytest.raises(WillNotSign, match=said):
        sealer.seal()


def test_a_hash_that_is_not_of_its_bytes_is_not_signed(
    database: str, pool: Pool, authority: str, sealer: Sealer
) -> None:
    """Attack 1: past a CHECK that was taken away and, in the catalogues, put back as it was."""
    add(pool, authority, 5)
    check = "CHECK (leaf_hash = sha256('\\x00'::bytea || entry))"
    attack(
        database,
        "ALTER TABLE concerns.fact DROP CONSTRAINT fact_leaf_of_entry",
        "UPDATE concerns.fact SET leaf_hash = sha256('x')"
        f" WHERE position = 3 AND authority = '{authority}'",
        f"ALTER TABLE concerns.fact ADD CONSTRAINT fact_leaf_of_entry {check} NOT VALID",
        "SET LOCAL allow_system_table_mods = on",
        "UPDATE pg_constraint SET convalidated = true WHERE conname = 'fact_leaf_of_entry'",
    )
    with pytest.raises(WillNotSign, match="LEAF_HASH: position 3"):
        sealer.seal()


def test_what_was_changed_after_a_signature_stops_the_next(
    database: str, pool: Pool, authority: str, sealer: Sealer
) -> None:
    """Attack 2: body and hash changed consistently, below a checkpoint."""
    add(pool, authority, 5)
    assert sealer.seal()
    attack(
        database,
        "UPDATE concerns.fact SET entry = entry || ' ', leaf_hash = sha256('\\x00' || entry || ' ')"
        f" WHERE position = 2 AND authority = '{authority}'",
    )
    add(pool, authority, 1)
    with pytest.raises(WillNotSign, match="ROOT_MISMATCH"):
        sealer.seal()


def test_a_guard_that_was_changed_stops_the_sealer(
    database: str, pool: Pool, authority: str, sealer: Sealer
) -> None:
    """Attack 16: a trigger downgraded from ALWAYS to ORIGIN, and nothing else."""
    add(pool, authority, 1)
    with unguarded(database) as connection:
        connection.execute("ALTER TABLE concerns.fact ENABLE TRIGGER fact_row_stays")
    with pytest.raises(WillNotSign, match=r"SCHEMA_DRIFT.*fact_row_stays"):
        sealer.seal()
    attack(database)  # which puts it back
    assert sealer.seal()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("DELETE FROM concerns.checkpoint WHERE size > 2", "CHECKPOINT_MISSING: size 6"),
        ("UPDATE concerns.checkpoint SET root = sha256('x') WHERE size = 6", "its note differ"),
        ("UPDATE concerns.checkpoint SET note = 'x' WHERE size = 6", "NOTE_MALFORMED"),
        (
            (
                "UPDATE concerns.checkpoint SET note = c.note FROM concerns.checkpoint c"
                " WHERE checkpoint.size = 6 AND c.size = 4 AND c.authority = checkpoint.authority"
            ),
            "CHECKPOINT_EDITED: size 6 and its note differ",
        ),
    ],
)
def test_a_stored_checkpoint_that_is_not_ours_stops_the_sealer(
    database: str, pool: Pool, authority: str, sealer: Sealer, change: str, said: str
) -> None:
    """Attack 15: edited checkpoints, and missing ones."""
    for _ in range(3):
        add(pool, authority, 2)
        sealer.seal()
    attack(database, f"{change} AND checkpoint.authority = '{authority}'")
    add(pool, authority, 1)
    with pytest.raises(WillNotSign, match=said):
        sealer.seal()


def test_a_restored_backup_is_not_signed_over(
    database: str, pool: Pool, authority: str, sealer: Sealer
) -> None:
    """Attack 13: an old state with a new future; the sealer remembers what it signed."""
    add(pool, authority, 4)
    sealer.seal()
    attack(
        database,
        f"DELETE FROM concerns.checkpoint WHERE authority = '{authority}'",
        f"DELETE FROM concerns.fact WHERE position > 2 AND authority = '{authority}'",
    )
    add(pool, authority, 5)
    with pytest.raises(WillNotSign, match="ROOT_MISMATCH"):
        sealer.seal()


def test_what_is_known_outside_holds_the_sealer(pool: Pool, authority: str, sealer: Sealer) -> None:
    """Attacks 5 and 12: a shorter log than was anchored, or another root of the same size."""
    add(pool, authority, 4)
    sealer.anchored = lambda: [(4, bytes(32))]
    with pytest.raises(WillNotSign, match="CONSISTENCY_FAILS"):
        sealer.seal()
    sealer.anchored = lambda: [(9, bytes(32))]
    with pytest.raises(WillNotSign, match="TRUNCATED: 9 were anchored"):
        sealer.seal()


def test_what_was_seen_outside_once_is_not_forgotten(
    pool: Pool, authority: str, sealer: Sealer
) -> None:
    """The largest is remembered, though it was refused and the place is away afterwards."""
    add(pool, authority, 4)
    sealer.anchored = lambda: [(9, bytes(32)), (2, bytes(32))]
    with pytest.raises(WillNotSign, match="TRUNCATED: 9 were anchored"):
        sealer.seal()
    for silent in ([], None):
        sealer.anchored = lambda said=silent: said
        with pytest.raises(WillNotSign, match="TRUNCATED: 9 were anchored"):
            sealer.seal()


def test_one_place_that_is_away_does_not_stop_the_sealer(
    pool: Pool, authority: str, sealer: Sealer
) -> None:
    """All of them do, unless something is remembered: a new sealer knows nothing else."""
    add(pool, authority, 4)
    sealer.anchored = lambda: None
    with pytest.raises(WillNotSign, match="ANCHORS_AWAY"):
        sealer.seal()
    sealer.anchored = lambda: ()
    sealed = sealer.seal()
    assert sealed is not None
    sealer.anchored = lambda: [(sealed.size, sealed.root)]
    add(pool, authority, 1)
    assert sealer.seal()
    sealer.anchored = lambda: None
    add(pool, authority, 1)
    assert sealer.seal()


def signed_but_not_stored(sealer: Sealer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sealer falls over just after it wrote down what it signed."""

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as crashing:
        crashing.setattr(tree, "store", crash)
        with pytest.raises(KeyboardInterrupt):
            sealer.seal()


def test_a_crash_between_signing_and_storing_never_makes_two_roots(
    pool: Pool, authority: str, sealer: Sealer, reading: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Attack 29: what was signed is stored as it was signed, whatever was appended since."""
    add(pool, authority, 3)
    signed_but_not_stored(sealer, monkeypatch)
    signed = orjson.loads(sealer.memory.read_bytes())
    add(pool, authority, 2)
    sealer.seal()
    stored = tree.checkpoints(reading, authority)
    assert [one.size for one in stored] == [3, 5]
    assert stored[0].note.hex() == signed["note"]


def test_what_was_signed_before_a_crash_is_not_stored_over_another_record(
    database: str, pool: Pool, authority: str, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Attack 29: the last fact was rewritten before the sealer came back."""
    add(pool, authority, 3)
    signed_but_not_stored(sealer, monkeypatch)
    attack(
        database,
        "UPDATE concerns.fact SET entry = entry || ' ', leaf_hash = sha256('\\x00' || entry || ' ')"
        f" WHERE position = 3 AND authority = '{authority}'",
    )
    with pytest.raises(WillNotSign, match="not what was signed at 3"):
        sealer.seal()


def test_two_sealers_never_sign_two_roots_of_one_size(
    pool: Pool, authority: str, sealer: Sealer, reading: Pool, tmp_path: Path
) -> None:
    """Attack 29: a second sealer without the first one's memory does not sign."""
    add(pool, authority, 3)
    sealer.seal()
    add(pool, authority, 3)
    other = Sealer(
        reading, authority, sealer.signers, tmp_path / "other.json", sealer.approved_schema
    )
    with pytest.raises(WillNotSign, match="remembers nothing"):
        other.seal()


def test_29_two_sealers_with_one_memory(
    pool: Pool, authority: str, sealer: Sealer, reading: Pool
) -> None:
    """Attack 29: started twice by mistake, one waits for the other, and both go on."""

    def seals(one: Sealer) -> None:
        for _ in range(20):
            add(pool, authority, 1)
            with alone(one.memory.parent, authority):
                one.seal()

    with ThreadPoolExecutor(2) as threads:
        assert [*threads.map(seals, (sealer, replace(sealer)))] == [None, None]
    stored = tree.checkpoints(reading, authority)
    assert stored[-1].size == 40
    for before, one in pairwise(stored):
        verify_consistency(before.size, one.size, before.root, one.root, one.proof)


def test_29_two_sealers_with_a_memory_each(
    pool: Pool, authority: str, sealer: Sealer, reading: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Attack 29: of two that begin one record, what the later signed is never shown."""
    later = replace(sealer, memory=sealer.memory.with_name("later.json"))
    add(pool, authority, 2)
    store = tree.store

    def overtaken(*given: Any) -> None:
        monkeypatch.setattr(tree, "store", store)
        add(pool, authority, 1)
        sealer.seal()
        store(*given)

    monkeypatch.setattr(tree, "store", overtaken)
    for _ in range(2):
        with pytest.raises(WillNotSign, match=r"another sealer|CHECKPOINT_EDITED"):
            later.seal()
    assert [one.size for one in tree.checkpoints(reading, authority)] == [3]


def test_facts_that_keep_coming_do_not_keep_it_from_signing(
    pool: Pool, authority: str, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is appended while it reads is for the next time."""
    add(pool, authority, 2)
    read = tree.raw_after

    def busy(*given: Any) -> list[tree.Raw]:
        found = read(*given)
        if found and found[-1].position < 20:
            add(pool, authority, 1)
        return found

    monkeypatch.setattr(tree, "raw_after", busy)
    sealed = sealer.seal()
    assert sealed
    assert sealed.size == 2


def test_a_clock_set_back_stops_the_sealer_and_no_append(
    pool: Pool, authority: str, sealer: Sealer
) -> None:
    """Attack 30: a finding, not an outage."""
    sealer.now = lambda: datetime.now(UTC) - timedelta(hours=1)
    add(pool, authority, 1)
    with pytest.raises(WillNotSign, match="TIME_AHEAD"):
        sealer.seal()
    add(pool, authority, 1)


def test_the_sealer_can_change_no_fact(reading: Pool, authority: str) -> None:
    """Its role reads the record and stores checkpoints; nothing else."""
    pytest.raises(psycopg.errors.InsufficientPrivilege)
    for statement in (
        "UPDATE concerns.fact SET name = 'x/1'",
        "DELETE FROM concerns.fact",
        "INSERT INTO concerns.checkpoint SELECT * FROM concerns.checkpoint",
        "DELETE FROM concerns.tile",
        f"SELECT concerns.append('{authority}', '{{}}'::jsonb, ''::bytea, false)",
    ):
        with (
            reading.connection() as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement.encode())


def test_a_checkpoint_over_a_few_facts_reads_no_whole_tile_again(
    pool: Pool, authority: str, sealer: Sealer, reading: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a checkpoint costs does not depend on how many whole tiles a partial one is made of."""
    add(pool, authority, 3 * 256 + 10)
    sealer.seal()
    add(pool, authority, 5)
    asked, stored = list[TilePlace](), tree.stored_tiles

    def counted(pool: Pool, authority: str) -> ReadTile:
        read = stored(pool, authority)
        return lambda place: (asked.append(place), read(place))[1]

    monkeypatch.setattr(tree, "stored_tiles", counted)
    sealed = sealer.seal()
    assert asked == [TilePlace(0, 3, 10)]
    assert sealed
    assert TileReader(stored(reading, authority), sealed.size, sealed.root).size == 783


@pytest.mark.parametrize("lost", [True, False])
def test_a_memory_without_its_tiles_or_with_others(
    pool: Pool, authority: str, sealer: Sealer, *, lost: bool
) -> None:
    """Lost, they are read from the record again; others do not lead to what was signed."""
    add(pool, authority, 300)
    sealer.seal()
    add(pool, authority, 1)
    kept = orjson.loads(sealer.memory.read_bytes())
    kept["tiles"] = {} if lost else dict.fromkeys(kept["tiles"], "00" * 32)
    sealer.memory.write_bytes(orjson.dumps(kept))
    if lost:
        assert sealer.seal()
        return
    with pytest.raises(WillNotSign, match="ROOT_MISMATCH"):
        sealer.seal()
