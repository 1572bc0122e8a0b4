# ruff: noqa: S608 - SQL as an attacker writes it

"""Attacks on what guards the record in the database, and on what is worked out from it."""

from collections.abc import Generator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg import Connection
from psycopg.conninfo import make_conninfo
from psycopg.errors import UndefinedObject
from psycopg.rows import TupleRow
from sealed import Record

from concerns.storage import attest
from concerns.storage.databases import POSTGRESQL_17
from concerns.storage.pool import as_authority
from concerns.verifying import guard, verify


def test_16_a_trigger_is_downgraded(record: Record) -> None:
    """Attack 16: ALWAYS became ORIGIN and nothing else: SCHEMA_DRIFT, and only there."""
    approved = guard.described(record.pool)
    owner = record.owner
    owner.execute("ALTER EVENT TRIGGER concerns_guard_ddl DISABLE")
    owner.execute("ALTER TABLE concerns.fact ENABLE TRIGGER fact_row_stays")
    owner.execute("ALTER EVENT TRIGGER concerns_guard_ddl ENABLE ALWAYS")
    assert record.found(approved=approved) == {("SCHEMA_DRIFT", "database triggers")}
    assert record.found() == set()


def test_17_the_guard_function_does_nothing(record: Record) -> None:
    """Attack 17: its source is part of what was approved."""
    approved = guard.described(record.pool)
    with record.attacked() as owner:
        owner.execute(
            "CREATE OR REPLACE FUNCTION concerns.refuse_change() RETURNS trigger"
            " LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$"
        )
    assert record.found(approved=approved) == {("SCHEMA_DRIFT", "database functions")}


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER ROLE concerns_app IN DATABASE {} SET session_replication_role = replica",
        "ALTER DATABASE {} SET session_replication_role = replica",
        "ALTER DATABASE {} SET row_security = off",
        "ALTER DATABASE {} SET concerns.migrating = 'on'",
    ],
)
def test_16_a_setting_turns_the_guard_off(record: Record, statement: str) -> None:
    """Attack 16: no trigger was touched; whoever logs in next is not seen by them."""
    approved = guard.described(record.pool)
    database = record.owner.info.dbname
    record.owner.execute(statement.format(database))
    assert record.found(approved=approved) == {("SCHEMA_DRIFT", "database settings")}


def test_16_a_setting_turns_event_triggers_off(record: Record) -> None:
    """Attack 16: found where the server knows such a setting; older ones do not (before 17)."""
    approved = guard.described(record.pool)
    statement = f"ALTER DATABASE {record.owner.info.dbname} SET event_triggers = off".encode()
    if record.owner.info.server_version < POSTGRESQL_17:
        with pytest.raises(UndefinedObject):
            record.owner.execute(statement)
        return
    record.owner.execute(statement)
    assert record.found(approved=approved) == {("SCHEMA_DRIFT", "database settings")}


def test_16_the_whole_server_is_set_so(record: Record) -> None:
    """Attack 16: in the server's own file, as a session begins with it; nothing else differs."""
    approved = guard.described(record.pool)
    address = make_conninfo(record.owner.info.dsn, options="-c session_replication_role=replica")
    with psycopg.connect(address) as connection:
        told = attest.differences(approved, attest.described(connection))
    assert told == [
        "settings: gone: the server|this login|session_replication_role=origin",
        "settings: new: the server|this login|session_replication_role=replica",
    ]


@contextmanager
def _as_owner(record: Record, role: str = "concerns_owner") -> Generator[Connection[TupleRow]]:
    with psycopg.connect(record.owner.info.dsn, autocommit=True) as connection:
        connection.execute(f"SET ROLE {role}".encode())
        connection.execute(
            "SELECT set_config('concerns.authority', %s, false)", (record.authority,)
        )
        yield connection


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE concerns.fact ALTER COLUMN version TYPE int USING 1",
        "ALTER TABLE concerns.fact RENAME TO fact_as_it_was",
        "DROP TABLE concerns.fact",
        "ALTER TABLE concerns.fact DISABLE TRIGGER fact_row_stays",
        "ALTER TABLE concerns.fact ENABLE TRIGGER ALL",
        "DROP TRIGGER fact_row_stays ON concerns.fact",
        "ALTER TABLE concerns.fact DROP COLUMN entry",
        (
            "CREATE OR REPLACE FUNCTION concerns.refuse_change() RETURNS trigger"
            " LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
        ),
        (
            "CREATE TRIGGER also BEFORE INSERT ON concerns.fact"
            " FOR EACH ROW EXECUTE FUNCTION concerns.refuse_change()"
        ),
        "CREATE RULE unseen AS ON INSERT TO concerns.fact DO INSTEAD NOTHING",
        "ALTER POLICY own_authority ON concerns.fact USING (true)",
    ],
)
def test_33_the_tables_owner_changes_the_tables(record: Record, statement: str) -> None:
    """Attack 33: refused on purpose, by the guard; a record in which it was tried is sound."""
    with _as_owner(record) as owner, pytest.raises(psycopg.errors.InsufficientPrivilege) as refused:
        owner.execute(statement)
    assert "append-only" in str(refused.value)
    assert record.found() == set()


