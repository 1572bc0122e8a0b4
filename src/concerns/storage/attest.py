"""What guards the record in the database, described so that a change of it shows.

The description is read from the catalogues, not asked of functions of ours: whoever can replace
the guard could replace its witness too. It holds the schema `concerns`, and where the keys are in
this database too, `concerns_keys`.
"""

import hashlib
from typing import LiteralString

from psycopg import Connection
from psycopg.rows import TupleRow

_PARTS: dict[str, LiteralString] = {
    "tables": """
        SELECT n.nspname, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity,
               pg_get_userbyid(c.relowner), c.relacl::text
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname IN ('concerns', 'concerns_keys')
            AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') ORDER BY 1, 2""",
    "columns": """
        SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
               a.attnotnull, a.attgenerated, a.attacl::text, pg_get_expr(d.adbin, d.adrelid)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE n.nspname IN ('concerns', 'concerns_keys') AND c.relkind = 'r'
            AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY 1, 2, 3""",
    "constraints": """
        SELECT c.conrelid::regclass::text, c.conname, pg_get_constraintdef(c.oid), c.convalidated
        FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
        WHERE n.nspname IN ('concerns', 'concerns_keys') ORDER BY 1, 2""",
    "triggers": """
        SELECT t.tgrelid::regclass::text, t.tgname, pg_get_triggerdef(t.oid), t.tgenabled
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname IN ('concerns', 'concerns_keys') AND NOT t.tgisinternal ORDER BY 1, 2""",
    "policies": """
        SELECT schemaname, tablename, policyname, permissive, roles::text, cmd, qual, with_check
        FROM pg_policies WHERE schemaname IN ('concerns', 'concerns_keys') ORDER BY 1, 2, 3""",
    "functions": """
        SELECT p.oid::regprocedure::text, pg_get_functiondef(p.oid),
               pg_get_userbyid(p.proowner), p.proacl::text
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname IN ('concerns', 'concerns_keys') ORDER BY 1""",
    "schema": """
        SELECT nspname, pg_get_userbyid(nspowner), nspacl::text
        FROM pg_namespace WHERE nspname IN ('concerns', 'concerns_keys') ORDER BY 1""",
    "event triggers": """
        SELECT evtname, evtevent, evtenabled, evtfoid::regprocedure::text, evttags::text
        FROM pg_event_trigger ORDER BY 1""",
    "roles": """
        SELECT r.rolname, r.rolsuper, r.rolcanlogin, r.rolbypassrls, r.rolcreaterole,
               (SELECT array_agg(m.roleid::regrole::text ORDER BY m.roleid::regrole::text)
                FROM pg_auth_members m WHERE m.member = r.oid)::text
        FROM pg_roles r WHERE r.rolname IN ('concerns_owner', 'concerns_app',
            'concerns_sealer', 'concerns_keys_owner', 'concerns_keys_app')
        ORDER BY 1""",
    "rules": """
        SELECT schemaname, tablename, rulename, definition
        FROM pg_rules WHERE schemaname IN ('concerns', 'concerns_keys') ORDER BY 1, 2, 3""",
    "settings": """
        SELECT CASE s.setdatabase WHEN 0 THEN 'every database' ELSE 'this database' END AS holds,
               CASE s.setrole WHEN 0 THEN 'every role' ELSE s.setrole::regrole::text END AS of,
               said
        FROM pg_db_role_setting s, unnest(s.setconfig) AS said
        WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
            AND lower(split_part(said, '=', 1)) IN ('session_replication_role', 'event_triggers',
                'allow_system_table_mods', 'row_security', 'concerns.migrating',
                'concerns.authority')
        UNION ALL
        SELECT 'the server', 'this login', name || '=' || reset_val FROM pg_settings
        WHERE name IN ('session_replication_role', 'event_triggers', 'allow_system_table_mods')
        ORDER BY 1, 2, 3""",
}


def described(connection: Connection[TupleRow]) -> dict[str, list[str]]:
    """Each part of the guard, line by line, in a fixed order and without spaces to quibble over."""
    return {part: _lines(connection.execute(query).fetchall()) for part, query in _PARTS.items()}


def _lines(rows: list[TupleRow]) -> list[str]:
    return ["|".join(str(value) for value in row) for row in rows]


def digest(parts: dict[str, list[str]]) -> str:
    """SHA-256 of a description, hexadecimal."""
    text = "\n".join(f"{part}\n{line}" for part, lines in parts.items() for line in lines)
    return hashlib.sha256(text.encode()).hexdigest()


def differences(approved: dict[str, list[str]], found: dict[str, list[str]]) -> list[str]:
    """What is not as approved: each line that went or came, with its part."""
    told = list[str]()
    for part in sorted(approved.keys() | found.keys()):
        before, now = set(approved.get(part, ())), set(found.get(part, ()))
        told += [f"{part}: gone: {_short(line)}" for line in sorted(before - now)]
        told += [f"{part}: new: {_short(line)}" for line in sorted(now - before)]
    return told


def _short(line: str) -> str:
    return " ".join(line.split())[:200]
