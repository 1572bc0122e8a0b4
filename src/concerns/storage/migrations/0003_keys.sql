-- Keys to personal data, apart from the record: another schema, another owner, another role, and if
-- the council wishes another database, so that backups of keys can have a short life of their own.
--
-- concerns_keys_owner owns everything and cannot log in; concerns_keys_app is the program looking
-- after keys. Who may read the record (concerns_app) may read nothing here.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'concerns_keys_owner') THEN
        CREATE ROLE concerns_keys_owner NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'concerns_keys_app') THEN
        CREATE ROLE concerns_keys_app NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL; -- another database of this server made them at the same moment
END
$$;

CREATE SCHEMA concerns_keys;
REVOKE ALL ON SCHEMA concerns_keys FROM PUBLIC;
GRANT USAGE ON SCHEMA concerns_keys TO concerns_keys_app;
GRANT USAGE, CREATE ON SCHEMA concerns_keys TO concerns_keys_owner;

-- One key for each subject of a case and retention class, wrapped under a key that is not here.
CREATE TABLE concerns_keys.key (
    authority text NOT NULL,
    case_id uuid NOT NULL,
    subject text NOT NULL,
    retention text NOT NULL,
    commitment text NOT NULL CHECK (commitment ~ '^[0-9a-f]{64}$'),
    kek text NOT NULL,
    wrapped bytea NOT NULL,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (authority, case_id, subject, retention),
    CONSTRAINT key_once UNIQUE (authority, commitment)
) WITH (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);

-- What was destroyed, and when the last copy outside backups went.
CREATE TABLE concerns_keys.destroyed (
    authority text NOT NULL,
    commitment text NOT NULL,
    case_id uuid NOT NULL,
    subject text NOT NULL,
    retention text NOT NULL,
    destroyed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX destroyed_of ON concerns_keys.destroyed (authority, case_id);

-- Who read personal data: written before it is shown, never changed.
CREATE TABLE concerns_keys.access (
    authority text NOT NULL,
    number bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    case_id uuid NOT NULL,
    said jsonb NOT NULL,
    PRIMARY KEY (authority, number)
);

CREATE FUNCTION concerns_keys.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$$;
ALTER FUNCTION concerns_keys.refuse_change() OWNER TO concerns_keys_owner;
REVOKE ALL ON FUNCTION concerns_keys.refuse_change() FROM PUBLIC;

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['destroyed', 'access'] LOOP
        EXECUTE format(
            'CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON concerns_keys.%I
             FOR EACH STATEMENT EXECUTE FUNCTION concerns_keys.refuse_change()', t || '_stays', t);
        EXECUTE format(
            'CREATE TRIGGER %I BEFORE TRUNCATE ON concerns_keys.%I
             FOR EACH STATEMENT EXECUTE FUNCTION concerns_keys.refuse_change()',
            t || '_not_truncated', t);
        EXECUTE format('ALTER TABLE concerns_keys.%I ENABLE ALWAYS TRIGGER %I', t, t || '_stays');
        EXECUTE format(
            'ALTER TABLE concerns_keys.%I ENABLE ALWAYS TRIGGER %I', t, t || '_not_truncated');
    END LOOP;
    FOREACH t IN ARRAY ARRAY['key', 'destroyed', 'access'] LOOP
        EXECUTE format('ALTER TABLE concerns_keys.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE concerns_keys.%I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format(
            'CREATE POLICY own_authority ON concerns_keys.%I
             USING (authority = current_setting(''concerns.authority'', true))
             WITH CHECK (authority = current_setting(''concerns.authority'', true))', t);
        EXECUTE format('GRANT SELECT, INSERT ON concerns_keys.%I TO concerns_keys_app', t);
        EXECUTE format('ALTER TABLE concerns_keys.%I OWNER TO concerns_keys_owner', t);
    END LOOP;
END
$$;
GRANT DELETE, UPDATE (kek, wrapped) ON concerns_keys.key TO concerns_keys_app;

-- The few facts that say a key is destroyed are found at once, whatever the length of the log. A
-- database of keys alone has no facts.
DO $$
BEGIN
    IF to_regclass('concerns.fact') IS NOT NULL THEN
        CREATE INDEX fact_key_destroyed ON concerns.fact (authority, position)
            WHERE name = 'subject-keys-destroyed/1';
    END IF;
END
$$;