def test_33_an_owner_who_says_a_migration_runs(record: Record) -> None:
    """Attack 33: the guard lets whoever sets its word pass; the drift remains and is found."""
    approved = guard.described(record.pool)
    with _as_owner(record) as owner:
        owner.execute("SELECT set_config('concerns.migrating', 'on', false)")
        owner.execute("ALTER TABLE concerns.fact DISABLE TRIGGER fact_row_stays")
    assert record.found(approved=approved) == {("SCHEMA_DRIFT", "database triggers")}


_OF_KEYS = [
    ("ALTER TABLE concerns_keys.access DISABLE TRIGGER access_stays", "triggers"),
    ("DROP TRIGGER access_stays ON concerns_keys.access", "triggers"),
    ("ALTER TABLE concerns_keys.access DISABLE ROW LEVEL SECURITY", "tables"),
    ("ALTER TABLE concerns_keys.key ALTER COLUMN kek TYPE bytea USING NULL", "columns"),
    ("DROP POLICY own_authority ON concerns_keys.key", "policies"),
    ("CREATE RULE unseen AS ON INSERT TO concerns_keys.access DO INSTEAD NOTHING", "rules"),
    (
        (
            "CREATE OR REPLACE FUNCTION concerns_keys.refuse_change() RETURNS trigger"
            " LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$"
        ),
        "functions",
    ),
]


@pytest.mark.parametrize(("statement", "part"), _OF_KEYS)
def test_33_the_owner_of_the_keys(record: Record, statement: str, part: str) -> None:
    """Attack 33: the schema of keys is guarded as the record is; past the guard, it is found."""
    approved = guard.described(record.pool)
    with _as_owner(record, "concerns_keys_owner") as owner:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
            owner.execute(statement.encode())
        assert record.found(approved=approved) == set()
        owner.execute("SELECT set_config('concerns.migrating', 'on', false)")
        owner.execute(statement.encode())
    assert record.found(approved=approved) == {("SCHEMA_DRIFT", f"database {part}")}


_UPDATE = "UPDATE concerns.fact SET version = 9 WHERE position = 3"
_BY_OWNER = [
    _UPDATE,
    "DELETE FROM concerns.fact WHERE position = 3",
    "TRUNCATE concerns.fact",
    (
        "MERGE INTO concerns.fact f USING (SELECT 3 AS n) s ON f.position = s.n"
        " WHEN MATCHED THEN UPDATE SET version = 9"
    ),
    (
        "INSERT INTO concerns.fact SELECT * FROM concerns.fact WHERE position = 3"
        " ON CONFLICT (authority, position) DO UPDATE SET version = 9"
    ),
    "DELETE FROM concerns.checkpoint",
    "TRUNCATE concerns.checkpoint",
    "UPDATE concerns.tile SET nth = 9",
]


@pytest.mark.parametrize("statement", _BY_OWNER)
@pytest.mark.parametrize("replica", [False, True], ids=["plain", "replica mode"])
def test_34_statements_that_change_or_empty(
    record: Record, statement: str, *, replica: bool
) -> None:
    """Attack 34: refused to the owner, and to a superuser in replica mode (ENABLE ALWAYS)."""
    with _as_owner(record) as owner:
        if replica:
            owner.execute("RESET ROLE")
            owner.execute("SET session_replication_role = replica")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
            owner.execute(statement)
    assert record.found() == set()


def test_34_the_program_itself(record: Record) -> None:
    """Attack 34: the program's role may neither write facts nor lock them, nor copy them in."""
    statements = [
        *_BY_OWNER,
        "SELECT * FROM concerns.fact FOR UPDATE",
        "INSERT INTO concerns.fact SELECT * FROM concerns.fact",
        "COPY concerns.fact FROM STDIN",
    ]
    for statement in statements:
        with (
            pytest.raises(
                (psycopg.errors.InsufficientPrivilege, psycopg.errors.FeatureNotSupported)
            ),
            as_authority(record.pool, record.authority) as connection,
        ):
            connection.execute(statement)
    assert record.found() == set()


def test_34_a_superuser_copies_rows_in(record: Record) -> None:
    """Attack 34: what only a superuser can do, a restore without triggers, is found."""
    columns = "authority, position, id, case_id, version, name, recorded_at, entry, body_start"
    row = record.owner.execute(
        f"SELECT {columns}, leaf_hash FROM concerns.fact WHERE position = 8"
    ).fetchone()
    assert row
    with record.attacked() as owner:
        owner.execute("DELETE FROM concerns.fact WHERE position = 8")
        with owner.cursor().copy(f"COPY concerns.fact ({columns}, leaf_hash) FROM STDIN") as copy:
            copy.write_row((row[0], 12, *row[2:]))
    found = record.found(views=False)
    assert {("GAP", "position 8"), ("COLUMN_MISMATCH", "position 12")} <= found


def test_35_a_view_is_edited_without_a_fact(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Attack 35: the views are folded anew from the facts; without that check nothing shows."""
    with as_authority(record.pool, record.authority) as connection:
        connection.execute(
            "UPDATE concerns.view_row SET doc = '{\"colour\": \"green\"}' WHERE view = 'rag-status'"
            " AND from_position = 5"
        )
    report = record.verified()
    assert [(one.code, one.place) for one in report.findings.kept] == [
        ("VIEW_MISMATCH", "view rag-status")
    ]
    assert record.found() == record.found(), "looking changes nothing"
    assert any("views" in one for one in record.verified(views=False).not_checked)
    monkeypatch.setattr(verify, "check_views", lambda *_: None)
    assert record.found() == set()
