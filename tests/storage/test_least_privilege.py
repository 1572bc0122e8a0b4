"""What each of our database roles may touch: a list to read, and nothing that is not on it."""

from collections.abc import Generator

import psycopg
import pytest
from psycopg import Connection
from psycopg.rows import TupleRow

READ = {"SELECT"}
KEPT = READ | {"INSERT", "UPDATE", "DELETE"}

MAY: dict[str, dict[str, set[str]]] = {
    "concerns_app": {
        "concerns.authority": READ,
        "concerns.fact": READ,  # written by append() alone
        "concerns.claim": READ,  # as facts
        "concerns.idempotency": READ,  # as facts
        "concerns.tile": READ,  # for proofs
        "concerns.checkpoint": READ,  # for proofs
        "concerns.view_row": KEPT,  # views are worked out again from facts at any time
        "concerns.progress": KEPT,  # how far they are worked out
        "concerns.findable": READ | {"INSERT"},  # the words of a view's rows; gone with the row
        "concerns.webhook": KEPT,  # how far each has been told, and its secret, wrapped
        "concerns.generation": READ | {"UPDATE"},  # which working out holds
        "concerns.append(text,jsonb,bytea,boolean)": {"EXECUTE"},  # the only door to facts
        "concerns.findable_of(text,text,jsonb)": {"EXECUTE"},
        "concerns.keep_findable()": {"EXECUTE"},  # of a trigger
        "concerns.lock_log(text)": {"EXECUTE"},
        "concerns.read_as(text,text)": {"EXECUTE"},
        "concerns.see_as(text,text)": {"EXECUTE"},
        "concerns.rows_of_view(text,text,text,uuid,jsonb,timestamp with time zone,text,bigint)": {
            "EXECUTE"
        },
        "concerns.state_of_views(text,text)": {"EXECUTE"},
        "concerns.facts_of_case(text,uuid,bigint)": {"EXECUTE"},
        "concerns.facts_of_case_as(text,text,uuid,bigint)": {"EXECUTE"},
    },
    "concerns_sealer": {
        "concerns.authority": READ,
        "concerns.fact": READ,
        "concerns.tile": READ,
        "concerns.checkpoint": READ,
        # the only door to checkpoints; the program that decides has no key to it
        "concerns.store_checkpoint(text,bigint,bytea,bytea,bytea[],jsonb)": {"EXECUTE"},
    },
    "concerns_keys_app": {
        "concerns_keys.key": READ | {"INSERT", "DELETE"},  # a key is destroyed by its deletion
        "concerns_keys.key.kek": {"UPDATE"},  # keys are wrapped anew
        "concerns_keys.key.wrapped": {"UPDATE"},
        "concerns_keys.destroyed": READ | {"INSERT"},
        "concerns_keys.access": READ,  # of earlier days; accesses are facts now
    },
}
"""Every role that a program acts as, what it may do, and why where it is not plain."""

OWNERS = {"concerns_owner", "concerns_keys_owner"}
"""They own tables and functions, so that no login has to; nobody is a member of them."""

GRANTED = """
    SELECT what, coalesce(r.rolname, 'PUBLIC'), privilege_type FROM (
    SELECT n.nspname || '.' || c.relname AS what, g.grantee, g.privilege_type
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
            aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) g
        WHERE n.nspname LIKE 'concerns%' AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
            AND g.grantee <> c.relowner
    UNION ALL
    SELECT n.nspname || '.' || c.relname || '.' || a.attname, g.grantee, g.privilege_type
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(a.attacl) g
        WHERE n.nspname LIKE 'concerns%'
    UNION ALL
    SELECT p.oid::regprocedure::text, g.grantee, g.privilege_type
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace,
            aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
        WHERE n.nspname LIKE 'concerns%' AND g.grantee <> p.proowner
    UNION ALL
    SELECT n.nspname, g.grantee, g.privilege_type
        FROM pg_namespace n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) g
        WHERE n.nspname LIKE 'concerns%' AND g.grantee <> n.nspowner
    ) g LEFT JOIN pg_roles r ON r.oid = g.grantee
"""
"""Everything granted to anybody in our schemas; the grantee 0 is PUBLIC."""


@pytest.fixture
def owner(database: str) -> Generator[Connection[TupleRow]]:
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


def granted(owner: Connection[TupleRow]) -> dict[str, dict[str, set[str]]]:
    """What the catalogues say, by role."""
    found = dict[str, dict[str, set[str]]]()
    for what, role, may in owner.execute(GRANTED):
        found.setdefault(role, {}).setdefault(what, set()).add(may)
    return found


def test_each_role_may_do_what_is_listed_and_nothing_else(owner: Connection[TupleRow]) -> None:
    """A grant that a migration adds must be written here, with its reason."""
    found = granted(owner)
    schemas = {
        role: {k: v for k, v in all_.items() if "." not in k} for role, all_ in found.items()
    }
    objects = {role: {k: v for k, v in all_.items() if "." in k} for role, all_ in found.items()}
    assert {role: may for role, may in objects.items() if may} == MAY
    assert schemas == {
        "concerns_app": {"concerns": {"USAGE"}},
        "concerns_sealer": {"concerns": {"USAGE"}},
        "concerns_keys_app": {"concerns_keys": {"USAGE"}},
        "concerns_owner": {"concerns": {"USAGE", "CREATE"}},
        "concerns_keys_owner": {"concerns_keys": {"USAGE", "CREATE"}},
    }


def test_what_everybody_may_do_is_nothing(owner: Connection[TupleRow]) -> None:
    """Whoever can log in to the server reaches nothing of ours; a grant to all would show."""
    assert "PUBLIC" not in granted(owner)
    with owner.transaction(force_rollback=True):
        owner.execute("GRANT SELECT ON concerns.fact TO PUBLIC")
        assert granted(owner)["PUBLIC"] == {"concerns.fact": READ}


def test_no_role_of_ours_is_more_than_a_name(owner: Connection[TupleRow]) -> None:
    """None logs in, stands above row-level security, makes roles or databases, or is another."""
    found = owner.execute(
        "SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication"
        " OR rolcanlogin, (SELECT count(*) FROM pg_auth_members m WHERE m.member = r.oid)"
        " FROM pg_roles r WHERE rolname LIKE 'concerns%'"
    ).fetchall()
    assert set(found) == {(role, False, 0) for role in MAY.keys() | OWNERS}


def test_what_runs_as_its_owner_finds_only_what_is_ours(owner: Connection[TupleRow]) -> None:
    """SECURITY DEFINER with a fixed search path, `pg_temp` last; it belongs to no superuser."""
    found = owner.execute(
        "SELECT p.proname, p.proconfig, pg_get_userbyid(p.proowner)"
        " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname LIKE 'concerns%' AND p.prosecdef ORDER BY 1"
    ).fetchall()
    assert found == [
        (name, ["search_path=concerns, pg_temp"], "concerns_owner")
        for name in ("append", "create_authority", "store_checkpoint")
    ]


def test_every_table_keeps_councils_apart_even_for_its_owner(owner: Connection[TupleRow]) -> None:
    """Row-level security, forced; the list of councils alone is common."""
    found = owner.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname LIKE 'concerns%' AND c.relkind = 'r'"
        " AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"
    ).fetchall()
    assert found == [("authority",)]
